package io.keyweave.store;

import io.keyweave.Failure;
import io.keyweave.Secret;
import io.keyweave.SecretRef;
import java.time.Duration;

/** Makes one request for one secret. Returns at once; the answer comes by exactly one call, perhaps before it returns. */
@FunctionalInterface
public interface Fetcher {

    void fetch(SecretRef ref, Duration timeout, Answer answer);

    /** Where the outcome goes. Never throws. */
    interface Answer {
        void secret(Secret secret);

        void failure(Failure failure);
    }
}
