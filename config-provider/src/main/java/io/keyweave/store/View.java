package io.keyweave.store;

import io.keyweave.Failure;
import io.keyweave.Secret;
import io.keyweave.SecretStatus;
import org.jspecify.annotations.Nullable;

/**
 * What readers see of one secret at one time. Immutable, published by one volatile write.
 *
 * @param state what there is
 * @param secret the secret, if present
 * @param failure why there is none, if absent or lost
 */
public record View(SecretStatus.State state, @Nullable Secret secret, @Nullable Failure failure) {

    static final View PENDING = new View(SecretStatus.State.PENDING, null, null);

    static View of(Secret secret) {
        return new View(SecretStatus.State.PRESENT, secret, null);
    }

    static View without(Failure failure) {
        return new View(
                failure.kind().absent() ? SecretStatus.State.ABSENT : SecretStatus.State.UNAVAILABLE, null, failure);
    }

    @Nullable
    String version() {
        return secret == null ? null : secret.version();
    }
}
