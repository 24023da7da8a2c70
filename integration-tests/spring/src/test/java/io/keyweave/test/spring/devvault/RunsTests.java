package io.keyweave.test.spring.devvault;

import static org.junit.platform.engine.discovery.DiscoverySelectors.selectClass;

import org.junit.platform.launcher.core.LauncherDiscoveryRequestBuilder;
import org.junit.platform.launcher.core.LauncherFactory;
import org.junit.platform.launcher.listeners.SummaryGeneratingListener;
import org.junit.platform.launcher.listeners.TestExecutionSummary;

/** Runs the test classes that it is given, as Surefire and an IDE do in a JVM that they fork. */
public final class RunsTests {

    private RunsTests() {}

    public static void main(String[] classes) {
        LauncherDiscoveryRequestBuilder request = LauncherDiscoveryRequestBuilder.request();
        for (String name : classes) {
            request.selectors(selectClass(name));
        }
        SummaryGeneratingListener listener = new SummaryGeneratingListener();
        LauncherFactory.create().execute(request.build(), listener);
        TestExecutionSummary summary = listener.getSummary();
        System.out.println("succeeded " + summary.getTestsSucceededCount());
        for (TestExecutionSummary.Failure failure : summary.getFailures()) {
            Throwable cause = failure.getException();
            while (cause.getCause() != null) {
                cause = cause.getCause();
            }
            System.out.println("failed " + failure.getTestIdentifier().getDisplayName() + ": " + cause);
        }
        System.exit(0);
    }
}
