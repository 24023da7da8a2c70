package io.keyweave.azure.identity;

import io.keyweave.http.Deadline;
import org.jspecify.annotations.Nullable;

/** One way to get tokens. Thread-safe. Makes one attempt per call and caches nothing: {@link TokenCache} does. */
public interface Identity {

    /**
     * Asks for a token now: a new one, also where a library underneath keeps an old one.
     *
     * @param claims what the vault demanded to find in the token (continuous access evaluation), as JSON; or {@code null}
     * @throws TokenException when there is none
     */
    AccessToken acquire(Audience audience, @Nullable String claims, Deadline deadline) throws TokenException;

    /** The value of the setting {@code auth} that selects it. */
    String kind();

    /** The client id it was given, or {@code null} for a system-assigned identity and for {@code az}. */
    @Nullable
    String clientId();

    /** The tenant it was given, or {@code null}. */
    @Nullable
    String tenant();

    /** Whether a token can only be asked for once the vault's challenge has named its tenant. */
    default boolean needsTenant() {
        return false;
    }
}
