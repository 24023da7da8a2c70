package io.keyweave.agent.login;

import io.keyweave.SecretRef;
import io.keyweave.time.KeyweaveThreads;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * Asks the vault for those who may not wait: on a thread of its own, which lives as long as the request, one for all who want the same secrets.
 * Thread-safe.
 */
final class Refreshes {

    private final Map<Set<SecretRef>, CompletableFuture<Void>> running = new HashMap<>();

    /** Completed when the vault has answered or the limit was reached, never exceptionally; on the thread that asked. */
    CompletableFuture<Void> refresh(LoginAttempt trial) {
        Set<SecretRef> secrets = trial.secrets();
        CompletableFuture<Void> mine = new CompletableFuture<>();
        synchronized (running) {
            CompletableFuture<Void> others = running.putIfAbsent(secrets, mine);
            if (others != null) {
                return others;
            }
        }
        Thread thread = KeyweaveThreads.single("keyweave-login", () -> ask(trial, secrets, mine));
        try {
            thread.start();
        } catch (OutOfMemoryError noThread) {
            done(secrets, mine);
        }
        return mine;
    }

    /** The same, and waits so long for the answer; one that comes later is there for the next login. */
    void await(LoginAttempt trial, Duration patience) {
        try {
            refresh(trial).get(patience.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (ExecutionException | TimeoutException notYet) {
            // The caller goes on with what there is.
        }
    }

    private void ask(LoginAttempt trial, Set<SecretRef> secrets, CompletableFuture<Void> mine) {
        try {
            trial.refresh();
        } finally {
            done(secrets, mine);
        }
    }

    private void done(Set<SecretRef> secrets, CompletableFuture<Void> mine) {
        synchronized (running) {
            running.remove(secrets);
        }
        mine.complete(null);
    }
}
