package io.keyweave.agent.login;

import org.jspecify.annotations.Nullable;

/**
 * A credential that a client keeps and logs in with by itself: chosen once, then accepted many times, on whatever thread, and refused at last.
 * Where a {@link AsyncLogin} is one login with its second try, the client here asks for another credential when it needs one. Thread-safe.
 */
public final class ClientManagedLogin {

    private final LoginAttempt attempt;
    private final @Nullable CredentialVersion candidate;
    private boolean accepted;

    ClientManagedLogin(LoginAttempt attempt, @Nullable CredentialVersion candidate) {
        this.attempt = attempt;
        this.candidate = candidate;
    }

    /** What to log in with; null when everything there is was refused lately and the server is not to be asked. */
    public @Nullable Credential credential() {
        return candidate == null ? null : candidate.credential();
    }

    /** The server took it. Said again it means nothing. */
    public synchronized void accepted() {
        if (candidate != null && !accepted) {
            accepted = true;
            attempt.goesOn();
            attempt.succeeded(candidate);
        }
    }

    /** The server said that user name or password are wrong. */
    public synchronized void refused() {
        if (candidate != null) {
            accepted = false;
            attempt.goesOn();
            attempt.refused(candidate, null);
        }
    }
}
