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
 * @param remedy one concrete thing to do, with the {@code az} command where one exists
 * @param status the HTTP status, 0 when there was no answer
 * @param code the service's error code such as {@code ForbiddenByRbac} or {@code AADSTS7000215}, or {@code null}
 * @param requestId the {@code x-ms-request-id} or Entra trace id, or {@code null}
 * @param identity kind and client or object id of the identity used, such as {@code managed identity, client id 1234..}, or
 *     {@code null}
 * @param elapsed how long the attempt took
 * @param retryAfter what the service asked for by {@code Retry-After}, uncapped, or {@code null}
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
        @Nullable Duration retryAfter) {

    /** What a failure means. Exit codes are those of BSD {@code sysexits.h}. */
    public enum Kind {
        /** The placeholder or a setting is wrong. */
        MALFORMED(78, Effect.STALE),
        /** The {@code allow} setting forbids it. No request was made. */
        NOT_ALLOWED(78, Effect.STALE),
        /** 404: no such secret or version, or soft-deleted. */
        MISSING(78, Effect.REVOKE_WHEN_CONFIRMED),
        /** 403 SecretDisabled. */
        DISABLED(78, Effect.REVOKE),
        /** Expired, and {@code fail-on-expired} refuses it. */
        EXPIRED(78, Effect.REVOKE),
        /** 401 or 403 by the vault: the identity is known but may not read. */
        REFUSED(77, Effect.STALE_ONE_HOUR),
        /** Entra ID or the managed identity endpoint gave no token because of what was asked. */
        IDENTITY(77, Effect.STALE),
        /** Name resolution, connect, TLS, time-out: nobody answered. */
        UNREACHABLE(69, Effect.STALE),
        /** 429. */
        THROTTLED(69, Effect.STALE),
        /** 408 or 5xx. */
        SERVICE_ERROR(69, Effect.STALE),
        /** An answer, but not Key Vault's: HTML, empty, truncated, without {@code value}. */
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
    }

    /** A failure that involved no request. */
    public static Failure local(Kind kind, @Nullable SecretRef ref, String cause, String remedy) {
        return new Failure(kind, ref, cause, remedy, 0, null, null, null, Duration.ZERO, null);
    }

    /** What to tell a help desk, {@code HTTP 403, ForbiddenByRbac, managed identity ..., request ..., after 12 ms}; empty when nothing is known. */
    public String details() {
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
        if (!elapsed.isZero()) {
            parts.add("after " + elapsed.toMillis() + " ms");
        }
        return String.join(", ", parts);
    }
}
