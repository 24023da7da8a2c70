package io.keyweave.kafka;

import io.keyweave.Failure;
import io.keyweave.LiveValue;
import io.keyweave.ProblemReport;
import io.keyweave.SecretException;
import io.keyweave.SecretRef;
import io.keyweave.SecretStatus;
import io.keyweave.core.CachingResolver;
import io.keyweave.time.TimeSource;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Fetches the secrets of variables while Kafka waits, and finds out which of them are not available. Thread-safe. */
final class VariableFetches {

    /** How long a {@code get} waits for what has failed before: the herder's thread makes it. */
    private static final Duration AGAIN = Duration.ofSeconds(4);

    private final CachingResolver resolver;
    private final TimeSource time;
    private final boolean heals;
    private final UnavailableSecrets unavailable;

    /**
     * @param heals whether anything starts a connector again that failed for a secret
     * @param returned told of a secret that a connector waited for and that has a value now
     */
    VariableFetches(CachingResolver resolver, TimeSource time, boolean heals, Consumer<SecretRef> returned) {
        this.resolver = resolver;
        this.time = time;
        this.heals = heals;
        this.unavailable =
                new UnavailableSecrets(time, this::fetch, (variable, failure) -> returned.accept(variable.secret()));
    }

    /** Those that a connector waits for. */
    UnavailableSecrets unavailable() {
        return unavailable;
    }

    /** A task is being started, perhaps because a secret was rotated that this worker still has the older version of, or none. */
    void refresh(Collection<Variable> variables, Duration patience) {
        long end = time.nanos() + patience.toNanos();
        for (Variable variable : variables) {
            Duration left = Duration.ofNanos(Math.max(0, end - time.nanos()));
            if (left.isZero()) {
                return;
            }
            if (variable.present()) {
                resolver.refreshOlderThan(variable.live(), ConnectorRestarts.FRESH, left);
            } else if (unavailable.known(variable) != null) {
                resolver.refresh(variable.live(), left);
            }
        }
    }

    /** Fetches what has no value yet, unless it is known that the vault does not answer; returns what is not available. */
    @Nullable
    SecretException require(Collection<Variable> variables, HerderCall call) {
        ProblemReport report = new ProblemReport();
        List<LiveValue> wanted = new ArrayList<>();
        List<Variable> asking = new ArrayList<>();
        long end = time.nanos() + AGAIN.toNanos();
        for (Variable variable : variables) {
            Failure known = variable.present() ? null : unavailable.known(variable);
            if (known == null) {
                known = triedAgain(variable, end);
            }
            if (known == null) {
                wanted.add(variable.live());
                asking.add(variable);
            } else {
                report.add(known, variable.text().origin());
                await(variable, known, call);
            }
        }
        ProblemReport fetched = resolver.check(wanted);
        if (!fetched.isEmpty()) {
            for (Failure failure : fetched.exception().failures()) {
                for (Variable variable : asking) {
                    SecretRef ref = failure.ref();
                    if (ref != null && variable.follows(ref)) {
                        await(variable, failure, call);
                    }
                }
            }
            report.add(fetched);
        }
        return report.isEmpty() ? null : report.exception();
    }

    /**
     * Asks now, not when the store's pause is over, for what has failed before: somebody tries again, perhaps because the vault is back. Returns
     * what is wrong still; {@code null} when nothing is, or was.
     *
     * @param end until when, on the monotonic clock. The request takes as long as we wait for it: with no time it would not get through
     */
    private @Nullable Failure triedAgain(Variable variable, long end) {
        Failure before = variable.present() ? null : failing(variable);
        if (before == null || !UnavailableSecrets.passes(before)) {
            return null;
        }
        long left = end - time.nanos();
        Failure now = left <= 0 ? before : fetch(variable, Duration.ofNanos(left));
        return now != null && UnavailableSecrets.passes(now) ? now : null;
    }

    private void await(Variable variable, Failure failure, HerderCall call) {
        if (call.ofConnector() && heals && UnavailableSecrets.passes(failure)) {
            unavailable.add(variable, failure);
        }
    }

    /** Asks the vault; returns what is wrong, {@code null} when the variable has a value. */
    private @Nullable Failure fetch(Variable variable, Duration patience) {
        resolver.refresh(variable.live(), patience);
        if (variable.present()) {
            return null;
        }
        Failure failure = failing(variable);
        return failure != null ? failure : unavailable.known(variable);
    }

    /** What the last attempt of the store found, {@code null} for a value or no attempt. */
    private @Nullable Failure failing(Variable variable) {
        for (SecretStatus status : resolver.status()) {
            if (variable.follows(status.ref()) && status.failure() != null) {
                return status.failure();
            }
        }
        return null;
    }

    /** Whether it is about the variable, or about all of them. */
    static boolean concerns(SecretException failure, Variable variable) {
        for (Failure one : failure.failures()) {
            SecretRef ref = one.ref();
            if (ref == null || variable.follows(ref)) {
                return true;
            }
        }
        return false;
    }
}
