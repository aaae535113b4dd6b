package dev.lift.middleware;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.fields;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import dev.lift.Middleware;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The rules that the module's bytecode keeps. */
class ArchitectureTest {
    private static final JavaClasses MIDDLEWARE = new ClassFileImporter()
            .withImportOption(new ImportOption.DoNotIncludeTests())
            .importPackages("dev.lift.middleware");

    @Test
    void module_usesCoreAlone() {
        assertThat(MIDDLEWARE).hasSizeGreaterThan(3);
        noClasses()
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(
                        "dev.lift.errors..",
                        "dev.lift.recovery..",
                        "dev.lift.resources..",
                        "dev.lift.health..",
                        "dev.lift.testing..",
                        "dev.lift.local..",
                        "dev.lift.internal..")
                .check(MIDDLEWARE);
    }

    @Test
    void reflection_isNotUsed() {
        noClasses()
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("java.lang.reflect..", "sun.misc..")
                .check(MIDDLEWARE);
    }

    @Test
    void middleware_isFinal_andKeepsNothingOfRequests() {
        classes()
                .that()
                .implement(Middleware.class)
                .should()
                .haveModifier(com.tngtech.archunit.core.domain.JavaModifier.FINAL)
                .check(MIDDLEWARE);
        fields().that()
                .areDeclaredInClassesThat()
                .implement(Middleware.class)
                .should()
                .beFinal()
                .check(MIDDLEWARE);
    }

    @Test
    void names_areNotHollow() {
        for (String hollow : List.of("Manager", "Helper", "Util", "Impl")) {
            classes().should().haveSimpleNameNotEndingWith(hollow).check(MIDDLEWARE);
        }
    }

    @Test
    void CF06_middleware_isANamedModule() {
        assertThat(Cors.class.getModule().isNamed()).isTrue();
    }
}
