package dev.lift.errors;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The rules that the module's bytecode keeps. */
class ArchitectureTest {
    private static final JavaClasses ERRORS = new ClassFileImporter()
            .withImportOption(new ImportOption.DoNotIncludeTests())
            .importPackages("dev.lift.errors", "dev.lift.recovery");

    @Test
    void packages_arrows_pointOneWay() {
        assertThat(ERRORS).hasSizeGreaterThan(40);
        noClasses()
                .that()
                .resideInAPackage("dev.lift.errors")
                .should()
                .dependOnClassesThat()
                .resideInAPackage("dev.lift.recovery")
                .check(ERRORS);
        noClasses()
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(
                        "dev.lift.testing..", "dev.lift.local..", "dev.lift.lambda..", "dev.lift.internal..")
                .check(ERRORS);
    }

    @Test
    void reflection_isNotUsed() {
        noClasses()
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("java.lang.reflect..", "sun.misc..")
                .check(ERRORS);
        noClasses()
                .should()
                .callMethodWhere(DescribedPredicate.describe(
                        "Class.forName",
                        call -> call.getTargetOwner().isEquivalentTo(Class.class)
                                && call.getTarget().getName().equals("forName")))
                .check(ERRORS);
        noClasses()
                .should()
                .dependOnClassesThat()
                .areAssignableTo(java.util.ServiceLoader.class)
                .check(ERRORS);
    }

    /** What may be absent is known to one class each, which is loaded when it was thrown. */
    @Test
    void optionalLibraries_areKnownToOneClassEach() {
        for (List<String> each : List.of(
                List.of("java.sql..", "SqlErrors"),
                List.of("software.amazon..", "(AwsErrors|DynamoDbErrors)"),
                List.of("com.fasterxml..", "JacksonErrors"),
                List.of("org.objectweb.asm..", "UndeclaredCodes.*"))) {
            noClasses()
                    .that()
                    .haveNameNotMatching("dev\\.lift\\.errors\\." + each.get(1))
                    .should()
                    .dependOnClassesThat()
                    .resideInAPackage(each.get(0))
                    .check(ERRORS);
        }
        noClasses()
                .that()
                .resideInAPackage("dev.lift.errors")
                .should()
                .dependOnClassesThat()
                .resideInAPackage("io.github.resilience4j..")
                .check(ERRORS);
    }

    /** There is nothing that ticks: the only threads are those of attempts with a time limit. */
    @Test
    void threads_areThoseOfWorkers() {
        noClasses()
                .that()
                .haveNameNotMatching("dev\\.lift\\.recovery\\.Workers.*")
                .should()
                .callConstructorWhere(DescribedPredicate.describe(
                        "a thread", call -> call.getTargetOwner().isAssignableTo(Thread.class)))
                .check(ERRORS);
        noClasses()
                .should()
                .dependOnClassesThat()
                .areAssignableTo(java.util.concurrent.ScheduledExecutorService.class)
                .check(ERRORS);
        noClasses()
                .should()
                .dependOnClassesThat()
                .areAssignableTo(java.util.Timer.class)
                .check(ERRORS);
    }

    @Test
    void names_areNotHollow() {
        for (String hollow : List.of("Manager", "Helper", "Util", "Impl")) {
            classes().should().haveSimpleNameNotEndingWith(hollow).check(ERRORS);
        }
    }

    @Test
    void CF06_errors_areANamedModule() {
        assertThat(ErrorMapping.class.getModule().isNamed()).isTrue();
        assertThat(ErrorMapping.class.getModule().getDescriptor().exports())
                .extracting(export -> export.source())
                .containsExactlyInAnyOrder("dev.lift.errors", "dev.lift.recovery");
    }
}
