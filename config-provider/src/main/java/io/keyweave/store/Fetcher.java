package io.keyweave.store;

import io.keyweave.Failure;
import io.keyweave.Secret;
import io.keyweave.SecretRef;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Makes one request for one secret. Returns at once; the outcome comes by exactly one call of {@link Callback#secret} or {@link Callback#failure},
 * perhaps before it returns, unless {@link Callback#sent} has said that nobody waits any more.
 */
@FunctionalInterface
public interface Fetcher {

    void fetch(SecretRef ref, Callback callback);

    /** The same for several secrets at once, which may share requests. */
    default void fetchAll(List<Request> requests) {
        for (Request request : requests) {
            fetch(request.ref(), request.callback());
        }
    }

    /** The reference under which a secret is kept: the same for all that name one secret. */
    default SecretRef canonical(SecretRef ref) {
        return ref;
    }

    /**
     * The version that was current before the one a server has refused, where the service knows it. Waits for the answer; never throws.
     *
     * @param version the one that was refused
     * @return {@code null} when there is none, or it is not available now
     */
    default @Nullable Secret previous(SecretRef ref, String version, Duration timeout) {
        return null;
    }

    /** Whom a request for that secret goes to, for messages: {@code the vault contoso-prod}. */
    default String service(SecretRef ref) {
        return "the vault " + ref.container();
    }

    /** One secret of several. */
    record Request(SecretRef ref, Callback callback) {}

    /** Where the outcome goes. Never throws. */
    interface Callback {

        /**
         * The request leaves the queue now: its time begins.
         *
         * @return the time it may take, or {@code null} when there is too little left of the caller's: then it is not made, and nothing more is
         *     told
         */
        @Nullable
        Duration sent();

        void secret(Secret secret);

        void failure(Failure failure);
    }
}
