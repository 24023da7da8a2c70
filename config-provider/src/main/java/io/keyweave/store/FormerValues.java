package io.keyweave.store;

import io.keyweave.Secret;
import io.keyweave.SecretRef;

/** Takes in values that readers do not see any more. Called under the store's lock: quick, and without calling back. */
@FunctionalInterface
public interface FormerValues {

    /** Readers of that secret see another value from now on, or none. */
    void replaced(SecretRef ref, Secret old);

    /** Forgets them. */
    FormerValues FORGOTTEN = (ref, old) -> {};
}
