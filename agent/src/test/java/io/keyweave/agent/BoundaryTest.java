package io.keyweave.agent;

import static com.tngtech.archunit.core.domain.JavaCall.Predicates.target;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.assignableTo;
import static com.tngtech.archunit.core.domain.properties.HasName.Predicates.name;
import static com.tngtech.archunit.core.domain.properties.HasOwner.Predicates.With.owner;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.junit.jupiter.api.Assertions.assertEquals;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.library.dependencies.SliceAssignment;
import com.tngtech.archunit.library.dependencies.SliceIdentifier;
import io.keyweave.Failure;
import io.keyweave.Log;
import io.keyweave.SecretRef;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import javax.net.ssl.SSLContext;

/** The rules that the package pages state. */
@AnalyzeClasses(packages = "io.keyweave.agent", importOptions = ImportOption.DoNotIncludeTests.class)
class BoundaryTest {

    private static final String VISIBLE =
            "io\\.keyweave\\.agent\\.(KeyweaveAgent|Standby(\\$.*)?|ReadingClasses|EarlyLine|IsolatedLoader(\\$.*)?)";

    @ArchTest
    static final ArchRule visibleClassesNameTheJdkAndEachOther = classes()
            .that()
            .haveNameMatching(VISIBLE)
            .should()
            .onlyDependOnClassesThat()
            .haveNameMatching("(java\\..*|" + VISIBLE + "|org\\.jspecify\\..*|\\[.*|byte|int|boolean)");

    @ArchTest
    static final ArchRule whatPatchesClassesKnowsNoLibraryAndNoSecret = classes()
            .that()
            .resideInAPackage("..agent.instrument")
            .should()
            .onlyDependOnClassesThat()
            .resideInAnyPackage(
                    "java..", "org.jspecify..", "net.bytebuddy.jar.asm", "..agent.instrument", "io.keyweave.agent");

    @ArchTest
    static final ArchRule onlyTheyKnowByteBuddy = noClasses()
            .that()
            .resideOutsideOfPackages("..agent.instrument", "..agent.packaging")
            .should()
            .dependOnClassesThat()
            .resideInAPackage("net.bytebuddy..");

    /** Read once: several rules look at them. */
    private static final JavaClasses WITH_THE_LIBRARY = new ClassFileImporter()
            .withImportOption(new ImportOption.DoNotIncludeTests())
            .importPackages("io.keyweave");

    /** Each package by itself: {@code patch} and {@code patch.jdk} are two. What is beside HOCON's classes is one more. */
    private static final SliceAssignment PACKAGES = new SliceAssignment() {
        @Override
        public SliceIdentifier getIdentifierOf(JavaClass type) {
            return type.getPackageName().startsWith("io.keyweave.agent")
                            || type.getName().startsWith("com.typesafe.config.impl.Keyweave")
                    ? SliceIdentifier.of(type.getPackageName())
                    : SliceIdentifier.ignore();
        }

        @Override
        public String getDescription() {
            return "each package";
        }
    };

    @ArchTest
    static void packagesHaveNoCycles(JavaClasses agent) {
        slices().assignedFrom(PACKAGES)
                .should()
                .beFreeOfCycles()
                .check(new ClassFileImporter()
                        .withImportOption(new ImportOption.DoNotIncludeTests())
                        .withImportOption(new ImportOption.DoNotIncludeJars())
                        .importPackages("io.keyweave.agent", "com.typesafe.config.impl"));
    }

    /** Of the library, too, which lies beside it in one loader. */
    @ArchTest
    static void everyClassHasANameOfItsOwn(JavaClasses agent) {
        Map<String, List<String>> byName = new TreeMap<>();
        for (JavaClass type : WITH_THE_LIBRARY) {
            if (!type.isAnonymousClass() && !type.getSimpleName().equals("package-info")) {
                byName.computeIfAbsent(type.getSimpleName(), name -> new ArrayList<>())
                        .add(type.getName());
            }
        }
        byName.values().removeIf(types -> types.size() == 1);
        assertEquals(Map.of(), byName);
    }

    @ArchTest
    static final ArchRule nothingAtRunTimeNamesThePackingStep = noClasses()
            .that()
            .resideOutsideOfPackage("..agent.packaging")
            .should()
            .dependOnClassesThat()
            .resideInAPackage("..agent.packaging");

    @ArchTest
    static final ArchRule nobodyStartsWhatTheApplicationConfigures = noClasses()
            .should()
            .dependOnClassesThat()
            .resideInAPackage("java.util.logging..")
            .orShould()
            .callMethod(SSLContext.class, "getDefault")
            .orShould()
            .callMethod(System.class, "getLogger", String.class);

    /** Whoever tells something names a code: {@code io.keyweave.LogEvent} asks for one, a stream does not. */
    @ArchTest
    static void nobodyWritesPastTheLog(JavaClasses agent) {
        noClasses()
                .that()
                .resideOutsideOfPackages("..agent.cli", "..agent.simulate", "..agent.packaging")
                .and()
                .haveNameNotMatching("io\\.keyweave\\.(StderrLog|agent\\.(EarlyLine|KeyweaveAgent|runtime\\.Exit))")
                .should()
                .accessField(System.class, "err")
                .orShould()
                .accessField(System.class, "out")
                .check(WITH_THE_LIBRARY);
    }

    /** A failure has a code, too; that of a grammar is given by those who know it. */
    @ArchTest
    static void everyFailureHasACode(JavaClasses agent) {
        noClasses()
                .that()
                .haveNameNotMatching(
                        "io\\.keyweave\\.(Failure|MessageCode|MalformedException|azure\\.KeyVaultProvider|kafka\\.(Variable|VariableText|JaasFields))")
                .should()
                .callMethod(Failure.class, "local", Failure.Kind.class, SecretRef.class, String.class, String.class)
                .check(WITH_THE_LIBRARY);
    }

    /** A text without a code is for providers that know nothing else. */
    @ArchTest
    static void nobodyLogsATextWithoutACode(JavaClasses agent) {
        noClasses()
                .that()
                .haveNameNotMatching("io\\.keyweave\\.EventLog(\\$.*)?")
                .should()
                .callMethodWhere(target(owner(assignableTo(Log.class))).and(target(name("log"))))
                .check(WITH_THE_LIBRARY);
    }

    @ArchTest
    static final ArchRule onlyCommandsExit = noClasses()
            .that()
            .resideOutsideOfPackage("..agent.cli")
            .should()
            .callMethod(System.class, "exit", int.class);
}
