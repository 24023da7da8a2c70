package io.keyweave.store;

import io.keyweave.Failure;
import io.keyweave.SecretRef;
import io.keyweave.time.TimeSource;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * Vaults, regions or projects that have answered with too many requests, and until when they are left alone. Such a limit is the container's, not the secret's: of a hundred
 * fetches that start together, those that have not been sent yet when the first 429 comes take it as their own answer. Each then tries again after
 * its own back-off, which is never shorter. Thread-safe.
 */
public final class RetryAfterPolicy {

    /** The shortest back-off of the store. */
    private static final Duration SHORTEST = Duration.ofSeconds(1);

    /** What asks for more than the store believes is a proxy's idea. */
    private static final Duration LONGEST = Duration.ofSeconds(60);

    private final TimeSource time;
    private final Map<String, Rest> rests = new ConcurrentHashMap<>();

    private record Rest(long until, Failure failure) {}

    /** No vault rests yet. */
    public RetryAfterPolicy(TimeSource time) {
        this.time = time;
    }

    /** What the vault would say, or {@code null} when it may be asked. */
    public @Nullable Failure answerFor(SecretRef ref) {
        Rest rest = rests.isEmpty() ? null : rests.get(vault(ref));
        if (rest == null) {
            return null;
        }
        long left = rest.until - time.nanos();
        if (left <= 0) {
            rests.remove(vault(ref), rest);
            return null;
        }
        Failure said = rest.failure;
        return new Failure(
                said.kind(),
                ref,
                said.cause(),
                said.remedy(),
                said.status(),
                said.code(),
                said.requestId(),
                said.identity(),
                Duration.ZERO,
                said.retryAfter() == null ? null : Duration.ofNanos(left),
                said.messageCode(),
                said.attempts(),
                said.over());
    }

    /** A fetch has failed. */
    public void failed(SecretRef ref, Failure failure) {
        if (failure.kind() != Failure.Kind.THROTTLED) {
            return;
        }
        Duration asked = failure.retryAfter();
        Duration rest =
                asked == null || asked.compareTo(SHORTEST) < 0 || asked.compareTo(LONGEST) > 0 ? SHORTEST : asked;
        rests.put(vault(ref), new Rest(time.nanos() + rest.toNanos(), failure));
    }

    private static String vault(SecretRef ref) {
        return ref.scheme() + ":" + ref.container();
    }
}
