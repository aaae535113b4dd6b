package dev.lift;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.fields;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noFields;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaCall;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.library.dependencies.SliceAssignment;
import com.tngtech.archunit.library.dependencies.SliceIdentifier;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** The rules that the core's bytecode keeps. */
class ArchitectureTest {
    private static final JavaClasses CORE = new ClassFileImporter()
            .withImportOption(new ImportOption.DoNotIncludeTests())
            .importPackages("dev.lift");

    /** Databind is outside of the rules about what Lift's own code does: it is the app's choice to let it in. */
    private static final DescribedPredicate<JavaClass> LIFTS_OWN = DescribedPredicate.describe(
            "Lift's own",
            type -> type.getPackageName().startsWith("dev.lift")
                    && !type.getName().contains(".Databind"));

    @Test
    void packages_arrows_pointOneWay() {
        noClasses()
                .that()
                .resideInAPackage("dev.lift.json")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("dev.lift", "dev.lift.http", "dev.lift.lambda", "dev.lift.internal..")
                .check(CORE);
        noClasses()
                .that()
                .resideInAPackage("dev.lift.http")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("dev.lift", "dev.lift.lambda", "dev.lift.internal..")
                .check(CORE);
        noClasses()
                .that()
                .resideInAPackage("dev.lift")
                .should()
                .dependOnClassesThat()
                .resideInAPackage("dev.lift.lambda")
                .check(CORE);
        noClasses()
                .that()
                .resideInAPackage("dev.lift.internal..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("dev.lift", "dev.lift.http", "dev.lift.json", "dev.lift.lambda")
                .check(CORE);
        slices().assignedFrom(new ByPackage()).should().beFreeOfCycles().check(CORE);
    }

    @Test
    void reflection_isNotUsed() {
        noClasses()
                .that(LIFTS_OWN)
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("java.lang.reflect..", "java.lang.invoke..", "sun.misc..")
                .check(CORE);
        noClasses()
                .that(LIFTS_OWN)
                .should()
                .callMethodWhere(DescribedPredicate.describe(
                        "Class.forName", call -> isMethodOf(call, Class.class, Set.of("forName"))))
                .check(CORE);
        noClasses()
                .that(LIFTS_OWN)
                .should()
                .dependOnClassesThat()
                .areAssignableTo(java.util.ServiceLoader.class)
                .check(CORE);
        noClasses()
                .should()
                .dependOnClassesThat()
                .areAssignableTo(java.io.ObjectInputStream.class)
                .check(CORE);
    }

    @Test
    void DO04_regularExpressions_areNotUsed() {
        noClasses()
                .that(LIFTS_OWN)
                .should()
                .dependOnClassesThat()
                .resideInAPackage("java.util.regex..")
                .check(CORE);
        noClasses()
                .that(LIFTS_OWN)
                .should()
                .callMethodWhere(DescribedPredicate.describe(
                        "a method of String that takes a regular expression",
                        call -> isMethodOf(
                                call, String.class, Set.of("matches", "replaceAll", "replaceFirst", "split"))))
                .check(CORE);
    }

    @Test
    void PA14_defaultLocaleAndCharset_areNotUsed() {
        noClasses()
                .that(LIFTS_OWN)
                .should()
                .callMethodWhere(DescribedPredicate.describe(
                        "a method that asks the default locale or charset",
                        call -> isMethodOf(
                                        call, String.class, Set.of("toLowerCase", "toUpperCase", "format", "formatted"))
                                || isMethodOf(call, String.class, Set.of("getBytes"))
                                        && call.getTarget()
                                                .getRawParameterTypes()
                                                .isEmpty()))
                .check(CORE);
    }

    @Test
    void expensiveLibraries_areNotUsed() {
        noClasses()
                .that(LIFTS_OWN)
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(
                        "java.util.stream..",
                        "java.text..",
                        "java.util.logging..",
                        "java.net.http..",
                        "java.time.format..")
                .check(CORE);
        noClasses()
                .that()
                .haveNameNotMatching(".*\\.(ErrorLog|Refusals)")
                .should()
                .dependOnClassesThat()
                .resideInAPackage("org.slf4j..")
                .check(CORE);
        noClasses()
                .that(LIFTS_OWN)
                .should()
                .dependOnClassesThat()
                .resideInAPackage("com.fasterxml..")
                .check(CORE);
    }

    @Test
    void CC03_sharedMutableObjects_areNotKept() {
        noFields()
                .should()
                .haveRawType(DescribedPredicate.describe(
                        "a mutable object of the JDK that threads must not share",
                        type -> Set.of(
                                        "java.security.MessageDigest",
                                        "javax.crypto.Cipher",
                                        "javax.crypto.Mac",
                                        "java.text.SimpleDateFormat",
                                        "java.util.regex.Matcher",
                                        "java.nio.charset.CharsetDecoder",
                                        "java.nio.charset.CharsetEncoder",
                                        "java.util.zip.Deflater",
                                        "java.util.zip.Inflater",
                                        "java.lang.ThreadLocal")
                                .contains(type.getName())))
                .check(CORE);
    }

    /** No file can be left behind, no document can name another, and nothing can inflate, where there is no code for it. */
    @Test
    void BD17_BD18_BD22_DO07_filesXmlAndInflation_areNotUsed() {
        noClasses()
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("java.nio.file..", "javax.xml..", "org.w3c..", "org.xml..", "java.util.zip..")
                .check(CORE);
        noClasses()
                .should()
                .dependOnClassesThat()
                .haveFullyQualifiedName("java.io.File")
                .check(CORE);
    }

    /** Final fields are published safely by themselves; the few others are guarded, volatile, or of one thread. */
    @Test
    void CC08_builtApps_haveFinalFields() {
        fields().that()
                .areDeclaredInClassesThat(DescribedPredicate.describe(
                        "are part of a built app",
                        type -> Set.of(
                                        "Lift",
                                        "Router",
                                        "CompiledRoute",
                                        "ErrorBoundary",
                                        "Link",
                                        "BodyRoute",
                                        "RouteTrie",
                                        "Route")
                                .contains(type.getSimpleName())))
                // Set once, before the final field of Lift that publishes them (JLS 17.5).
                .and(DescribedPredicate.not(DescribedPredicate.describe(
                        "are set by CompiledRoute.compile",
                        field -> Set.of("CompiledRoute.route", "CompiledRoute.chain")
                                .contains(field.getOwner().getSimpleName() + "." + field.getName()))))
                .should()
                .beFinal()
                .check(CORE);
    }

    @Test
    void CF06_core_isANamedModule() {
        assertThat(Lift.class.getModule().isNamed()).isTrue();
        assertThat(Lift.class.getModule().getDescriptor().exports())
                .noneMatch(export -> export.source().contains("internal"));
    }

    @Test
    void threads_areNotStarted() {
        noClasses()
                .should()
                .callConstructorWhere(DescribedPredicate.describe(
                        "a thread", call -> call.getTargetOwner().isAssignableTo(Thread.class)))
                .check(CORE);
        noClasses()
                .should()
                .dependOnClassesThat()
                .areAssignableTo(java.util.concurrent.Executor.class)
                .check(CORE);
    }

    @Test
    void names_areNotHollow() {
        classes().should().haveSimpleNameNotEndingWith("Manager").check(CORE);
        classes().should().haveSimpleNameNotEndingWith("Helper").check(CORE);
        classes().should().haveSimpleNameNotEndingWith("Util").check(CORE);
        classes().should().haveSimpleNameNotEndingWith("Impl").check(CORE);
    }

    /** The first invokedynamic of a process sets the whole machinery up: a user's lambda may, Lift's own code does not. */
    @Test
    void invokedynamic_isNotUsed() throws IOException {
        List<String> offenders = new ArrayList<>();
        for (JavaClass type : CORE) {
            if (LIFTS_OWN.test(type) && hasInvokeDynamic(type)) {
                offenders.add(type.getName());
            }
        }
        assertThat(offenders).isEmpty();
    }

    /** Looks for CONSTANT_InvokeDynamic (JVMS 4.4) in the constant pool. */
    private static boolean hasInvokeDynamic(JavaClass type) throws IOException {
        String file = "/" + type.getName().replace('.', '/') + ".class";
        try (InputStream in = Lift.class.getResourceAsStream(file)) {
            if (in == null) {
                throw new IOException("no " + file);
            }
            java.io.DataInputStream data = new java.io.DataInputStream(in);
            data.readLong();
            int count = data.readUnsignedShort();
            for (int i = 1; i < count; i++) {
                int tag = data.readUnsignedByte();
                switch (tag) {
                    case 1 -> data.readUTF();
                    case 3, 4, 9, 10, 11, 12 -> data.readInt();
                    case 5, 6 -> {
                        data.readLong();
                        i++;
                    }
                    case 7, 8, 16, 19, 20 -> data.readUnsignedShort();
                    case 15 -> {
                        data.readUnsignedByte();
                        data.readUnsignedShort();
                    }
                    case 17, 18 -> {
                        return true;
                    }
                    default -> throw new IOException("tag " + tag);
                }
            }
        }
        return false;
    }

    private static final class ByPackage implements SliceAssignment {
        @Override
        public SliceIdentifier getIdentifierOf(JavaClass type) {
            return SliceIdentifier.of(type.getPackageName());
        }

        @Override
        public String getDescription() {
            return "packages";
        }
    }

    private static boolean isMethodOf(JavaCall<?> call, Class<?> owner, Set<String> names) {
        return call.getTargetOwner().isEquivalentTo(owner)
                && names.contains(call.getTarget().getName());
    }
}
