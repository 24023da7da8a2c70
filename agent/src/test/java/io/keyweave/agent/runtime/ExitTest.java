package io.keyweave.agent.runtime;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import io.keyweave.Failure;
import io.keyweave.LogEvent;
import io.keyweave.Origin;
import io.keyweave.ProblemReport;
import io.keyweave.SecretException;
import io.keyweave.SecretRef;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What a program reads of a start that failed. */
class ExitTest {

    private static Failure failure(String secret, String code) {
        return Failure.local(Failure.Kind.UNREACHABLE, new SecretRef("kv", "contoso", secret, null), "No.", "Wait.")
                .coded(code);
    }

    @Test
    void oneReasonIsToldAsThatOfEveryOtherFailure() {
        Failure first = failure("a", "KW-2042");
        LogEvent event = Exit.report(new SecretException("No.", List.of(first, failure("b", "KW-2042"))));
        assertEquals(List.of("contoso/a", "contoso/b"), event.facts().get("failed"));
        assertEquals(first, event.reason());
    }

    @Test
    void ofSeveralReasonsThereAreTheCodesAndAnObjectOfEach() {
        LogEvent event =
                Exit.report(new SecretException("No.", List.of(failure("a", "KW-2042"), failure("b", "KW-2041"))));
        assertEquals(List.of("KW-2042", "KW-2041"), event.facts().get("reasons"));
        assertNull(event.reason());
        SecretException refused = new ProblemReport()
                .add(failure("a", "KW-2042"), Origin.of("env A"))
                .add(failure("b", "KW-2041").reworded("Busy.", "Wait."), Origin.of("env B"))
                .exception();
        List<?> causes = (List<?>) Exit.report(refused).facts().get("causes");
        assertEquals(2, causes.size());
        assertEquals(List.of("env B"), ((LogEvent.Cause) causes.get(1)).origins());
        IllegalStateException thrown = Refusals.remember(new IllegalStateException(), refused);
        assertEquals(causes, Refusals.behind(thrown).causes(), "also where an application ends itself");
    }
}
