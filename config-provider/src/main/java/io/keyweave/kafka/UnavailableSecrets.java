package io.keyweave.kafka;

import io.keyweave.Failure;
import io.keyweave.SecretRef;
import io.keyweave.time.TimeSource;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BiConsumer;
import java.util.function.BiFunction;
import org.jspecify.annotations.Nullable;

/**
 * Secrets that a connector waits for because their vault gave no answer. Thread-safe.
 *
 * <p>The store asks again after as much as a minute. A connector must run sooner, so one secret of each such vault is asked for every few
 * seconds, and the others as soon as that one is there. Meanwhile whoever asks is answered at once: {@code get} runs on the herder's
 * thread, and fifty connectors that wait ten seconds each would cost the worker its place in the group.
 */
final class UnavailableSecrets {

    static final Duration BETWEEN = Duration.ofSeconds(3);

    private static final Duration PATIENCE = Duration.ofSeconds(4);

    /** Every third attempt: a vault may be slow instead of down. */
    private static final Duration LONG_PATIENCE = Duration.ofSeconds(10);

    private final TimeSource time;
    private final BiFunction<Variable, Duration, @Nullable Failure> fetch;
    private final BiConsumer<Variable, Failure> returned;
    private final Map<Variable, Failure> waiting = new HashMap<>();
    private int attempts;
    private boolean scheduled;
    private boolean closed;

    /**
     * @param fetch asks the vault and waits that long at most; what is wrong then, {@code null} when the variable has a value
     * @param returned told of each that has one, with what had been wrong
     */
    UnavailableSecrets(
            TimeSource time,
            BiFunction<Variable, Duration, @Nullable Failure> fetch,
            BiConsumer<Variable, Failure> returned) {
        this.time = time;
        this.fetch = fetch;
        this.returned = returned;
    }

    /** Whether waiting for it makes sense. */
    static boolean passes(Failure failure) {
        return failure.kind().exitCode() == 69;
    }

    synchronized void add(Variable variable, Failure failure) {
        if (!closed) {
            waiting.put(variable, failure);
            schedule();
        }
    }

    /** A connector that needs it is no more. */
    synchronized void remove(Variable variable) {
        waiting.remove(variable);
    }

    /** What is known to be wrong with the vault of that secret now, as a failure of it, or {@code null}. */
    synchronized @Nullable Failure known(Variable variable) {
        Failure own = waiting.get(variable);
        if (own != null) {
            return own;
        }
        for (Map.Entry<Variable, Failure> entry : waiting.entrySet()) {
            if (entry.getKey().secret().container().equals(variable.secret().container())) {
                return sameFor(variable.secret(), entry.getValue());
            }
        }
        return null;
    }

    private static Failure sameFor(SecretRef secret, Failure failure) {
        return new Failure(
                failure.kind(),
                secret,
                failure.cause(),
                failure.remedy(),
                failure.status(),
                failure.code(),
                null,
                failure.identity(),
                failure.elapsed(),
                failure.retryAfter(),
                failure.messageCode(),
                failure.attempts(),
                failure.over());
    }

    private void schedule() {
        if (!scheduled && !closed && !waiting.isEmpty()) {
            scheduled = true;
            time.after(BETWEEN, () -> time.start(this::look));
        }
    }

    private void look() {
        Duration patience;
        synchronized (this) {
            if (closed) {
                return;
            }
            attempts++;
            patience = attempts % 3 == 0 ? LONG_PATIENCE : PATIENCE;
        }
        for (List<Variable> vault : byVault().values()) {
            Variable chosen = vault.get(attempts % vault.size());
            if (ask(chosen, patience)) {
                boolean answers = true;
                for (Variable other : vault) {
                    if (answers && other != chosen && !other.present()) {
                        answers = ask(other, PATIENCE);
                    }
                }
            }
        }
        tell();
        synchronized (this) {
            scheduled = false;
            schedule();
        }
    }

    /** Whether the vault answers. */
    private boolean ask(Variable variable, Duration patience) {
        Failure failure = fetch.apply(variable, patience);
        if (failure != null && !passes(failure)) {
            // The vault answers, and says no: waiting does not help, and the store asks again at its own pace.
            remove(variable);
        }
        return failure == null || !passes(failure);
    }

    private synchronized Map<String, List<Variable>> byVault() {
        Map<String, List<Variable>> vaults = new HashMap<>();
        for (Variable variable : waiting.keySet()) {
            vaults.computeIfAbsent(variable.secret().container(), vault -> new ArrayList<>())
                    .add(variable);
        }
        return vaults;
    }

    private void tell() {
        Map<Variable, Failure> there = new HashMap<>();
        synchronized (this) {
            waiting.entrySet().removeIf(entry -> {
                boolean present = entry.getKey().present();
                if (present) {
                    there.put(entry.getKey(), entry.getValue());
                }
                return present;
            });
        }
        there.forEach(returned);
    }

    /** Whether a connector waits for that secret. */
    synchronized boolean awaits(SecretRef secret) {
        for (Variable variable : waiting.keySet()) {
            if (variable.follows(secret)) {
                return true;
            }
        }
        return false;
    }

    synchronized void close() {
        closed = true;
        waiting.clear();
    }
}
