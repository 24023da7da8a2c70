package io.keyweave.kafka;

import io.keyweave.Log;
import io.keyweave.SecretRef;
import io.keyweave.settings.DurationText;
import io.keyweave.store.TimeSource;
import java.io.IOException;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.common.config.ConfigTransformer;

/**
 * Restarts the connectors whose raw configuration names a secret that was rotated ({@code connect-restart}). Thread-safe.
 *
 * <p>Every worker of a cluster hears of the rotation by itself. The one that runs the connector restarts it, with all tasks wherever
 * they run; the others do nothing. So each connector is restarted once, and a task that starts elsewhere asks the vault if
 * its worker has not heard yet ({@link KafkaSecrets}).
 *
 * <p>However often secrets rotate, one connector is restarted at most once in {@link #PER_CONNECTOR} and all of them together at
 * most once in {@link #BETWEEN}; what comes sooner waits, and several rotations that wait become one restart. A worker
 * that refuses (it does during a rebalance) or does not answer is asked again every {@link #RETRY}, for {@link #GIVE_UP}.
 */
final class ConnectorRestarts implements AutoCloseable {

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

    /** Secrets whose connectors are not looked up yet. */
    private final Set<SecretRef> changed = new HashSet<>();

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
        changed.add(secret);
        if (!working) {
            working = true;
            time.start(this::work);
        }
    }

    /** One step: look up, or restart one connector; then the next at its time. */
    private void work() {
        Duration pause;
        try {
            lookUp();
            pause = restartOne();
            synchronized (this) {
                failing = false;
            }
        } catch (IOException e) {
            pause = failed(e);
        }
        again(pause);
    }

    private synchronized void again(Duration pause) {
        if (closed || changed.isEmpty() && waiting.isEmpty()) {
            working = false;
        } else {
            time.after(pause, () -> time.start(this::work));
        }
    }

    private void lookUp() throws IOException {
        Set<SecretRef> secrets;
        synchronized (this) {
            secrets = Set.copyOf(changed);
        }
        if (secrets.isEmpty()) {
            return;
        }
        Set<String> found = new LinkedHashSet<>();
        for (String connector : rest.connectors()) {
            if (namesAny(rest.rawConfig(connector), secrets) && rest.runsHere(connector)) {
                found.add(connector);
            }
        }
        synchronized (this) {
            changed.removeAll(secrets);
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

    /** Restarts the first connector that may be; returns the time to the next step. */
    private Duration restartOne() throws IOException {
        String next = null;
        long least = Long.MAX_VALUE;
        synchronized (this) {
            for (String connector : waiting) {
                long wait = waitOf(connector);
                if (wait < least) {
                    least = wait;
                    next = connector;
                }
            }
        }
        if (next == null || least > 0) {
            return Duration.ofNanos(least == Long.MAX_VALUE ? 0 : least);
        }
        rest.restart(next);
        synchronized (this) {
            waiting.remove(next);
            restarted.put(next, time.nanos());
        }
        log.log(Log.Level.INFO, "restarted connector " + next + ": a secret it names was rotated");
        return BETWEEN;
    }

    private long waitOf(String connector) {
        Long last = restarted.get(connector);
        return last == null ? 0 : Math.max(0, PER_CONNECTOR.toNanos() - (time.nanos() - last));
    }

    private synchronized Duration failed(IOException e) {
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
