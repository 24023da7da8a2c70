package io.keyweave.kafka;

import io.keyweave.Log;
import io.keyweave.SecretRef;
import io.keyweave.settings.DurationText;
import io.keyweave.time.TimeSource;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.common.config.ConfigTransformer;

/**
 * Restarts the connectors whose raw configuration names a secret that was rotated ({@code connect-restart}). Thread-safe.
 *
 * <p>Every worker of a cluster hears of the rotation by itself. The one that runs the connector restarts it, with all tasks wherever
 * they run; the others do nothing. So each connector is restarted once. A task that starts elsewhere may be on a worker that has
 * not heard yet: it asks the vault when that worker's knowledge is older than {@link #FRESH}, which it is if it dates from before the
 * rotation, because the restart comes {@link #SETTLE} after.
 *
 * <p>However often secrets rotate, one connector is restarted at most once in {@link #PER_CONNECTOR} and all of them together at
 * most once in {@link #BETWEEN}; what comes sooner waits, and several rotations that wait become one restart. A worker
 * that refuses (it does during a rebalance) or does not answer is asked again every {@link #RETRY}, for {@link #GIVE_UP}.
 */
final class ConnectorRestarts implements AutoCloseable {

    static final Duration FRESH = Duration.ofSeconds(2);
    static final Duration SETTLE = Duration.ofSeconds(3);
    static final Duration PER_CONNECTOR = Duration.ofMinutes(1);
    static final Duration BETWEEN = Duration.ofSeconds(1);
    static final Duration RETRY = Duration.ofSeconds(5);
    static final Duration GIVE_UP = Duration.ofMinutes(10);

    /** Whether a variable's path and key name that secret. */
    interface Names {
        boolean names(String path, String key, SecretRef secret);
    }

    private final ConnectRest rest;
    private final Names names;
    private final TimeSource time;
    private final Log log;

    /** A secret whose connectors are not looked up yet, and since when it has its new value. */
    private record Change(SecretRef secret, long since) {}

    private final List<Change> changed = new ArrayList<>();

    /** Connectors to restart. */
    private final Set<String> waiting = new LinkedHashSet<>();

    private final Map<String, Long> restarted = new HashMap<>();
    private boolean working;
    private boolean closed;
    private long failingSince;
    private boolean failing;

    ConnectorRestarts(ConnectRest rest, Names names, TimeSource time, Log log) {
        this.rest = rest;
        this.names = names;
        this.time = time;
        this.log = log;
    }

    /** Takes in that a secret has another value. Returns at once. */
    synchronized void changed(SecretRef secret) {
        changed.add(new Change(secret, time.nanos()));
        if (!working) {
            working = true;
            next(SETTLE);
        }
    }

    private void next(Duration pause) {
        time.after(pause, () -> time.start(this::work));
    }

    /** One step: look up what is due, restart one connector; then the next step at its time. */
    private void work() {
        Duration pause = null;
        try {
            lookUp();
            restartOne();
            synchronized (this) {
                failing = false;
            }
        } catch (IOException | RuntimeException e) {
            pause = failed(e);
        }
        synchronized (this) {
            if (closed || changed.isEmpty() && waiting.isEmpty()) {
                working = false;
            } else {
                next(pause != null ? pause : untilNext());
            }
        }
    }

    private Duration untilNext() {
        long now = time.nanos();
        long least = Long.MAX_VALUE;
        for (Change change : changed) {
            least = Math.min(least, change.since + SETTLE.toNanos() - now);
        }
        for (String connector : waiting) {
            least = Math.min(least, Math.max(BETWEEN.toNanos(), waitOf(connector)));
        }
        return Duration.ofNanos(Math.max(0, least));
    }

    private void lookUp() throws IOException {
        Set<SecretRef> secrets = new HashSet<>();
        List<Change> due = new ArrayList<>();
        synchronized (this) {
            for (Change change : changed) {
                if (time.nanos() - change.since >= SETTLE.toNanos()) {
                    due.add(change);
                    secrets.add(change.secret);
                }
            }
        }
        if (due.isEmpty()) {
            return;
        }
        Set<String> found = new LinkedHashSet<>();
        for (String connector : rest.connectors()) {
            if (namesAny(rest.rawConfig(connector), secrets) && rest.runsHere(connector)) {
                found.add(connector);
            }
        }
        synchronized (this) {
            changed.removeAll(due);
            waiting.addAll(found);
        }
    }

    private boolean namesAny(Map<String, String> rawConfig, Set<SecretRef> secrets) {
        for (String value : rawConfig.values()) {
            var variables = ConfigTransformer.DEFAULT_PATTERN.matcher(value);
            while (variables.find()) {
                String path = variables.group(3) == null ? "" : variables.group(3);
                for (SecretRef secret : secrets) {
                    if (names.names(path, variables.group(4), secret)) {
                        return true;
                    }
                }
            }
        }
        return false;
    }

    private void restartOne() throws IOException {
        String connector = null;
        synchronized (this) {
            for (String candidate : waiting) {
                if (waitOf(candidate) == 0) {
                    connector = candidate;
                    break;
                }
            }
        }
        if (connector == null) {
            return;
        }
        rest.restart(connector);
        synchronized (this) {
            waiting.remove(connector);
            restarted.put(connector, time.nanos());
        }
        log.log(Log.Level.INFO, "restarted connector " + connector + ": a secret it names was rotated");
    }

    private long waitOf(String connector) {
        Long last = restarted.get(connector);
        return last == null ? 0 : Math.max(0, PER_CONNECTOR.toNanos() - (time.nanos() - last));
    }

    private synchronized Duration failed(Exception e) {
        if (!failing) {
            failing = true;
            failingSince = time.nanos();
            log.log(
                    Log.Level.WARN,
                    "connectors that name a rotated secret are not restarted yet: " + e.getMessage()
                            + ". Trying again every " + DurationText.of(RETRY)
                            + "; is connect-restart this worker's own REST listener?");
        } else if (time.nanos() - failingSince > GIVE_UP.toNanos()) {
            log.log(
                    Log.Level.ERROR,
                    "connectors that name a rotated secret were not restarted: " + e.getMessage()
                            + ". Restart them by POST /connectors/NAME/restart?includeTasks=true, and correct"
                            + " connect-restart");
            changed.clear();
            waiting.clear();
            failing = false;
        }
        return RETRY;
    }

    @Override
    public void close() {
        synchronized (this) {
            closed = true;
            changed.clear();
            waiting.clear();
        }
        rest.close();
    }
}
