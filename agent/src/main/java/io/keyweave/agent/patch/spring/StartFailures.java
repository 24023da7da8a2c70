package io.keyweave.agent.patch.spring;

import io.keyweave.SecretException;
import io.keyweave.agent.instrument.Call;
import io.keyweave.agent.instrument.Interceptor;
import io.keyweave.agent.runtime.Agent;
import io.keyweave.agent.runtime.Exit;
import io.keyweave.agent.runtime.Refusals;
import io.keyweave.agent.runtime.Refusals.ReportedRefusal;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The end of a start for want of a secret, wherever it was noticed: our report instead of the trace of a bean that could not be made, and
 * our exit code by way of Spring Boot's own, which a container or a test that called {@code run} does not get.
 */
final class StartFailures {

    private StartFailures() {}

    /** An exception whose message is the report, of a class the application knows. */
    static IllegalStateException of(SecretException refused) {
        return Refusals.remember(new IllegalStateException(Refusals.report(refused)), refused);
    }

    private static @Nullable ReportedRefusal refused(@Nullable Object failure) {
        return failure instanceof Throwable thrown ? Refusals.behind(thrown) : null;
    }

    /** {@code FailureAnalyzers.reportException}. */
    static final class Report implements Interceptor {
        @Override
        public Object @Nullable [] enter(Call call) {
            ReportedRefusal refused = refused(call.arguments()[0]);
            if (refused == null) {
                return null;
            }
            Exit.tellApplicationEnds(refused);
            return new Object[] {Boolean.TRUE};
        }
    }

    /**
     * The text of a {@code FailureAnalysis}, which quotes values past the {@code Environment} (a marker) and what could not be converted (the
     * secret): shows the placeholder.
     */
    static final class Analysis implements Interceptor.Direct {
        @Override
        public Object @Nullable [] enter(Object text, @Nullable Object nothing) {
            return SpringMarkers.OF_JVM.any() && text instanceof String description
                    ? new Object[] {Agent.running().resolver().served().masked(SpringMarkers.OF_JVM.reveal(description))
                    }
                    : null;
        }
    }

    /** The texts quoted by a {@code PlaceholderResolutionException}: a <code>${..}</code> beside a placeholder leads nowhere. */
    static final class Unresolved implements Interceptor.Direct {
        @Override
        public Object @Nullable [] enter(Object texts, @Nullable Object nothing) {
            if (!SpringMarkers.OF_JVM.any() || !(texts instanceof List<?> list)) {
                return null;
            }
            List<Object> revealed = new ArrayList<>(list);
            revealed.replaceAll(text -> text instanceof String value ? SpringMarkers.OF_JVM.reveal(value) : text);
            return new Object[] {revealed};
        }
    }

    /** {@code SpringApplication.getExitCodeFromException}. */
    static final class ExitCode implements Interceptor {
        @Override
        public Object @Nullable [] enter(Call call) {
            ReportedRefusal refused = refused(call.arguments()[1]);
            return refused == null ? null : new Object[] {refused.exitCode()};
        }
    }

    /**
     * {@code SpringApplication.handleExitCode}, which publishes the code before it keeps it: where the start ended in the middle of the beans, a
     * listener that cannot be made any more (Spring Cloud has one) would lose it, with a trace of its own.
     */
    static final class HandleExitCode implements Interceptor {
        @Override
        public Object @Nullable [] enter(Call call) throws Throwable {
            Object failure = call.arguments()[1];
            if (refused(failure) == null) {
                return null;
            }
            try {
                call.proceed();
            } catch (RuntimeException ofAListener) {
                // Once more, without a context to publish it in.
                call.proceed(null, failure);
            }
            return new Object[] {null};
        }
    }
}
