package io.keyweave;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Why one secret is not available, in words for the person on call. Immutable; holds no value, token or client secret.
 *
 * @param kind what it means for the start of the JVM and for a value already held
 * @param ref the secret, or {@code null} when the text was malformed
 * @param cause one or two sentences: what happened, naming host, identity and tenant where known
 * @param remedy one concrete thing to do, with the command where one exists
 * @param status the HTTP status, 0 when there was no answer
 * @param code the service's error code such as {@code ForbiddenByRbac} or {@code AccessDeniedException}, or {@code null}
 * @param requestId by which the service's operators find the request, or {@code null}
 * @param identity kind and id of the identity used, such as {@code managed identity, client id 1234..}, or {@code null}
 * @param elapsed how long the attempt took
 * @param retryAfter what the service asked for by {@code Retry-After}, uncapped, or {@code null}
 * @param messageCode what the message is found by in the documentation, such as {@code KW-2001}, or {@code null}
 * @param attempts how often it was tried, at least 1
 * @param over from the beginning of the first attempt to the end of the last
 */
public record Failure(
        Kind kind,
        @Nullable SecretRef ref,
        String cause,
        String remedy,
        int status,
        @Nullable String code,
        @Nullable String requestId,
        @Nullable String identity,
        Duration elapsed,
        @Nullable Duration retryAfter,
        @Nullable String messageCode,
        int attempts,
        Duration over) {

    /** What a failure means. Exit codes are those of BSD {@code sysexits.h}. */
    public enum Kind {
        /** The placeholder or a setting is wrong. */
        MALFORMED(78, Effect.STALE),
        /** The {@code allow} setting forbids it. No request was made. */
        NOT_ALLOWED(78, Effect.STALE),
        /** No such secret or version, or it is deleted. */
        MISSING(78, Effect.REVOKE_WHEN_CONFIRMED),
        /** It is there, and somebody has disabled it. */
        DISABLED(78, Effect.REVOKE),
        /** Expired, and {@code fail-on-expired} refuses it. */
        EXPIRED(78, Effect.REVOKE),
        /** The service knows the identity, and it may not read. */
        REFUSED(77, Effect.STALE_ONE_HOUR),
        /** There is no identity, or who gives tokens to it refused. */
        IDENTITY(77, Effect.STALE),
        /** Name resolution, connect, TLS, time-out: nobody answered. */
        UNREACHABLE(69, Effect.STALE),
        /** Too many requests. */
        THROTTLED(69, Effect.STALE),
        /** The service could not answer, HTTP 408 or 5xx. */
        SERVICE_ERROR(69, Effect.STALE),
        /** An answer, but not the service's: HTML, empty, truncated, without a value. */
        INVALID_RESPONSE(69, Effect.STALE);

        private final int exitCode;
        private final Effect effect;

        Kind(int exitCode, Effect effect) {
            this.exitCode = exitCode;
            this.effect = effect;
        }

        /** 78, 77 or 69. With several failures the largest wins. */
        public int exitCode() {
            return exitCode;
        }

        /** What happens to a value already held. */
        public Effect effect() {
            return effect;
        }

        /** Whether {@code ?optional}, {@code ?default=} and {@code on-missing=warn} apply: only to what does not exist or was revoked. */
        public boolean absent() {
            return this == MISSING || this == DISABLED;
        }
    }

    /** What a failed refresh does to the value already held. */
    public enum Effect {
        /** Served on, up to {@code max-stale}. */
        STALE,
        /** Served on for one hour at most. */
        STALE_ONE_HOUR,
        /** Dropped at once. */
        REVOKE,
        /** Dropped when a second read, 30 s later, says the same. */
        REVOKE_WHEN_CONFIRMED
    }

    public Failure {
        Objects.requireNonNull(kind, "kind");
        Objects.requireNonNull(cause, "cause");
        Objects.requireNonNull(remedy, "remedy");
        Objects.requireNonNull(elapsed, "elapsed");
        Objects.requireNonNull(over, "over");
    }

    /** What one attempt told. */
    public Failure(
            Kind kind,
            @Nullable SecretRef ref,
            String cause,
            String remedy,
            int status,
            @Nullable String code,
            @Nullable String requestId,
            @Nullable String identity,
            Duration elapsed,
            @Nullable Duration retryAfter) {
        this(kind, ref, cause, remedy, status, code, requestId, identity, elapsed, retryAfter, null, 1, elapsed);
    }

    /** A failure that involved no request, and that the documentation does not know. */
    public static Failure local(Kind kind, @Nullable SecretRef ref, String cause, String remedy) {
        return new Failure(kind, ref, cause, remedy, 0, null, null, null, Duration.ZERO, null);
    }

    /** The same of another secret. */
    public Failure about(SecretRef other) {
        return with(other, cause, remedy, messageCode, attempts, over);
    }

    /** The same, found by this code: {@code KW-8101}, or what a provider of somebody else's calls it. */
    public Failure coded(@Nullable String newCode) {
        return with(ref, cause, remedy, newCode, attempts, over);
    }

    /** The same after so many attempts in so long a time. */
    public Failure tried(int times, Duration inAll) {
        return with(ref, cause, remedy, messageCode, times, inAll);
    }

    /** The same with other words. */
    public Failure reworded(String newCause, String newRemedy) {
        return with(ref, newCause, newRemedy, messageCode, attempts, over);
    }

    /** The same answer, told otherwise. */
    private Failure with(
            @Nullable SecretRef newRef,
            String newCause,
            String newRemedy,
            @Nullable String newMessageCode,
            int newAttempts,
            Duration newOver) {
        return new Failure(
                kind,
                newRef,
                newCause,
                newRemedy,
                status,
                code,
                requestId,
                identity,
                elapsed,
                retryAfter,
                newMessageCode,
                newAttempts,
                newOver);
    }

    /**
     * What to look up and what to tell a help desk, {@code HTTP 503, ServiceUnavailable, managed identity ..., request ..., after 12 ms,
     * tried 5 times in 15 s, KW-2042}; empty when nothing is known.
     */
    public String details() {
        return details(false);
    }

    /** The same for who has waited for all attempts: {@code tried once in 12 ms}, too. */
    public String detailsOfAll() {
        return details(true);
    }

    private String details(boolean allTried) {
        List<String> parts = new ArrayList<>();
        if (status != 0) {
            parts.add("HTTP " + status);
        }
        if (code != null) {
            parts.add(code);
        }
        if (identity != null) {
            parts.add(identity);
        }
        if (requestId != null) {
            parts.add("request " + requestId);
        }
        boolean once = allTried && attempts == 1;
        if (!elapsed.isZero()) {
            parts.add((once ? "tried once in " : "after ") + roughly(elapsed));
        }
        if (attempts > 1) {
            parts.add("tried " + attempts + " times in " + roughly(over));
        }
        if (messageCode != null) {
            parts.add(messageCode);
        }
        return String.join(", ", parts);
    }

    /** As all durations of a line are written. */
    private static String roughly(Duration duration) {
        return duration.toSeconds() < 2 ? duration.toMillis() + " ms" : duration.toSeconds() + " s";
    }
}
