package io.keyweave.agent.runtime;

import io.keyweave.Failure;
import io.keyweave.LogEvent;
import io.keyweave.ProblemReport;
import io.keyweave.SecretException;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.WeakHashMap;
import org.jspecify.annotations.Nullable;

/**
 * Exceptions thrown into the application because a placeholder is not available. They are of its own classes; here is what they represent, for
 * whoever reports the end of a start. Thread-safe.
 *
 * <p>Our own exception is not kept, only what it says: its stack trace holds every class on the stack, and a map with weak keys lets a value go
 * no sooner than it is next used, which may be never.
 */
public final class Refusals {

    /**
     * What an exception represents.
     *
     * @param report as in {@code SecretException.getMessage()}
     * @param exitCode as in {@code SecretException.exitCode()}
     * @param failures as in {@code SecretException.failures()}
     * @param causes as of {@code ProblemReport.causes(SecretException)}
     */
    public record ReportedRefusal(
            @Nullable String report, int exitCode, List<Failure> failures, List<LogEvent.Cause> causes) {}

    private static final int MAX_CAUSES = 20;
    private static final Map<Throwable, ReportedRefusal> THROWN = Collections.synchronizedMap(new WeakHashMap<>());

    private Refusals() {}

    /** Remembers what an exception represents, for as long as somebody holds it. */
    public static <T extends Throwable> T remember(T thrown, SecretException refused) {
        THROWN.put(
                thrown,
                new ReportedRefusal(
                        refused.getMessage(), refused.exitCode(), refused.failures(), ProblemReport.causes(refused)));
        return thrown;
    }

    /** What the application's exception says: it may end in a log without its stack trace, where nothing else tells whose it is. */
    public static String report(SecretException refused) {
        return "keyweave: " + refused.getMessage();
    }

    /**
     * What to tell when the agent itself failed on text that looks like a placeholder. After a stack overflow in the initialiser of one of
     * its classes the JVM refuses that class for good: only a new one helps.
     *
     * @param internal error of which only the kind is told: a message may quote what the application passed in
     */
    public static String broken(Throwable accident, String place) {
        return "keyweave: "
                + AgentMessages.BROKEN_LOAD.filled(
                        "place", place, "exception", accident.getClass().getName())
                + " (" + AgentMessages.BROKEN_LOAD.code() + ")";
    }

    /** What is behind an exception or one of its causes, or null when it is not ours. */
    public static @Nullable ReportedRefusal behind(Throwable failure) {
        Throwable cause = failure;
        for (int i = 0; cause != null && i < MAX_CAUSES; i++) {
            ReportedRefusal refused = THROWN.get(cause);
            if (refused != null) {
                return refused;
            }
            cause = cause.getCause();
        }
        return null;
    }
}
