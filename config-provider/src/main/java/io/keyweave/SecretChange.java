package io.keyweave;

import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What became of a secret. Holds versions, never values; the new value is read where it is used.
 *
 * @param ref the secret
 * @param oldVersion the version served until now, {@code null} when there was none
 * @param newVersion the version served from now on, {@code null} after a revocation
 * @param kind what happened
 */
public record SecretChange(SecretRef ref, @Nullable String oldVersion, @Nullable String newVersion, ChangeKind kind) {

    /** What happened. */
    public enum ChangeKind {
        /** Another version became current, newer or (after a roll-back) older. */
        ROTATED,
        /** Disabled, deleted, refused as expired, or too old to be served: reads find nothing. */
        REVOKED,
        /** A value came back after a revocation, or for the first time. */
        RESTORED
    }

    public SecretChange {
        Objects.requireNonNull(ref, "ref");
        Objects.requireNonNull(kind, "kind");
    }
}
