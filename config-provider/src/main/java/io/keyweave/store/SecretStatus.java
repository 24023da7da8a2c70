package io.keyweave.store;

import io.keyweave.Failure;
import io.keyweave.SecretRef;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What an operator may know of one secret at one time; never its value.
 *
 * @param ref which secret
 * @param presence what readers see
 * @param version the version served, or {@code null}
 * @param age since the value was last confirmed, or {@code null} when there is none
 * @param ttl the effective ttl
 * @param failure the last outcome if it was a failure
 * @param nextRefresh until the next request, or {@code null} when none is planned
 * @param expires when the version expires, or {@code null}
 * @param reads reads so far, approximately
 * @param staleReads reads of a value whose refresh had failed, approximately
 * @param fetches requests so far
 * @param origins who reads it
 */
public record SecretStatus(
        SecretRef ref,
        View.Presence presence,
        @Nullable String version,
        @Nullable Duration age,
        Duration ttl,
        @Nullable Failure failure,
        @Nullable Duration nextRefresh,
        @Nullable Instant expires,
        long reads,
        long staleReads,
        long fetches,
        List<String> origins) {}
