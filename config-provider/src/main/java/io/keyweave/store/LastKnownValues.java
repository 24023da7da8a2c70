package io.keyweave.store;

import io.keyweave.Secret;
import io.keyweave.SecretRef;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** Values that outlive the process. Never called under the store's lock, by several threads; never throws. */
public interface LastKnownValues {

    /** The vault has just given this value. */
    void confirmed(SecretRef ref, Secret secret);

    /** The vault has just said that it does not give this secret. */
    void withdrawn(SecretRef ref);

    /** The value last confirmed, no longer ago than it may be; null when there is none, whatever the cause. */
    @Nullable
    LastKnown find(SecretRef ref);

    /**
     * A value of before.
     *
     * @param confirmed when the vault gave it
     */
    record LastKnown(Secret secret, Instant confirmed) {}

    /** Keeps nothing. */
    LastKnownValues NONE = new LastKnownValues() {
        @Override
        public void confirmed(SecretRef ref, Secret secret) {}

        @Override
        public void withdrawn(SecretRef ref) {}

        @Override
        public @Nullable LastKnown find(SecretRef ref) {
            return null;
        }
    };
}
