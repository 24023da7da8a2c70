package io.keyweave.observability;

import java.util.Map;

/** All secrets of one store together: {@code io.keyweave:type=Totals}. */
public interface TotalsMXBean {

    /** Of Keyweave, such as {@code 0.1.0}. */
    String getVersion();

    /** Secrets that somebody reads. */
    int getSecrets();

    /** {@code UP}; {@code STALE} when a value is served whose refresh failed; {@code OUT_OF_SERVICE} when one is not served any more. */
    String getHealth();

    /** The same as a number: 0, 1, 2. */
    int getHealthLevel();

    /** Those without a value: deleted, disabled, refused, or too old. */
    int getAbsent();

    /** Those whose last refresh failed while the old value is served. */
    int getStale();

    /** Those of the absent whose value was refused, has expired or is too old. */
    int getUnavailable();

    /** Of the oldest value served; -1 without any. */
    double getOldestAgeSeconds();

    /** Until the first version expires, below zero when one has; NaN when none ever does. */
    double getSecondsToExpiry();

    /** Until the first of {@link #getIdentityEnds} ends, below zero when it has; NaN when none is known. */
    double getSecondsToIdentityEnd();

    long getReads();

    long getStaleReads();

    /** GETs since the start, at the start included. */
    long getRequests();

    /** How many of them ended how: {@code OK}, or the kind of failure. */
    Map<String, Long> getRequestsByOutcome();

    /** How often readers have seen another version. */
    long getRotations();

    /** Logins that a server has refused; 0 without the agent. */
    long getRefusedLogins();

    /** Logins accepted with a version that was not the current one; 0 without the agent. */
    long getFormerLogins();

    /** Errors inside the agent; 0 unless there is a defect. */
    long getInternalErrors();

    /** GETs a month of 30 days at the current ttls. */
    double getRequestsPerMonth();

    /** What they cost by the prices that each service publishes, such as $0.03 for 10,000 of Key Vault; 0 with {@code offline}, where nothing is asked. */
    double getDollarsPerMonth();

    /** What the identity proves itself with, such as a client certificate, and when it ends (ISO 8601). */
    Map<String, String> getIdentityEnds();

    /** The table that {@code keyweave-agent.jar status} prints. */
    String getTable();
}
