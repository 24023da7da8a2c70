package io.keyweave.store;

import io.keyweave.Failure;
import io.keyweave.Secret;
import org.jspecify.annotations.Nullable;

/**
 * What readers see of one secret at one time. Immutable, published by one volatile write.
 *
 * @param presence what there is
 * @param secret the secret, if present
 * @param failure why there is none, if absent or lost
 */
public record View(Presence presence, @Nullable Secret secret, @Nullable Failure failure) {

    /** What there is to see. */
    public enum Presence {
        /** Nobody has fetched it yet. */
        PENDING,
        /** A value, fresh or within its bounds. */
        PRESENT,
        /** It does not exist, was disabled or deleted: a default applies. */
        ABSENT,
        /** Refused, expired, or unreachable for longer than allowed: no default applies. */
        UNAVAILABLE
    }

    static final View PENDING = new View(Presence.PENDING, null, null);

    static View of(Secret secret) {
        return new View(Presence.PRESENT, secret, null);
    }

    static View without(Failure failure) {
        return new View(failure.kind().absent() ? Presence.ABSENT : Presence.UNAVAILABLE, null, failure);
    }

    @Nullable
    String version() {
        return secret == null ? null : secret.version();
    }
}
