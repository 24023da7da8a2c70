package io.keyweave.agent.login;

import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/**
 * A login on a thread that may not wait, such as Netty's: the rules of {@link Logins}, asked and told step by step.
 *
 * <pre>
 * first() -> log in -> succeeded()
 *                   -> refused() -> log in with what it gives -> succeeded() or refused()
 * </pre>
 *
 * <p>Nothing here waits. A stage is complete at once, unless the vault has to be asked first; it then completes on a thread of ours, after a few
 * seconds at most. Unlike a login that may wait, it takes no turns with others of the same account: all those under way when the password
 * changes may be refused once. To be used by one login, one step after the other.
 */
public final class AsyncLogin {

    private final LoginAttempt attempt;
    private final Refreshes refreshes;
    private @Nullable CredentialVersion tried;
    private boolean second;
    private CompletableFuture<Void> asked = CompletableFuture.completedFuture(null);

    AsyncLogin(LoginAttempt attempt, Refreshes refreshes) {
        this.attempt = attempt;
        this.refreshes = refreshes;
    }

    /** What to log in with; empty when the server is not to be asked, for the reason that {@link #resting} gives. */
    public CompletionStage<Optional<Credential>> first() {
        CredentialVersion first = attempt.first();
        return first != null ? CompletableFuture.completedFuture(tries(first)) : next();
    }

    /**
     * The server has said that user name or password are wrong.
     *
     * @return what to log in with instead, at most once; empty when the refusal is final
     */
    public CompletionStage<Optional<Credential>> refused() {
        if (tried != null) {
            attempt.refused(tried, null);
        }
        return second ? CompletableFuture.completedFuture(Optional.empty()) : next();
    }

    /**
     * As {@link #first}, for a library that must have its answer now: when every version rests the vault is asked beside it, and the login after
     * this one may find more.
     */
    public Optional<Credential> now() {
        CredentialVersion first = attempt.first();
        if (first == null) {
            asked = refreshes.refresh(attempt);
            return Optional.empty();
        }
        return tries(first);
    }

    /** Whether there is something to try by now: who found nothing a moment ago looks again before it says so. */
    public boolean found() {
        return attempt.first() != null;
    }

    /** Whether the vault is still being asked because of {@link #now}: a login a moment later may find more. */
    public boolean asking() {
        return !asked.isDone();
    }

    /**
     * Whether a login that finds every version resting is one amidst a rotation, for a library whose users take a refusal as final: the credential
     * has worked before, and its refusals began less than five minutes ago.
     */
    public boolean amidRotation() {
        return attempt.amidRotation();
    }

    /** As {@link #refused}, for a library that cannot log in once more: the login after this one begins with what is right by then. */
    public void failed() {
        if (tried != null) {
            attempt.refused(tried, null);
        }
        if (!attempt.newer(tried)) {
            refreshes.refresh(attempt);
        }
    }

    /** The login has succeeded. */
    public void succeeded() {
        if (tried != null) {
            attempt.succeeded(tried);
        }
    }

    /** Why the server was not asked. */
    public String resting() {
        return attempt.resting();
    }

    private CompletionStage<Optional<Credential>> next() {
        second = true;
        CredentialVersion before = tried;
        return attempt.newer(before)
                ? CompletableFuture.completedFuture(other(before))
                : refreshes.refresh(attempt).thenApply(asked -> other(before));
    }

    private Optional<Credential> other(@Nullable CredentialVersion before) {
        CredentialVersion next = attempt.next(before);
        return next == null ? Optional.empty() : tries(next);
    }

    private Optional<Credential> tries(CredentialVersion candidate) {
        tried = candidate;
        attempt.begins(candidate);
        return Optional.of(candidate.credential());
    }
}
