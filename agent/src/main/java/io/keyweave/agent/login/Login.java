package io.keyweave.agent.login;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** One login as the application asked for it, in the words of a driver. Belongs to the calling thread. */
public interface Login {

    /** Where it goes, as the driver resolves it. */
    LoginTarget target();

    /** The user name as passed, or null when there is none. */
    @Nullable
    String user();

    /**
     * The password as the server would get it, first, and then other readings of the same text: a password in a URL that was meant
     * literally though the driver decodes it. Empty when none was passed.
     */
    List<String> passwords();

    /**
     * The very objects the application passed in which the password may be: the password, a URL that holds it. By them it is told from somebody
     * who passes an equal text.
     */
    default List<String> passed() {
        return passwords();
    }

    /** Logs in exactly as asked. */
    @Nullable
    Object asGiven() throws Throwable;

    /** Logs in with another credential and everything else as asked. Changes nothing the application can see. */
    @Nullable
    Object with(Credential credential) throws Throwable;

    /** Whether an exception says that user name or password are wrong; not that the account is locked or has expired. */
    boolean refused(Throwable failure);

    /** What of a refusal is to be kept for {@link #notAttempted}; null, as by default, when that needs nothing. */
    default @Nullable ErrorCode code(Throwable failure) {
        return null;
    }

    /**
     * The exception for a login that is not attempted, of a type the caller expects.
     *
     * @param message why, without any credential
     * @param last the {@link #code} of the last attempt, or null
     */
    Throwable notAttempted(String message, @Nullable ErrorCode last);
}
