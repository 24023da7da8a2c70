package io.keyweave.observability;

/** One secret as JMX shows it: {@code io.keyweave:type=Secret,vault=...,name=...}. No attribute holds the value. */
public interface SecretMXBean {

    /** {@code PRESENT}, {@code ABSENT} (deleted or disabled), {@code UNAVAILABLE} (refused, expired or too old), {@code PENDING}. */
    String getState();

    /** 0 fresh, 1 stale, 2 without a value. */
    int getHealthLevel();

    /** The version served, empty when there is none. */
    String getVersion();

    /** Since the vault last confirmed the value; -1 without a value. */
    double getAgeSeconds();

    /** The effective ttl. */
    double getTtlSeconds();

    /** {@code OK} or the kind of failure. */
    String getLastOutcome();

    /** -1 when none is planned. */
    double getNextRefreshSeconds();

    /** ISO 8601, empty when it never expires. */
    String getExpires();

    /** Until the version expires, below zero when it has; NaN when it never does. */
    double getSecondsToExpiry();

    /** How long the value is still served if every further request fails; NaN while nothing threatens it. */
    double getSecondsLeft();

    /** Approximately. */
    long getReads();

    /** Reads of a value whose refresh had failed, approximately. */
    long getStaleReads();

    /** GETs so far. */
    long getRequests();

    /** Those of them that failed. */
    long getFailures();

    /** How often readers have seen another version. */
    long getRotations();

    /** The places that read it. */
    String[] getReadBy();
}
