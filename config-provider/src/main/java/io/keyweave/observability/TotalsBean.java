package io.keyweave.observability;

import io.keyweave.SecretResolver;
import java.util.Map;
import java.util.TreeMap;

/** Answers from the store's state at the time of the question. */
final class TotalsBean implements TotalsMXBean {

    private final SecretResolver resolver;

    TotalsBean(SecretResolver resolver) {
        this.resolver = resolver;
    }

    private Totals totals() {
        return Totals.of(resolver.status());
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
        return resolver.requests();
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
        return StatusTable.of(resolver);
    }
}
