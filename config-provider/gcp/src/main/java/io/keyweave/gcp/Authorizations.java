package io.keyweave.gcp;

import io.keyweave.http.Deadline;
import java.time.Instant;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/** Keeps what requests show until shortly before it ends. Whoever needs a login while one is under way waits for that one. Thread-safe. */
final class Authorizations {

    /** The metadata server and Google's own libraries renew about then. */
    private static final long RENEW_BEFORE_MILLIS = 225_000;

    private final GoogleLogin login;
    private @Nullable Authorization kept;
    private long renewAt;
    private @Nullable CompletableFuture<Authorization> underWay;

    Authorizations(GoogleLogin login) {
        this.login = login;
    }

    /** @throws LoginException why there is none */
    Authorization get(Deadline deadline) throws LoginException {
        CompletableFuture<Authorization> pending;
        boolean mine = false;
        synchronized (this) {
            Authorization known = kept;
            if (known != null && System.currentTimeMillis() < renewAt) {
                return known;
            }
            CompletableFuture<Authorization> running = underWay;
            if (running == null) {
                underWay = running = new CompletableFuture<>();
                mine = true;
            }
            pending = running;
        }
        return mine ? perform(pending, deadline) : await(pending, deadline);
    }

    private Authorization perform(CompletableFuture<Authorization> mine, Deadline deadline) throws LoginException {
        Throwable failed = new IllegalStateException("the login ended otherwise");
        try {
            GoogleLogin.Login done = login.login(deadline);
            Authorization made = new Authorization(done.headers(), done.identity(), true);
            long now = System.currentTimeMillis();
            Instant expires = done.expires();
            long life = expires == null ? 0 : expires.toEpochMilli() - now;
            synchronized (this) {
                kept = made.kept();
                renewAt = now + Math.max(life - RENEW_BEFORE_MILLIS, life / 2);
            }
            failed = null;
            mine.complete(made);
            return made;
        } catch (LoginException | RuntimeException | Error e) {
            failed = e;
            throw e;
        } finally {
            synchronized (this) {
                underWay = null;
            }
            if (failed != null) {
                mine.completeExceptionally(failed);
            }
        }
    }

    private static Authorization await(CompletableFuture<Authorization> others, Deadline deadline)
            throws LoginException {
        try {
            return others.get(deadline.left().toNanos(), TimeUnit.NANOSECONDS);
        } catch (ExecutionException e) {
            if (e.getCause() instanceof LoginException failed) {
                throw failed;
            }
            throw new IllegalStateException("a login failed in another thread", e.getCause());
        } catch (TimeoutException e) {
            throw new LoginException(GcpMessage.LOGIN_FAILED, facts -> facts.with("identity", "this process")
                    .with("detail", "it took too long"));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new LoginException(GcpMessage.LOGIN_FAILED, facts -> facts.with("identity", "this process")
                    .with("detail", "interrupted"));
        }
    }

    /** Whose login is kept, or {@code null}. */
    synchronized @Nullable CallerIdentity caller() {
        Authorization known = kept;
        return known == null ? null : known.identity();
    }

    /** Forgets what Secret Manager has rejected, unless another one is there already. */
    synchronized void reject(Authorization rejected) {
        Authorization known = kept;
        if (known != null && known.headers().equals(rejected.headers())) {
            kept = null;
        }
    }
}
