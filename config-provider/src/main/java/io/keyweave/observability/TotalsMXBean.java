package io.keyweave.observability;

import java.util.Map;

/** All secrets of one store together: {@code io.keyweave:type=Totals}. */
public interface TotalsMXBean {

    /** Secrets that somebody reads. */
    int getSecrets();

    /** Those without a value: deleted, disabled, refused, or too old. */
    int getAbsent();

    /** Those whose last refresh failed while the old value is served. */
    int getStale();

    long getReads();

    long getStaleReads();

    /** GETs since the start, at the start included. */
    long getRequests();

    /** GETs a month of 30 days at the current ttls. */
    double getRequestsPerMonth();

    /** What they cost at $0.03 for 10,000. */
    double getDollarsPerMonth();

    /** What the identity proves itself with, such as a client certificate, and when it ends (ISO 8601). */
    Map<String, String> getIdentityEnds();

    /** The table that {@code keyweave-agent.jar status} prints. */
    String getTable();
}
