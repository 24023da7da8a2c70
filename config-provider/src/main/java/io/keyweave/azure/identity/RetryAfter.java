package io.keyweave.azure.identity;

import io.keyweave.http.Response;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** The header {@code Retry-After} in seconds, as Azure sends it; a date is as good as none. */
public final class RetryAfter {

    private RetryAfter() {}

    /** What was asked for, uncapped, or {@code null}. */
    public static @Nullable Duration of(Response response) {
        String header = response.header("retry-after");
        if (header == null || header.isEmpty() || header.length() > 9) {
            return null;
        }
        try {
            int seconds = Integer.parseInt(header);
            return seconds < 0 ? null : Duration.ofSeconds(seconds);
        } catch (NumberFormatException e) {
            return null;
        }
    }
}
