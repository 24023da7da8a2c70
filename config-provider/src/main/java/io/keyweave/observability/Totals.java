package io.keyweave.observability;

import io.keyweave.SecretStatus;
import java.util.List;

/**
 * Sums over all secrets of one store.
 *
 * @param secrets secrets that somebody reads
 * @param absent those without a value
 * @param unavailable those of them whose value was refused, has expired or is too old
 * @param health of all of them
 * @param stale those whose last refresh failed while the old value is served
 * @param reads reads so far, approximately
 * @param staleReads reads of stale values, approximately
 * @param rotations how often readers have seen another version
 * @param requestsPerMonth GETs a month of 30 days at the current ttls
 */
record Totals(
        int secrets,
        int absent,
        int unavailable,
        Health health,
        int stale,
        long reads,
        long staleReads,
        long rotations,
        double requestsPerMonth) {

    private static final double SECONDS_PER_MONTH = 30 * 86_400.0;

    static Totals of(List<SecretStatus> all) {
        int absent = 0;
        int unavailable = 0;
        int stale = 0;
        long rotations = 0;
        long reads = 0;
        long staleReads = 0;
        double requests = 0;
        for (SecretStatus status : all) {
            boolean present = status.state() == SecretStatus.State.PRESENT;
            absent += present ? 0 : 1;
            unavailable += status.state() == SecretStatus.State.UNAVAILABLE ? 1 : 0;
            rotations += status.rotations();
            stale += present && status.failure() != null ? 1 : 0;
            reads += status.reads();
            staleReads += status.staleReads();
            requests += requestsPerMonth(status);
        }
        return new Totals(
                all.size(), absent, unavailable, Health.of(all), stale, reads, staleReads, rotations, requests);
    }

    /** The mean ttl is 5 % longer than the setting: jitter only lengthens it. */
    static double requestsPerMonth(SecretStatus status) {
        return status.ref().pinned()
                ? 0
                : SECONDS_PER_MONTH * 1000 / (status.ttl().toMillis() * 1.05);
    }
}
