package io.keyweave.test;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assertions.fail;
import static org.junit.jupiter.api.Assumptions.abort;
import static org.junit.platform.engine.discovery.DiscoverySelectors.selectMethod;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.junit.platform.launcher.LauncherDiscoveryRequest;
import org.junit.platform.launcher.core.LauncherDiscoveryRequestBuilder;
import org.junit.platform.launcher.core.LauncherFactory;
import org.junit.platform.launcher.listeners.SummaryGeneratingListener;
import org.junit.platform.launcher.listeners.TestExecutionSummary;

class OnceMoreTest {

    private static final Map<String, Integer> CALLS = new ConcurrentHashMap<>();

    /** Not run by the build itself, which leaves nested classes out. */
    @ExtendWith(OnceMore.class)
    static class Subject {
        @Test
        void passes() {
            CALLS.merge("passes", 1, Integer::sum);
        }

        @Test
        void assumesWhatIsNotSo() {
            CALLS.merge("assumes", 1, Integer::sum);
            abort("not here");
        }

        @ParameterizedTest
        @ValueSource(strings = {"red once", "red always"})
        void isRed(String row) {
            int call = CALLS.merge(row, 1, Integer::sum);
            if (call == 1 || row.equals("red always")) {
                fail("call " + call);
            }
        }
    }

    @Test
    void aTestThatFailedIsCarriedOutOnceMoreAndAReaderSeesIt() {
        PrintStream out = System.out;
        ByteArrayOutputStream printed = new ByteArrayOutputStream();
        System.setOut(new PrintStream(printed, true, StandardCharsets.UTF_8));
        try {
            repetitions();
        } finally {
            System.setOut(out);
        }
        String text = printed.toString(StandardCharsets.UTF_8);
        assertEquals(2, text.lines().filter(line -> line.startsWith("AGAIN")).count(), text);
        assertTrue(text.contains("Subject.isRed [1] ") && text.contains(": call 1\n    at "), text);
    }

    private static void repetitions() {
        TestExecutionSummary passed = run("passes", "");
        assertEquals(1, passed.getTestsSucceededCount());
        assertEquals(1, run("assumesWhatIsNotSo", "").getTestsAbortedCount());
        TestExecutionSummary red = run("isRed", String.class.getName());
        assertEquals(1, red.getTestsSucceededCount());
        List<String> failures = new ArrayList<>();
        red.getFailures().forEach(failure -> {
            failures.add(failure.getException().getMessage());
            failures.add(failure.getException().getSuppressed()[0].getMessage());
        });
        assertEquals(List.of("call 1", "call 2"), failures, "the first failure, and the second with it");
        assertEquals(Map.of("passes", 1, "assumes", 1, "red once", 2, "red always", 2), CALLS);
    }

    private static TestExecutionSummary run(String method, String parameters) {
        SummaryGeneratingListener summary = new SummaryGeneratingListener();
        LauncherDiscoveryRequest request = LauncherDiscoveryRequestBuilder.request()
                .selectors(selectMethod(Subject.class.getName(), method, parameters))
                .build();
        LauncherFactory.create().execute(request, summary);
        return summary.getSummary();
    }
}
