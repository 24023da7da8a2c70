package io.keyweave.test;

import static org.junit.platform.engine.discovery.DiscoverySelectors.selectClass;
import static org.junit.platform.engine.discovery.DiscoverySelectors.selectPackage;

import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;
import org.junit.platform.engine.DiscoverySelector;
import org.junit.platform.launcher.core.LauncherConfig;
import org.junit.platform.launcher.core.LauncherDiscoveryRequestBuilder;
import org.junit.platform.launcher.core.LauncherFactory;
import org.junit.platform.launcher.listeners.SummaryGeneratingListener;
import org.junit.platform.launcher.listeners.TestExecutionSummary;

/** Runs unit tests in a JVM of its own, on another JDK than the build's. Exit code 1 when one fails or there are none. */
public final class RunTests {

    private static final String[] JUNIT = {
        "org.junit.platform.launcher.Launcher",
        "org.junit.platform.engine.TestEngine",
        "org.junit.platform.commons.JUnitException",
        "org.junit.jupiter.engine.JupiterTestEngine",
        "org.junit.jupiter.params.ParameterizedTest",
        "org.junit.jupiter.api.Test",
        "org.opentest4j.AssertionFailedError",
    };

    private RunTests() {}

    /** @param tests names of classes and packages */
    public static ForkedJvm in(ForkedJvm jvm, String... tests) {
        try {
            for (String name : JUNIT) {
                jvm.classPathOf(Class.forName(name));
            }
        } catch (ClassNotFoundException e) {
            throw new IllegalStateException("JUnit is not on the class path of these tests", e);
        }
        return jvm.main(RunTests.class, tests);
    }

    public static void main(String[] tests) {
        List<DiscoverySelector> selectors = new ArrayList<>();
        for (String name : tests) {
            selectors.add(name.endsWith("Test") ? selectClass(name) : selectPackage(name));
        }
        SummaryGeneratingListener listener = new SummaryGeneratingListener();
        LauncherFactory.create(LauncherConfig.builder()
                        .enableTestExecutionListenerAutoRegistration(false)
                        .build())
                .execute(
                        LauncherDiscoveryRequestBuilder.request()
                                .selectors(selectors)
                                .build(),
                        listener);
        TestExecutionSummary summary = listener.getSummary();
        summary.printFailuresTo(new PrintWriter(System.out, true));
        System.out.println("passed " + summary.getTestsSucceededCount());
        boolean green = summary.getTotalFailureCount() == 0 && summary.getTestsSucceededCount() > 0;
        System.exit(green ? 0 : 1);
    }
}
