package dev.lift.openapi;

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
    private static final JavaClasses OPENAPI = new ClassFileImporter()
            .withImportOption(new ImportOption.DoNotIncludeTests())
            .importPackages("dev.lift.openapi");

    @Test
    void module_usesCoreAlone_andNoReflection() {
        assertThat(OPENAPI).hasSizeGreaterThan(5);
        classes()
                .should()
                .onlyDependOnClassesThat()
                .resideInAnyPackage(
                        "dev.lift.openapi..",
                        "dev.lift",
                        "dev.lift.http..",
                        "dev.lift.json..",
                        "org.jspecify..",
                        "java.io..",
                        "java.lang",
                        "java.lang.invoke", // Of lambdas: a function does not make these documents when it starts.
                        "java.math..",
                        "java.nio..",
                        "java.util..")
                .check(OPENAPI);
    }

    @Test
    void names_areNotHollow() {
        for (String hollow : List.of("Manager", "Helper", "Util", "Impl")) {
            noClasses().should().haveSimpleNameEndingWith(hollow).check(OPENAPI);
        }
    }

    @Test
    void CF06_openapi_isANamedModule() {
        assertThat(OpenApi.class.getModule().isNamed()).isTrue();
    }
}
