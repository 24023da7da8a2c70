package io.keyweave;

import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideOutsideOfPackages;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.type;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.junit.jupiter.api.Assertions.assertEquals;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.library.dependencies.SliceAssignment;
import com.tngtech.archunit.library.dependencies.SliceIdentifier;
import io.keyweave.azure.transport.QuietSlf4j;
import io.keyweave.settings.Settings;
import io.keyweave.time.KeyweaveThreads;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Holds what the packages' descriptions promise, and keeps out what would start something in an application's JVM. */
class BoundaryTest {

    /** Each package by itself: {@code azure} and {@code azure.identity} are two. */
    private static final SliceAssignment PACKAGES = new SliceAssignment() {
        @Override
        public SliceIdentifier getIdentifierOf(JavaClass type) {
            return type.getPackageName().startsWith("io.keyweave")
                    ? SliceIdentifier.of(type.getPackageName())
                    : SliceIdentifier.ignore();
        }

        @Override
        public String getDescription() {
            return "each package";
        }
    };

    private static JavaClasses classes;

    @BeforeAll
    static void read() {
        classes = new ClassFileImporter()
                .withImportOption(new ImportOption.DoNotIncludeTests())
                .importPackages("io.keyweave");
    }

    @Test
    void packagesDependInOneDirection() {
        slices().assignedFrom(PACKAGES).should().beFreeOfCycles().check(classes);
    }

    @Test
    void everyClassHasANameOfItsOwn() {
        Map<String, List<String>> byName = new TreeMap<>();
        for (JavaClass type : classes) {
            if (!type.isAnonymousClass() && !type.getSimpleName().equals("package-info")) {
                byName.computeIfAbsent(type.getSimpleName(), name -> new ArrayList<>())
                        .add(type.getName());
            }
        }
        byName.values().removeIf(types -> types.size() == 1);
        assertEquals(Map.of(), byName);
    }

    @Test
    void whatIsPublishedDependsOnNothingInternal() {
        noClasses()
                .that()
                .resideInAPackage("io.keyweave")
                .should()
                .dependOnClassesThat()
                .resideOutsideOfPackages(
                        "io.keyweave", "io.keyweave.settings", "io.keyweave.text", "java..", "org.jspecify..")
                .check(classes);
    }

    @Test
    void textKnowsOnlyTheJdk() {
        noClasses()
                .that()
                .resideInAPackage("io.keyweave.text")
                .should()
                .dependOnClassesThat()
                .resideOutsideOfPackages("io.keyweave.text", "java..", "org.jspecify..")
                .check(classes);
    }

    @Test
    void timeKnowsOnlyTheJdk() {
        noClasses()
                .that()
                .resideInAPackage("io.keyweave.time")
                .should()
                .dependOnClassesThat()
                .resideOutsideOfPackages("io.keyweave.time", "java..", "org.jspecify..")
                .check(classes);
    }

    @Test
    void onlyEntryPointsKnowHowTheLibraryIsPutTogether() {
        noClasses()
                .that()
                .resideOutsideOfPackages("io.keyweave.core", "io.keyweave.kafka")
                .should()
                .dependOnClassesThat()
                .resideInAPackage("io.keyweave.core")
                .check(classes);
    }

    @Test
    void settingsKnowOnlyTheJdkAndTexts() {
        noClasses()
                .that()
                .resideInAPackage("io.keyweave.settings")
                .should()
                .dependOnClassesThat()
                .resideOutsideOfPackages("io.keyweave.settings", "io.keyweave.text", "java..", "org.jspecify..")
                .check(classes);
    }

    @Test
    void placeholdersKnowOnlySettingsAndValueTypes() {
        noClasses()
                .that()
                .resideInAPackage("io.keyweave.placeholder")
                .should()
                .dependOnClassesThat()
                .resideOutsideOfPackages(
                        "io.keyweave",
                        "io.keyweave.placeholder",
                        "io.keyweave.settings",
                        "io.keyweave.text",
                        "java..",
                        "org.jspecify..")
                .check(classes);
    }

    @Test
    void theStoreKnowsNoProviderAndNobodyWhoWatches() {
        noClasses()
                .that()
                .resideInAPackage("io.keyweave.store")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(
                        "io.keyweave.azure..",
                        "io.keyweave.hocon..",
                        "io.keyweave.kafka..",
                        "io.keyweave.observability..",
                        "io.keyweave.served..",
                        "io.keyweave.core..")
                .check(classes);
    }

    /** Key Vault is a provider as any other: what every provider is given, and nothing of how its secrets are kept. */
    @Test
    void keyVaultIsAProviderAndNothingMore() {
        noClasses()
                .that()
                .resideInAPackage("io.keyweave.azure..")
                .should()
                .dependOnClassesThat(resideInAnyPackage(
                                "io.keyweave.core..",
                                "io.keyweave.extension..",
                                "io.keyweave.lastknown..",
                                "io.keyweave.observability..",
                                "io.keyweave.offline..",
                                "io.keyweave.served..",
                                "io.keyweave.store..")
                        .or(type(Settings.class)))
                .check(classes);
    }

    @Test
    void theTransportKnowsNothingOfAzure() {
        noClasses()
                .that()
                .resideInAPackage("io.keyweave.http")
                .should()
                .dependOnClassesThat(resideOutsideOfPackages(
                                "io.keyweave.http",
                                "io.keyweave.text",
                                "io.keyweave.timeline",
                                "java..",
                                "javax.net..",
                                "org.jspecify..")
                        .and(not(type(KeyweaveThreads.class))))
                .check(classes);
    }

    @Test
    void theTimelineKnowsOnlyTheJdk() {
        noClasses()
                .that()
                .resideInAPackage("io.keyweave.timeline")
                .should()
                .dependOnClassesThat()
                .resideOutsideOfPackages("io.keyweave.timeline", "java..", "org.jspecify..")
                .check(classes);
    }

    @Test
    void jsonIsReadByOneLibrary() {
        noClasses()
                .that()
                .resideInAPackage("io.keyweave.json")
                .should()
                .dependOnClassesThat()
                .resideOutsideOfPackages("io.keyweave.json", "com.azure.json..", "java..", "org.jspecify..")
                .check(classes);
    }

    @Test
    void onlyOnePackageKnowsHocon() {
        noClasses()
                .that()
                .resideOutsideOfPackage("io.keyweave.hocon")
                .should()
                .dependOnClassesThat()
                .resideInAPackage("com.typesafe.config..")
                .check(classes);
    }

    @Test
    void nobodyNamesWhatOnlyPackagesRegister() {
        noClasses()
                .that()
                .haveNameNotMatching(".*\\.QuietSlf4j(\\$.*)?")
                .should()
                .dependOnClassesThat(type(QuietSlf4j.class))
                .check(classes);
    }

    @Test
    void onlyTheWatchKnowsFlightRecorderAndManagement() {
        noClasses()
                .that()
                .resideOutsideOfPackage("io.keyweave.observability")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("jdk.jfr..", "javax.management..", "java.lang.management..")
                .check(classes);
    }

    /** What an idle JVM loads: no regular expressions, streams or lambdas, and no format strings. */
    @Test
    void settingsAreCheapToLoad() {
        noClasses()
                .that()
                .resideInAPackage("io.keyweave.settings")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("java.util.regex..", "java.util.stream..", "java.util.function..")
                .orShould()
                .callMethod(String.class, "format", String.class, Object[].class)
                .orShould()
                .callMethod(String.class, "split", String.class)
                .check(classes);
    }
}
