package dev.lift.examples.orders;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.Architectures.layeredArchitecture;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import org.junit.jupiter.api.Test;

/** Who may know whom. */
class ArchitectureTest {
    private static final String ROOT = "dev.lift.examples.orders";
    private static final JavaClasses CLASSES = new ClassFileImporter()
            .withImportOption(new ImportOption.DoNotIncludeTests())
            .importPackages(ROOT);

    @Test
    void domain_knowsItselfAlone() {
        assertThat(CLASSES).hasSizeGreaterThan(30);
        noClasses()
                .that()
                .resideInAPackage(ROOT + ".domain")
                .should()
                .dependOnClassesThat()
                .resideOutsideOfPackages(ROOT + ".domain", "java..", "org.jspecify..")
                .check(CLASSES);
    }

    @Test
    void layers_pointInwards() {
        layeredArchitecture()
                .consideringOnlyDependenciesInLayers()
                .layer("domain")
                .definedBy(ROOT + ".domain")
                .layer("storage")
                .definedBy(ROOT + ".storage")
                .layer("postgres")
                .definedBy(ROOT + ".postgres")
                .layer("dynamodb")
                .definedBy(ROOT + ".dynamodb")
                .layer("payment")
                .definedBy(ROOT + ".payment")
                .layer("bus")
                .definedBy(ROOT + ".bus")
                .layer("http")
                .definedBy(ROOT + ".http")
                .layer("function")
                .definedBy(ROOT)
                .layer("local")
                .definedBy(ROOT + ".local")
                .whereLayer("local")
                .mayNotBeAccessedByAnyLayer()
                .whereLayer("function")
                .mayOnlyBeAccessedByLayers("local")
                .whereLayer("http")
                .mayOnlyBeAccessedByLayers("function")
                .whereLayer("bus")
                .mayOnlyBeAccessedByLayers("function")
                .whereLayer("postgres")
                .mayOnlyBeAccessedByLayers("function")
                .whereLayer("dynamodb")
                .mayOnlyBeAccessedByLayers("function", "local") // Which makes its table.
                .whereLayer("payment")
                .mayOnlyBeAccessedByLayers("function", "http")
                .whereLayer("storage")
                .mayOnlyBeAccessedByLayers("function", "http", "postgres", "dynamodb")
                .check(CLASSES);
    }

    /** What makes a laptop do is no part of what is deployed, nor is what only compilers and laptops need. */
    @Test
    void whatIsDeployed_knowsNothingOfTheLaptop() {
        noClasses()
                .that()
                .resideOutsideOfPackage(ROOT + ".local")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("dev.lift.local..", "dev.lift.testing..", "io.zonky..", "org.flywaydb..")
                .check(CLASSES);
    }
}
