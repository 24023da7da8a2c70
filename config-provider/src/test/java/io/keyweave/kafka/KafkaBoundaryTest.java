package io.keyweave.kafka;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Holds what the package promises: who may know Kafka, and who Connect. */
class KafkaBoundaryTest {

    private static JavaClasses classes;

    @BeforeAll
    static void read() {
        classes = new ClassFileImporter()
                .withImportOption(new ImportOption.DoNotIncludeTests())
                .importPackages("io.keyweave");
    }

    @Test
    void onlyThisPackageKnowsKafka() {
        noClasses()
                .that()
                .resideOutsideOfPackage("io.keyweave.kafka")
                .should()
                .dependOnClassesThat()
                .resideInAPackage("org.apache.kafka..")
                .check(classes);
    }

    @Test
    void onlyOneClassKnowsConnect() {
        noClasses()
                .that()
                .doNotHaveSimpleName("ConnectKeyVaultConfigProvider")
                .should()
                .dependOnClassesThat()
                .resideInAPackage("org.apache.kafka.connect..")
                .check(classes);
    }

    @Test
    void thePemPackageKnowsOnlyTheJdk() {
        noClasses()
                .that()
                .resideInAPackage("io.keyweave.pem")
                .should()
                .dependOnClassesThat()
                .resideOutsideOfPackages("io.keyweave.pem", "java..", "javax.security..", "org.jspecify..")
                .check(classes);
    }
}
