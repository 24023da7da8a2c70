package io.keyweave.agent.runtime;

import io.keyweave.EventLog;
import io.keyweave.Failure;
import io.keyweave.LogEvent;
import io.keyweave.MessageCode;
import io.keyweave.ProblemReport;
import io.keyweave.SecretException;
import io.keyweave.agent.runtime.Refusals.ReportedRefusal;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Ends a JVM that may not start. {@code Runtime.halt}, because {@code System.exit} runs the shutdown hooks of other agents, which can
 * hang, and an exception out of {@code premain} prints a stack trace and aborts with a core dump's exit code.
 */
public final class Exit {

    /** {@code EX_SOFTWARE}: the fault is the agent's, or another agent's. */
    public static final int BROKEN = 70;

    private Exit() {}

    /** Why the secrets of the start are not available. */
    public static LogEvent report(SecretException refused) {
        return told(AgentMessages.NOT_STARTED, refused.getMessage(), refused.failures(), ProblemReport.causes(refused));
    }

    static LogEvent report(ProblemReport report) {
        return report(report.exception());
    }

    /** Does the same for an application that ends itself: Spring Boot's, which reports its failed start. */
    public static void tellApplicationEnds(ReportedRefusal refused) {
        last().write(told(
                AgentMessages.APPLICATION_NOT_STARTED, refused.report(), refused.failures(), refused.causes()));
    }

    private static LogEvent told(
            MessageCode message, @Nullable String report, List<Failure> failures, List<LogEvent.Cause> causes) {
        List<String> secrets = new ArrayList<>();
        List<String> reasons = new ArrayList<>();
        for (Failure failure : failures) {
            add(secrets, failure.ref());
            add(reasons, failure.messageCode());
        }
        return LogEvent.of(message)
                .with("report", report)
                .with("failed", secrets)
                .with("reasons", reasons)
                .with("causes", causes)
                .because(
                        reasons.size() == 1 && causes.size() == 1
                                ? causes.get(0).failure()
                                : null);
    }

    private static void add(List<String> list, @Nullable Object item) {
        if (item != null && !list.contains(item.toString())) {
            list.add(item.toString());
        }
    }

    /** Tells the reason whatever the setting {@code log} says, and ends the JVM. */
    public static void with(int code, LogEvent reason) {
        last().write(reason.with("exitCode", code));
        System.err.flush();
        Runtime.getRuntime().halt(code);
    }

    private static EventLog last() {
        return Agent.running().lastWords();
    }
}
