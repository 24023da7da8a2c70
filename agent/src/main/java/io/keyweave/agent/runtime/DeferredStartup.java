package io.keyweave.agent.runtime;

import io.keyweave.EventLog;
import io.keyweave.Failure;
import io.keyweave.LiveValue;
import io.keyweave.LogEvent;
import io.keyweave.ProblemReport;
import io.keyweave.SecretResolver;
import io.keyweave.agent.views.Marker;
import io.keyweave.settings.Setting;
import io.keyweave.settings.Settings;
import io.keyweave.time.KeyweaveThreads;
import io.keyweave.time.TimeSource;
import io.keyweave.timeline.Timeline;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * {@code startup-wait=first-read}: secrets are fetched while the application already starts, and whoever reads a placeholder first waits
 * for all of them. Fail closed holds: when a secret is not available, the same report ends the JVM with the same code, and no read ever
 * returned before. Asking whether a key is there does not wait, because it is: what is not available ends the JVM, unless the placeholder is
 * optional.
 *
 * <p>Covers system properties, the environment and what Spring Boot reads before that first read. What is loaded afterwards is fetched by
 * whoever loads it, and fails for that caller: it must not end a JVM that has been at work for hours.
 *
 * <p>Opt-in, because a read may now wait inside a lock or a class initialiser of the application. A fetch that such a lock
 * holds up ends with the time-out below, never in a deadlock. The agent's own threads do not wait: they see the text as written, and
 * nothing they need may be a placeholder ({@code ReservedNames}).
 */
public final class DeferredStartup {

    /** On top of all waits the settings allow: a fetch beyond it is stuck, not slow. */
    private static final Duration MARGIN = Duration.ofSeconds(10);

    private final TimeSource time = TimeSource.system(new KeyweaveThreads("keyweave-start-"));
    private final Set<CountDownLatch> fetching = ConcurrentHashMap.newKeySet();
    private final Settings settings;
    private final Duration patience;
    private final EventLog log;
    private final AtomicLong waitsSince = new AtomicLong();
    private volatile boolean over;

    DeferredStartup(Settings settings, EventLog log) {
        this.settings = settings;
        this.log = log;
        this.patience = settings.duration(Setting.STARTUP_TIMEOUT)
                .plus(settings.duration(Setting.STARTUP_SPREAD))
                .plus(MARGIN);
    }

    /**
     * Begins to fetch.
     *
     * @return false when a secret has been read already: the caller has to fetch, and to wait
     */
    public boolean fetch(SecretResolver resolver, List<LiveValue> values) {
        return fetch(resolver, values, () -> {});
    }

    /** @param arrived run when all are there */
    public boolean fetch(SecretResolver resolver, List<LiveValue> values, Runnable arrived) {
        if (over) {
            return false;
        }
        if (Timeline.running()) {
            StartTimes.overlaps();
        }
        CountDownLatch arrival = new CountDownLatch(1);
        fetching.add(arrival);
        time.start(() -> settle(resolver, values, arrival, arrived));
        return true;
    }

    private void settle(SecretResolver resolver, List<LiveValue> values, CountDownLatch arrival, Runnable arrived) {
        try {
            long begun = Timeline.now();
            ProblemReport report = resolver.check(values);
            Timeline.phase("secrets", begun);
            if (!report.isEmpty()) {
                Exit.with(report.exception().exitCode(), Exit.report(report));
            }
            if (Timeline.running()) {
                StartTimes.secretsArrived(log, waitsSince.get());
            }
            // Before anybody is let go: a program may end at once with what it has read.
            arrived.run();
            fetching.remove(arrival);
            arrival.countDown();
        } catch (Throwable broken) {
            Exit.with(Exit.BROKEN, LogEvent.of(AgentMessages.NOT_FETCHED).with("exception", broken));
        }
    }

    boolean isFetching() {
        return !fetching.isEmpty();
    }

    /** A marker whose first reader waits. */
    public Marker marker(LiveValue value) {
        boolean mayBeAbsent = value.mayBeAbsent(settings);
        return Marker.of(value.text(), () -> read(value), () -> (mayBeAbsent || fetching.isEmpty()) && absent(value));
    }

    private @Nullable String read(LiveValue value) {
        if (fetches()) {
            return value.text();
        }
        await();
        return value.current();
    }

    private boolean absent(LiveValue value) {
        if (fetches()) {
            return false;
        }
        await();
        return !value.present();
    }

    /** Whether nothing is being fetched, so that a look at any value waits for nothing. */
    public boolean ended() {
        return fetching.isEmpty();
    }

    /** Whether this is a thread of ours that must not wait for itself. */
    private boolean fetches() {
        return !fetching.isEmpty() && KeyweaveThreads.current();
    }

    /** Called before a secret is read: returns when all that are being fetched are there. */
    public void await() {
        over = true;
        for (CountDownLatch arrival : fetching) {
            waitsSince.compareAndSet(0, Timeline.now());
            if (!time.awaitAnyway(arrival, patience)) {
                Exit.with(
                        Failure.Kind.UNREACHABLE.exitCode(),
                        LogEvent.of(AgentMessages.NOT_ARRIVED).with("timeout", patience));
            }
        }
    }
}
