package io.keyweave;

import org.jspecify.annotations.Nullable;

/**
 * What became of one secret among several: the secret or the failure. {@link #toString()} never shows the value.
 *
 * @param secret the secret, or {@code null}
 * @param failure why it is not available, or {@code null}
 */
public record FetchResult(@Nullable Secret secret, @Nullable Failure failure) {

    public FetchResult {
        if ((secret == null) == (failure == null)) {
            throw new IllegalArgumentException("a result is a secret or a failure");
        }
    }

    public static FetchResult of(Secret secret) {
        return new FetchResult(secret, null);
    }

    public static FetchResult of(Failure failure) {
        return new FetchResult(null, failure);
    }
}
