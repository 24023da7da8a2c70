package io.keyweave.store;

import io.keyweave.Failure;
import io.keyweave.SecretChange;
import io.keyweave.SecretRef;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** Sees what the store does; for events and metrics. Called without the store's lock, from any thread; must not block. */
public interface StoreWatch {

    /** One request begins; its end is told to what this returns. */
    default Fetching fetching(SecretRef ref) {
        return Fetching.UNSEEN;
    }

    /** A request under way. */
    @FunctionalInterface
    interface Fetching {
        /** It ended, with a secret when {@code failure} is null. */
        void ended(@Nullable Failure failure);

        /** Sees nothing. */
        Fetching UNSEEN = failure -> {};
    }

    /** What readers see changed. */
    default void changed(SecretChange change) {}

    /** A refresh failed and the old value is served on. */
    default void stale(SecretRef ref, String version, Duration age, Failure failure) {}

    /** A secret expires within 30 days or has expired; at most once a day. */
    default void expiryNear(SecretRef ref, String version, Instant expires) {}

    /** What a provider's identity proves itself with ends within 30 days or has ended; at most once a day. */
    default void identityEndNear(String what, Instant ends) {}

    /** Sees nothing. */
    StoreWatch NONE = new StoreWatch() {};
}
