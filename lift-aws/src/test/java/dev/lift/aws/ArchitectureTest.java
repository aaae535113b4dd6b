package dev.lift.aws;

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
    private static final JavaClasses AWS = new ClassFileImporter()
            .withImportOption(new ImportOption.DoNotIncludeTests())
            .withImportOption(new ImportOption.DoNotIncludeJars())
            .importPackages("dev.lift.aws");

    /** No part loads what another needs. */
    @Test
    void parts_areApart() {
        assertThat(AWS).hasSizeGreaterThan(5);
        noClasses()
                .that()
                .resideInAPackage("dev.lift.aws.metrics..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("software.amazon..", "dev.lift.aws.dynamodb..", "dev.lift.events..")
                .check(AWS);
        noClasses()
                .that()
                .doNotHaveSimpleName("DynamoDbConnectionStore")
                .and()
                .resideOutsideOfPackage("dev.lift.aws.websocket..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("dev.lift.events..", "dev.lift.testing..", "dev.lift.local..")
                .check(AWS);
    }

    /** Each client of the SDK in the classes that are for it. */
    @Test
    void clients_areLoadedWhereTheyAreUsed() {
        for (String service : List.of("dynamodb", "ssm", "secretsmanager")) {
            String own = service.equals("dynamodb")
                    ? "dev\\.lift\\.aws\\.dynamodb\\..*"
                    : "dev\\.lift\\.aws\\.parameters\\.S.*Parameters(\\$.*)?";
            noClasses()
                    .that()
                    .haveNameNotMatching(own)
                    .should()
                    .dependOnClassesThat()
                    .resideInAPackage("software.amazon.awssdk.services." + service + "..")
                    .check(AWS);
        }
    }

    @Test
    void reflection_isNotUsed() {
        noClasses()
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("java.lang.reflect..", "sun.misc..")
                .check(AWS);
    }

    @Test
    void names_areNotHollow() {
        for (String hollow : List.of("Manager", "Helper", "Util", "Impl")) {
            classes().should().haveSimpleNameNotEndingWith(hollow).check(AWS);
        }
    }
}
