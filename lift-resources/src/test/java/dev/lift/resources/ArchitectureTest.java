package dev.lift.resources;

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
    private static final JavaClasses RESOURCES = new ClassFileImporter()
            .withImportOption(new ImportOption.DoNotIncludeTests())
            .importPackages("dev.lift.resources", "dev.lift.health");

    @Test
    void module_usesCoreAlone() {
        assertThat(RESOURCES).hasSizeGreaterThan(5);
        noClasses()
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(
                        "dev.lift.errors..",
                        "dev.lift.recovery..",
                        "dev.lift.testing..",
                        "dev.lift.local..",
                        "dev.lift.internal..")
                .check(RESOURCES);
    }

    @Test
    void reflection_isNotUsed() {
        noClasses()
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("java.lang.reflect..", "sun.misc..")
                .check(RESOURCES);
        noClasses()
                .should()
                .dependOnClassesThat()
                .areAssignableTo(java.util.ServiceLoader.class)
                .check(RESOURCES);
    }

    /** There is nothing that ticks: the only threads are those of what may hang, and the one that ends all with the process. */
    @Test
    void threads_areThoseOfTimeLimitsAndOfTheShutdown() {
        noClasses()
                .that()
                .haveNameNotMatching("dev\\.lift\\.resources\\.(internal\\.TimeLimit.*|Shutdown)")
                .should()
                .callConstructorWhere(DescribedPredicate.describe(
                        "a thread", call -> call.getTargetOwner().isAssignableTo(Thread.class)))
                .check(RESOURCES);
        for (Class<?> ticking : List.of(
                java.util.concurrent.ScheduledExecutorService.class,
                java.util.Timer.class,
                java.lang.ref.Cleaner.class)) {
            noClasses().should().dependOnClassesThat().areAssignableTo(ticking).check(RESOURCES);
        }
    }

    @Test
    void names_areNotHollow() {
        for (String hollow : List.of("Manager", "Helper", "Util", "Impl")) {
            classes().should().haveSimpleNameNotEndingWith(hollow).check(RESOURCES);
        }
    }

    @Test
    void CF06_resources_areANamedModule() {
        assertThat(Pool.class.getModule().isNamed()).isTrue();
    }
}
