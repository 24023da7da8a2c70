package io.keyweave.observability;

import io.keyweave.KeyweaveVersion;
import io.keyweave.SecretResolver;
import java.util.Map;
import java.util.TreeMap;

/** Answers from the store's state, at most a second old. */
final class TotalsBean implements TotalsMXBean {

    private final StatusSnapshot snapshot;
    private final SecretResolver resolver;

    TotalsBean(StatusSnapshot snapshot, SecretResolver resolver) {
        this.snapshot = snapshot;
        this.resolver = resolver;
    }

    @Override
    public String getVersion() {
        return KeyweaveVersion.text();
    }

    private Totals totals() {
        return snapshot.taken().totals();
    }

    @Override
    public int getSecrets() {
        return totals().secrets();
    }

    @Override
    public String getHealth() {
        return totals().health().name();
    }

    @Override
    public int getHealthLevel() {
        return totals().health().ordinal();
    }

    @Override
    public int getUnavailable() {
        return totals().unavailable();
    }

    @Override
    public double getOldestAgeSeconds() {
        return snapshot.taken().oldestAge();
    }

    @Override
    public double getSecondsToExpiry() {
        return snapshot.taken().toExpiry();
    }

    @Override
    public double getSecondsToIdentityEnd() {
        return snapshot.taken().toIdentityEnd();
    }

    @Override
    public Map<String, Long> getRequestsByOutcome() {
        return snapshot.taken().outcomes();
    }

    @Override
    public long getRotations() {
        return totals().rotations();
    }

    @Override
    public long getRefusedLogins() {
        return snapshot.uses().refusedLogins();
    }

    @Override
    public long getFormerLogins() {
        return snapshot.uses().formerLogins();
    }

    @Override
    public long getInternalErrors() {
        return snapshot.uses().internalErrors();
    }

    @Override
    public int getAbsent() {
        return totals().absent();
    }

    @Override
    public int getStale() {
        return totals().stale();
    }

    @Override
    public long getReads() {
        return totals().reads();
    }

    @Override
    public long getStaleReads() {
        return totals().staleReads();
    }

    @Override
    public long getRequests() {
        return snapshot.taken().requests();
    }

    @Override
    public double getRequestsPerMonth() {
        return snapshot.offline() ? 0 : totals().requestsPerMonth();
    }

    @Override
    public double getDollarsPerMonth() {
        Double dollars = SchemeTotals.dollarsPerMonth(snapshot.taken().schemes());
        return snapshot.offline() || dollars == null ? 0 : dollars;
    }

    @Override
    public Map<String, String> getIdentityEnds() {
        Map<String, String> ends = new TreeMap<>();
        resolver.expiries().forEach((what, instant) -> ends.put(what, instant.toString()));
        return ends;
    }

    @Override
    public String getTable() {
        return StatusTable.of(snapshot);
    }
}
