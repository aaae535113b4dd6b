package dev.lift.events;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The rules that the module's bytecode keeps. */
class ArchitectureTest {
    private static final JavaClasses EVENTS = new ClassFileImporter()
            .withImportOption(new ImportOption.DoNotIncludeTests())
            .importPackages("dev.lift.events");

    @Test
    void module_usesCore_andMiddlewareInOneClass() {
        assertThat(EVENTS).hasSizeGreaterThan(10);
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
                .check(EVENTS);
        noClasses()
                .that()
                .doNotHaveSimpleName("MessageIdempotency")
                .should()
                .dependOnClassesThat()
                .resideInAPackage("dev.lift.middleware..")
                .check(EVENTS);
    }

    @Test
    void reflection_isNotUsed() {
        noClasses()
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("java.lang.reflect..", "sun.misc..")
                .check(EVENTS);
    }

    @Test
    void names_areNotHollow() {
        for (String hollow : List.of("Manager", "Helper", "Util", "Impl")) {
            classes().should().haveSimpleNameNotEndingWith(hollow).check(EVENTS);
        }
    }

    @Test
    void CF06_events_isANamedModule() {
        assertThat(Events.class.getModule().isNamed()).isTrue();
    }
}
