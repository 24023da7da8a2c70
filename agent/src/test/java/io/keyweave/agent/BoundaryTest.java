package io.keyweave.agent;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import javax.net.ssl.SSLContext;

/** The rules that the package pages state. */
@AnalyzeClasses(packages = "io.keyweave.agent", importOptions = ImportOption.DoNotIncludeTests.class)
class BoundaryTest {

    private static final String VISIBLE = "io\\.keyweave\\.agent\\.(KeyweaveAgent|IsolatedLoader(\\$.*)?)";

    @ArchTest
    static final ArchRule visibleClassesNameTheJdkAndEachOther = classes()
            .that()
            .haveNameMatching(VISIBLE)
            .should()
            .onlyDependOnClassesThat()
            .haveNameMatching("(java\\..*|" + VISIBLE + "|org\\.jspecify\\..*|\\[.*|byte|int|boolean)");

    @ArchTest
    static final ArchRule theBridgeNamesJdkTypesOnly = classes()
            .that()
            .resideInAPackage("..agent.bridge")
            .should()
            .onlyDependOnClassesThat()
            .resideInAnyPackage("java..", "org.jspecify..", "..agent.bridge");

    @ArchTest
    static final ArchRule theWeaverNamesTheJdkOnly = classes()
            .that()
            .resideInAPackage("..agent.weave")
            .should()
            .onlyDependOnClassesThat()
            .resideInAnyPackage("java..", "org.jspecify..", "..agent.weave");

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

    @ArchTest
    static final ArchRule onlyCommandsExit = noClasses()
            .that()
            .resideOutsideOfPackage("..agent.cli")
            .should()
            .callMethod(System.class, "exit", int.class);
}
