package io.keyweave.store;

import io.keyweave.Secret;
import io.keyweave.SecretRef;
import org.jspecify.annotations.Nullable;

/** Takes in values that readers do not see any more. Called under the store's lock: quick, and without calling back. */
@FunctionalInterface
public interface FormerValues {

    /**
     * Readers of that secret see another value from now on, or none.
     *
     * @param old what they saw before, null when that was none
     */
    void replaced(SecretRef ref, @Nullable Secret old);

    /** Nobody has named this for a ttl: the store does not hold it any more, and nobody else is to hold its value. */
    default void dropped(StoredSecret secret) {}

    /**
     * Forgets what nobody holds any more.
     *
     * @return whether anything is left of secrets that nobody names, so that it is worth asking again
     */
    default boolean forgetCollected() {
        return false;
    }

    /** Forgets them. */
    FormerValues FORGOTTEN = (ref, old) -> {};
}
