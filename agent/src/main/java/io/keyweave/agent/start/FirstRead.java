package io.keyweave.agent.start;

import io.keyweave.LiveValue;
import io.keyweave.Log;
import io.keyweave.ProblemReport;
import io.keyweave.SecretResolver;
import io.keyweave.agent.live.Marker;
import io.keyweave.settings.Setting;
import io.keyweave.settings.Settings;
import io.keyweave.timeline.Timeline;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * {@code startup-wait=first-read}: secrets are fetched while the application already starts, and whoever reads a placeholder first waits.
 * Fail closed holds: when a secret cannot be had, the same report ends the JVM with the same code, and no read ever returned before.
 *
 * <p>Opt-in, because a read may now wait inside a lock or a class initialiser of the application. A fetch that such a lock
 * holds up ends with the time-out below, never in a deadlock. The agent's own threads do not wait: they see the text as written, and
 * nothing they need may be a placeholder ({@link NotForUs}).
 */
final class FirstRead {

    /** On top of all waits the settings allow: a fetch beyond it is stuck, not slow. */
    private static final Duration MARGIN = Duration.ofSeconds(10);

    private final CountDownLatch settled = new CountDownLatch(1);
    private final Duration patience;
    private final Log log;
    private final AtomicLong waitsSince = new AtomicLong();

    FirstRead(Settings settings, Log log) {
        this.log = log;
        this.patience = settings.duration(Setting.STARTUP_TIMEOUT)
                .plus(settings.duration(Setting.STARTUP_SPREAD))
                .plus(MARGIN);
    }

    /** Begins to fetch. */
    void fetch(SecretResolver resolver, List<LiveValue> values) {
        if (Timeline.running()) {
            StartTimes.overlaps();
        }
        Thread thread = new Thread(null, () -> settle(resolver, values), "keyweave-start", 0, false);
        thread.setDaemon(true);
        thread.setContextClassLoader(FirstRead.class.getClassLoader());
        thread.start();
    }

    private void settle(SecretResolver resolver, List<LiveValue> values) {
        try {
            long begun = Timeline.now();
            ProblemReport report = resolver.check(values);
            Timeline.phase("secrets", begun);
            if (!report.isEmpty()) {
                Exit.with(report.exception().exitCode(), report.text());
            }
            if (Timeline.running()) {
                StartTimes.secretsArrived(log, waitsSince.get());
            }
            settled.countDown();
        } catch (Throwable broken) {
            Exit.with(Exit.BROKEN, "Its secrets could not be fetched: " + broken);
        }
    }

    Marker marker(LiveValue value) {
        return new Marker(value.text(), () -> read(value));
    }

    private @Nullable String read(LiveValue value) {
        if (settled.getCount() != 0) {
            if (Thread.currentThread().getContextClassLoader() == FirstRead.class.getClassLoader()) {
                return value.text();
            }
            await();
        }
        return value.current();
    }

    private void await() {
        long deadline = System.nanoTime() + patience.toNanos();
        waitsSince.compareAndSet(0, Timeline.now());
        boolean interrupted = false;
        boolean arrived = false;
        while (!arrived) {
            long left = deadline - System.nanoTime();
            if (left <= 0) {
                Exit.with(69, "Its secrets did not arrive within " + patience.toSeconds() + " s after the first read.");
            }
            try {
                arrived = settled.await(left, TimeUnit.NANOSECONDS);
            } catch (InterruptedException e) {
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
