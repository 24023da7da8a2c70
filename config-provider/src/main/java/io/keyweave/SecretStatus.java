package io.keyweave;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What an operator may know of one secret at one time; never its value.
 *
 * @param ref which secret
 * @param state what readers see
 * @param version the version served, or {@code null}
 * @param age since the value was last confirmed, or {@code null} when there is none
 * @param ttl the effective ttl
 * @param failure the last outcome if it was a failure
 * @param nextRefresh until the next request, or {@code null} when none is planned
 * @param expires when the version expires, or {@code null}
 * @param reads reads so far, approximately
 * @param staleReads reads of a value whose refresh had failed, approximately
 * @param fetches requests so far
 * @param failures requests that have failed so far
 * @param rotations how often readers have seen another version
 * @param left how long the value is still served if every further request fails, or {@code null} when nothing threatens it
 * @param fetched by each version that the vault has confirmed lately, the time since it last did
 * @param origins who reads it
 */
public record SecretStatus(
        SecretRef ref,
        State state,
        @Nullable String version,
        @Nullable Duration age,
        Duration ttl,
        @Nullable Failure failure,
        @Nullable Duration nextRefresh,
        @Nullable Instant expires,
        long reads,
        long staleReads,
        long fetches,
        long failures,
        long rotations,
        @Nullable Duration left,
        Map<String, Duration> fetched,
        List<String> origins) {

    /** What there is to see. */
    public enum State {
        /** Nobody has fetched it yet. */
        PENDING,
        /** A value, fresh or within its bounds. */
        PRESENT,
        /** It does not exist, was disabled or deleted: a default applies. */
        ABSENT,
        /** Refused, expired, or unreachable for longer than allowed: no default applies. */
        UNAVAILABLE
    }
}
