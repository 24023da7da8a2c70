package io.keyweave.kafka;

import io.keyweave.EventLog;
import io.keyweave.LogEvent;
import io.keyweave.SecretRef;
import io.keyweave.time.TimeSource;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * Restarts the connectors whose raw configuration names a secret that has another value, or has one again ({@code connect-restart}).
 * Thread-safe.
 *
 * <p>Every worker of a cluster hears of a rotation by itself. The one that runs the connector restarts it, with all tasks wherever
 * they run; the others do nothing. So each connector is restarted once. A task that starts elsewhere may be on a worker that has
 * not heard yet: it asks the vault when that worker's knowledge is older than {@link #FRESH}, which it is if it dates from before the
 * rotation, because the restart comes {@link #SETTLE} after.
 *
 * <p>Secrets that are rotated together are noticed one after the other, each at its ttl. When the first of a connector is, the others are fetched at
 * once, so that one restart serves all.
 *
 * <p>After an outage only what failed is restarted, by the worker that runs the connector and by those that run a failed task of it, since
 * each learns by itself that the vault answers again.
 *
 * <p>However often secrets rotate, one connector is restarted at most once in {@link #PER_CONNECTOR} and all of a worker at
 * most once in {@link #BETWEEN}; what comes sooner waits, and several rotations that wait become one restart. A random {@link #SPREAD}
 * keeps the workers of a cluster apart. A worker that refuses (it does during a rebalance) or does not answer is asked again every
 * {@link #RETRY}, for {@link #GIVE_UP}. A paused connector is restarted when somebody has resumed it.
 */
final class ConnectorRestarts implements AutoCloseable {

    static final Duration FRESH = Duration.ofSeconds(2);
    static final Duration SETTLE = Duration.ofSeconds(3);
    static final Duration SPREAD = Duration.ofSeconds(2);
    static final Duration PER_CONNECTOR = Duration.ofMinutes(1);
    static final Duration BETWEEN = Duration.ofMillis(50);
    static final Duration RETRY = Duration.ofSeconds(5);
    static final Duration PAUSED = Duration.ofMinutes(1);
    static final Duration GIVE_UP = Duration.ofMinutes(10);

    /** How old a look at the cluster may be when a connector's turn comes. */
    private static final long GLANCE = Duration.ofSeconds(5).toNanos();

    /** What variables represent. */
    interface Secrets {

        /** The secret that the variable follows, {@code null} when it is another provider's or never changes. */
        @Nullable
        SecretRef followedBy(DeployedConnector.SecretUse use);

        /** Fetches those that were fetched some time ago; changes are told to {@link #changed} before it returns. */
        void refresh(Collection<DeployedConnector.SecretUse> uses);
    }

    /** A secret whose connectors are not looked up yet, and since when it has its new value. */
    private static final class ChangedSecret {
        private final SecretRef secret;
        private final RestartReason reason;
        private final long since;
        private boolean siblingsFetched;

        ChangedSecret(SecretRef secret, RestartReason reason, long since) {
            this.secret = secret;
            this.reason = reason;
            this.since = since;
        }
    }

    private final ConnectRest rest;
    private final Secrets secrets;
    private final TimeSource time;
    private final RandomGenerator random;
    private final EventLog log;

    private final List<ChangedSecret> changed = new ArrayList<>();

    /** Connectors to restart, and why. */
    private final Map<String, RestartReason> waiting = new LinkedHashMap<>();

    private final RestartTimes times = new RestartTimes();

    private List<DeployedConnector> seen = List.of();
    private long seenAt;

    private TimeSource.@Nullable Scheduled alarm;
    private long alarmAt;
    private boolean working;
    private boolean closed;
    private long failingSince;
    private boolean failing;

    ConnectorRestarts(ConnectRest rest, Secrets secrets, TimeSource time, RandomGenerator random, EventLog log) {
        this.rest = rest;
        this.secrets = secrets;
        this.time = time;
        this.random = random;
        this.log = log;
    }

    /** Takes in that a secret has another value, or one again. Returns at once. */
    synchronized void changed(SecretRef secret, RestartReason reason) {
        if (closed) {
            return;
        }
        long now = time.nanos();
        if (changed.isEmpty() && waiting.isEmpty()) {
            times.noneBefore(now + SETTLE.toNanos() + random.nextLong(SPREAD.toNanos()));
        }
        changed.add(new ChangedSecret(secret, reason, now));
        alarmIn(0);
    }

    /** Under the lock. */
    private void alarmIn(long nanos) {
        long at = time.nanos() + nanos;
        if (working || alarm != null && alarmAt <= at) {
            return;
        }
        if (alarm != null) {
            alarm.cancel();
        }
        alarmAt = at;
        alarm = time.after(Duration.ofNanos(nanos), () -> time.start(this::work));
    }

    /** One step: fetch what may have been rotated together, look up what is due, restart one connector; then the next step at its time. */
    private void work() {
        synchronized (this) {
            if (working || closed) {
                return;
            }
            working = true;
            alarm = null;
        }
        Duration pause = null;
        try {
            fetchSiblings();
            lookUp();
            restartOne();
            synchronized (this) {
                failing = false;
            }
        } catch (IOException | RuntimeException e) {
            pause = failed(e);
        }
        synchronized (this) {
            working = false;
            if (!closed && !(changed.isEmpty() && waiting.isEmpty())) {
                alarmIn(pause != null ? pause.toNanos() : untilNext());
            }
        }
    }

    private long untilNext() {
        long now = time.nanos();
        long least = Long.MAX_VALUE;
        for (ChangedSecret change : changed) {
            least = Math.min(least, change.siblingsFetched ? Math.max(0, change.since + SETTLE.toNanos() - now) : 0);
        }
        for (String connector : waiting.keySet()) {
            least = Math.min(least, times.waitOf(connector, now));
        }
        return least;
    }

    /** Only the one step that works calls it. */
    private List<DeployedConnector> look() throws IOException {
        seen = rest.connectors(ConnectRest.TIMEOUT);
        seenAt = time.nanos();
        return seen;
    }

    private void fetchSiblings() throws IOException {
        List<ChangedSecret> news = new ArrayList<>();
        synchronized (this) {
            for (ChangedSecret change : changed) {
                if (!change.siblingsFetched) {
                    news.add(change);
                }
            }
        }
        if (news.isEmpty()) {
            return;
        }
        List<DeployedConnector.SecretUse> siblings = new ArrayList<>();
        for (DeployedConnector connector : look()) {
            if (reason(connector, news) == RestartReason.ROTATED
                    && !connector.keepsItsValues()
                    && concernsHere(connector, RestartReason.ROTATED)) {
                for (DeployedConnector.SecretUse use : connector.variables()) {
                    SecretRef secret = secrets.followedBy(use);
                    if (secret != null && !named(secret, news)) {
                        siblings.add(use);
                    }
                }
            }
        }
        synchronized (this) {
            for (ChangedSecret change : news) {
                change.siblingsFetched = true;
            }
        }
        secrets.refresh(siblings);
    }

    private static boolean named(SecretRef secret, List<ChangedSecret> changes) {
        for (ChangedSecret change : changes) {
            if (same(change.secret, secret)) {
                return true;
            }
        }
        return false;
    }

    private static boolean same(SecretRef a, SecretRef b) {
        return a.container().equals(b.container()) && a.name().equalsIgnoreCase(b.name());
    }

    /** Why these changes restart the connector, or {@code null} when they do not. */
    private @Nullable RestartReason reason(DeployedConnector connector, List<ChangedSecret> changes) {
        RestartReason reason = null;
        for (DeployedConnector.SecretUse use : connector.variables()) {
            SecretRef secret = secrets.followedBy(use);
            if (secret == null) {
                continue;
            }
            for (ChangedSecret change : changes) {
                if (same(change.secret, secret) && !knownAtRestart(connector.name(), change)) {
                    reason = reason == null ? change.reason : reason.and(change.reason);
                }
            }
        }
        return reason;
    }

    /** Whether the tasks were restarted since, and late enough for every worker to know. */
    private synchronized boolean knownAtRestart(String connector, ChangedSecret change) {
        return times.restartedSince(connector, change.since + FRESH.toNanos());
    }

    private void lookUp() throws IOException {
        List<ChangedSecret> due = new ArrayList<>();
        List<ChangedSecret> early = new ArrayList<>();
        synchronized (this) {
            for (ChangedSecret change : changed) {
                (time.nanos() - change.since >= SETTLE.toNanos() ? due : early).add(change);
            }
        }
        if (due.isEmpty()) {
            return;
        }
        Map<String, RestartReason> found = new LinkedHashMap<>();
        // Another secret of theirs has changed a moment ago.
        List<String> oneForBoth = new ArrayList<>();
        for (DeployedConnector connector : look()) {
            RestartReason reason = reason(connector, due);
            if (reason == null || connector.keepsItsValues() || connector.stopped()) {
                continue;
            }
            RestartReason next = reason(connector, early);
            reason = next == null ? reason : next.and(reason);
            if (concernsHere(connector, reason)) {
                found.put(connector.name(), reason);
                if (next != null) {
                    oneForBoth.add(connector.name());
                }
            }
        }
        synchronized (this) {
            for (String name : oneForBoth) {
                if (!waiting.containsKey(name)) {
                    times.notBefore(name, time.nanos() + SETTLE.toNanos());
                }
            }
            changed.removeAll(due);
            times.forgetRestartsBefore(time.nanos() - GIVE_UP.toNanos());
            found.forEach((name, reason) -> waiting.merge(name, reason, RestartReason::and));
        }
    }

    private boolean concernsHere(DeployedConnector connector, RestartReason reason) throws IOException {
        if (rest.isHere(connector.state().worker())) {
            return !reason.onlyFailed() || connector.failed();
        }
        if (reason.onlyFailed()) {
            for (DeployedConnector.ReportedState task : connector.tasks()) {
                if (task.failed() && rest.isHere(task.worker())) {
                    return true;
                }
            }
        }
        return false;
    }

    private void restartOne() throws IOException {
        String connector = null;
        RestartReason reason = null;
        synchronized (this) {
            long now = time.nanos();
            for (Map.Entry<String, RestartReason> candidate : waiting.entrySet()) {
                if (times.waitOf(candidate.getKey(), now) == 0) {
                    connector = candidate.getKey();
                    reason = candidate.getValue();
                    break;
                }
            }
        }
        if (connector == null || reason == null || leftAlone(connector)) {
            return;
        }
        synchronized (this) {
            // Connect answers when it has done it: where that takes longer, the next follows at once.
            times.begins(time.nanos());
        }
        rest.restart(connector, reason.onlyFailed());
        synchronized (this) {
            waiting.remove(connector);
            times.forgetNotBefore(connector);
            if (!reason.onlyFailed()) {
                times.restarted(connector, time.nanos());
            }
        }
        log.write(LogEvent.of(KafkaMessages.RESTARTED)
                .with("connector", connector)
                .with("reason", reason.text()));
    }

    /** Looks again, since it may have waited for a minute: what is gone or stopped needs nothing, what is paused waits on. */
    private boolean leftAlone(String name) throws IOException {
        for (DeployedConnector connector : time.nanos() - seenAt < GLANCE ? seen : look()) {
            if (!connector.name().equals(name)) {
                continue;
            }
            if (connector.paused()) {
                synchronized (this) {
                    times.notBefore(name, time.nanos() + PAUSED.toNanos());
                }
                return true;
            }
            if (!connector.stopped()) {
                return false;
            }
        }
        synchronized (this) {
            waiting.remove(name);
            times.forgetNotBefore(name);
        }
        return true;
    }

    private synchronized Duration failed(Exception e) {
        if (!failing) {
            failing = true;
            failingSince = time.nanos();
            log.write(LogEvent.of(KafkaMessages.NOT_RESTARTED_YET)
                    .with("problem", e.getMessage())
                    .with("pause", RETRY));
        } else if (time.nanos() - failingSince > GIVE_UP.toNanos()) {
            log.write(LogEvent.of(KafkaMessages.NOT_RESTARTED).with("problem", e.getMessage()));
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
    }
}
