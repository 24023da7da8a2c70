package io.keyweave.kafka;

import java.util.HashMap;
import java.util.Map;

/**
 * When each connector may be restarted, by the limits of {@link ConnectorRestarts}. Times are nanoseconds of the monotonic clock. Guarded by the lock
 * of its owner.
 */
final class RestartTimes {

    private final Map<String, Long> restarted = new HashMap<>();

    /** Not to be restarted earlier. */
    private final Map<String, Long> notBefore = new HashMap<>();

    private long noneBefore;
    private long last = Long.MIN_VALUE;

    /** None at all is restarted earlier. */
    void noneBefore(long at) {
        noneBefore = at;
    }

    void notBefore(String connector, long at) {
        notBefore.put(connector, at);
    }

    void forgetNotBefore(String connector) {
        notBefore.remove(connector);
    }

    /** A restart of any connector begins. */
    void begins(long at) {
        last = at;
    }

    /** All of a connector was restarted, what had not failed as well. */
    void restarted(String connector, long at) {
        restarted.put(connector, at);
    }

    boolean restartedSince(String connector, long time) {
        Long at = restarted.get(connector);
        return at != null && at - time >= 0;
    }

    void forgetRestartsBefore(long time) {
        restarted.values().removeIf(at -> at - time < 0);
    }

    /** How long the connector has to wait; 0 when it may be restarted. */
    long waitOf(String connector, long now) {
        long at = Math.max(noneBefore, notBefore.getOrDefault(connector, Long.MIN_VALUE));
        if (last != Long.MIN_VALUE) {
            at = Math.max(at, last + ConnectorRestarts.BETWEEN.toNanos());
        }
        Long before = restarted.get(connector);
        if (before != null) {
            at = Math.max(at, before + ConnectorRestarts.PER_CONNECTOR.toNanos());
        }
        return Math.max(0, at - now);
    }
}
