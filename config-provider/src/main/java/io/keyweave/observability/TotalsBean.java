package io.keyweave.observability;

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

    private Totals totals() {
        return snapshot.taken().totals();
    }

    @Override
    public int getSecrets() {
        return totals().secrets();
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
        return totals().requestsPerMonth();
    }

    @Override
    public double getDollarsPerMonth() {
        return totals().dollarsPerMonth();
    }

    @Override
    public Map<String, String> getIdentityEnds() {
        Map<String, String> ends = new TreeMap<>();
        resolver.expiries().forEach((what, instant) -> ends.put(what, instant.toString()));
        return ends;
    }

    @Override
    public String getTable() {
        return StatusTable.of(snapshot.taken().all(), snapshot.taken().requests());
    }
}
