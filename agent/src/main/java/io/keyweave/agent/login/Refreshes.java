package io.keyweave.agent.login;

import io.keyweave.SecretRef;
import io.keyweave.time.KeyweaveThreads;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * Asks the vault for those who may not wait: beside them, once for all who want the same secrets.
 * Thread-safe.
 */
final class Refreshes {

    private final Map<Set<SecretRef>, CompletableFuture<Void>> running = new HashMap<>();
    private final Executor threads;

    /** @param threads runs each request beside its caller */
    Refreshes(Executor threads) {
        this.threads = threads;
    }

    /** Each on a thread of its own. */
    static Refreshes onThreads() {
        return new Refreshes(
                request -> KeyweaveThreads.single("keyweave-login", request).start());
    }

    /** Completed when the vault has answered or the limit was reached, never exceptionally; on the thread that asked. */
    CompletableFuture<Void> refresh(LoginAttempt attempt) {
        if (!attempt.mayOffer()) {
            return CompletableFuture.completedFuture(null);
        }
        Set<SecretRef> secrets = attempt.secrets();
        CompletableFuture<Void> mine = new CompletableFuture<>();
        synchronized (running) {
            CompletableFuture<Void> others = running.putIfAbsent(secrets, mine);
            if (others != null) {
                return others;
            }
        }
        try {
            threads.execute(() -> ask(attempt, secrets, mine));
        } catch (OutOfMemoryError noThread) {
            done(secrets, mine);
        }
        return mine;
    }

    /** The same, and waits so long for the answer; one that comes later is there for the next login. */
    void await(LoginAttempt attempt, Duration patience) {
        try {
            refresh(attempt).get(patience.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (ExecutionException | TimeoutException notYet) {
            // The caller goes on with what there is.
        }
    }

    private void ask(LoginAttempt attempt, Set<SecretRef> secrets, CompletableFuture<Void> mine) {
        try {
            attempt.refresh();
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
