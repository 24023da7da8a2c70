package io.keyweave.store;

import io.keyweave.Failure;
import io.keyweave.Secret;
import io.keyweave.SecretStatus;
import io.keyweave.time.Moment;
import io.keyweave.time.TimeSource;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.ReentrantLock;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * Decides when each entry is fetched, and what comes of it. The store's one lock is here; methods that say so are called under it.
 *
 * <p>Why a scheduler of our own and not Caffeine's {@code refreshAfterWrite}: that one refreshes only what is read, so a password
 * nobody read for an hour would be an hour old at the next login, and it swallows the exceptions our rules are about.
 *
 * <p>Why a beat every two seconds and not only a timer per secret: timers stand still while a machine sleeps. The beat compares both
 * clocks and so finds, within two seconds of waking, what became due meanwhile. The pacer keeps that from being a storm.
 */
final class Refresher {

    private static final long TICK_INTERVAL = 2_000_000_000L;
    private static final long SHORTEST_ATTEMPT = 100_000_000L;

    /** An attempt ends this long before its caller gives up, so that the caller learns what the provider saw: no route, no TLS. */
    private static final long CALLER_MARGIN = 300_000_000L;

    final ReentrantLock lock = new ReentrantLock();
    final SecretCache entries;

    private final Fetcher fetcher;
    private final Rules rules;
    private final TimeSource time;
    private final RandomGenerator random;
    private final Backoff backoff;
    private final Pacer pacer;
    private final StoreLog log;
    private final StoreWatch watch;
    private final Listeners listeners;

    /** Where replaced values go, while the lock is held. */
    volatile FormerValues former = FormerValues.FORGOTTEN;

    private volatile long generation;
    private long fetches;
    private TimeSource.@Nullable Scheduled alarm;
    private long alarmAt;
    private boolean closed;

    Refresher(
            Fetcher fetcher,
            Rules rules,
            TimeSource time,
            RandomGenerator random,
            StoreLog log,
            StoreWatch watch,
            Listeners listeners) {
        this.fetcher = fetcher;
        this.rules = rules;
        this.time = time;
        this.random = random;
        this.backoff = new Backoff(random);
        this.pacer = new Pacer(rules.getsPerSecond());
        this.entries = new SecretCache(rules, time);
        this.log = log;
        this.watch = watch;
        this.listeners = listeners;
    }

    /** What happens from now on, to be told after the lock is released. */
    PendingNotifications news() {
        return new PendingNotifications(log, watch, listeners);
    }

    long generation() {
        return generation;
    }

    /** Under the lock. */
    long fetches() {
        return fetches;
    }

    /** A request about to be made. */
    record Flight(StoredSecret secret, Moment begun, Duration timeout) {}

    /** Begins what is due, drops what is too old, and sets the alarm for the next time. Takes the lock. */
    void tick() {
        List<Flight> flights = new ArrayList<>();
        PendingNotifications news = news();
        lock.lock();
        try {
            if (closed) {
                return;
            }
            entries.forgetCollected();
            Moment now = Moment.now(time);
            List<StoredSecret> due = new ArrayList<>();
            for (StoredSecret secret : entries.inUse()) {
                if (secret.overdueIn(now) == 0) {
                    failed(secret, now, StoreFailures.noAnswer(secret.ref(), rules.attemptTimeout()), news);
                }
                if (secret.dropIn(now) == 0) {
                    drop(secret, now, news);
                }
                if (secret.dueIn(now) == 0) {
                    due.add(secret);
                }
                watchExpiry(secret, now, news);
            }
            due.sort((a, b) -> Long.compare(b.lateAt(now), a.lateAt(now)));
            for (StoredSecret secret : due) {
                if (pacer.pause(now.nanos()) == 0 || awaitedAtStart(secret)) {
                    flights.add(begin(secret, now));
                }
            }
            arm(now, news);
        } finally {
            lock.unlock();
            // Requests first: a listener that takes its time or fails does not hold them up, nor does a failing alarm.
            launch(flights);
        }
        news.tell();
    }

    /** The start of a JVM, or of one more file, is not held up by the limit that keeps refreshes frugal. */
    private static boolean awaitedAtStart(StoredSecret secret) {
        for (Waiter waiter : secret.waiters) {
            if (waiter.until == Waiter.Until.SETTLED) {
                return true;
            }
        }
        return false;
    }

    /** Sets the alarm to the first thing that can happen, at most a beat away. Under the lock. */
    void arm(Moment now, PendingNotifications news) {
        long next = Long.MAX_VALUE;
        for (StoredSecret secret : entries.inUse()) {
            next = Math.min(next, nextOf(secret, now));
        }
        String warning = entries.warning();
        if (warning != null) {
            news.slower(warning);
        }
        set(now, next);
    }

    /**
     * Does the same after a change of this secret only, and so in the same time for a hundred secrets as for one. An alarm that has become
     * too early by it rings in vain, once. Under the lock.
     */
    private void armFor(StoredSecret secret, Moment now) {
        long next = nextOf(secret, now);
        if (alarm == null || next < alarmAt - now.nanos()) {
            set(now, next);
        }
    }

    /** Nanoseconds until something can happen to the secret, {@link Long#MAX_VALUE} when nothing ever does. */
    private long nextOf(StoredSecret secret, Moment now) {
        if (secret.settled() && secret.dropIn(now) == Long.MAX_VALUE) {
            return Long.MAX_VALUE;
        }
        long due = secret.dueIn(now);
        if (due != Long.MAX_VALUE && !awaitedAtStart(secret)) {
            due = Math.max(due, pacer.pause(now.nanos()));
        }
        return Math.min(Math.min(TICK_INTERVAL, due), Math.min(secret.dropIn(now), secret.overdueIn(now)));
    }

    private void set(Moment now, long next) {
        // The old one goes last: it may be the one that rings now, and would not ring again should there be no memory
        // for the new one.
        TimeSource.Scheduled before = alarm;
        if (next != Long.MAX_VALUE && !closed) {
            alarm = time.after(Duration.ofNanos(next), this::tick);
            alarmAt = now.nanos() + next;
        } else {
            alarm = null;
        }
        if (before != null) {
            before.cancel();
        }
    }

    /** Counts a request that {@link #launch} is to make. Under the lock. */
    Flight begin(StoredSecret secret, Moment now) {
        secret.begin(now);
        pacer.begin(now.nanos());
        fetches++;
        long timeout = rules.attemptTimeout().toNanos();
        for (Waiter waiter : secret.waiters) {
            timeout = Math.min(timeout, Math.max(SHORTEST_ATTEMPT, waiter.deadline - now.nanos() - CALLER_MARGIN));
        }
        return new Flight(secret, now, Duration.ofNanos(timeout));
    }

    /** Without the lock. */
    void launch(List<Flight> flights) {
        for (Flight flight : flights) {
            StoreWatch.Fetching seen = watch.fetching(flight.secret.ref());
            fetcher.fetch(flight.secret.ref(), flight.timeout, new Fetcher.Answer() {
                @Override
                public void secret(Secret secret) {
                    seen.ended(null);
                    landed(flight, secret, null);
                }

                @Override
                public void failure(Failure failure) {
                    seen.ended(failure);
                    landed(flight, null, failure);
                }
            });
        }
    }

    private void landed(Flight flight, @Nullable Secret fetched, @Nullable Failure failure) {
        StoredSecret secret = flight.secret;
        PendingNotifications news = news();
        lock.lock();
        try {
            if (closed || secret.flight() != flight.begun) {
                return;
            }
            Moment now = Moment.now(time);
            Failure problem = failure;
            if (fetched != null && rules.failOnExpired() && expired(fetched)) {
                problem = StoreFailures.expired(secret.ref(), fetched);
            }
            if (problem != null) {
                failed(secret, now, problem, news);
            } else if (fetched != null) {
                succeeded(secret, now, fetched, news);
            }
            armFor(secret, now);
        } finally {
            lock.unlock();
        }
        news.tell();
    }

    private boolean expired(Secret secret) {
        return secret.expires() != null && !time.now().isBefore(secret.expires());
    }

    private void succeeded(StoredSecret secret, Moment now, Secret fetched, PendingNotifications news) {
        Failure last = secret.failure();
        if (last != null) {
            news.recovered(secret, last);
        }
        View before = secret.succeeded(fetched, random.nextDouble());
        Secret old = before.secret();
        if (old == null
                || !old.version().equals(fetched.version())
                || !old.value().equals(fetched.value())) {
            publish(secret, before, news);
        }
        answer(secret, null, now, news);
        watchExpiry(secret, now, news);
    }

    private void failed(StoredSecret secret, Moment now, Failure failure, PendingNotifications news) {
        long pause = backoff.after(secret.failuresWithNext(), secret.ttl(), failure.retryAfter());
        View before = secret.failed(failure, now, pause, random.nextDouble());
        View after = secret.view();
        if (before.secret() != null && after.secret() == null) {
            publish(secret, before, news);
        } else if (before.state() != after.state()) {
            generation++;
        } else {
            news.stale(secret, now, failure);
        }
        answer(secret, failure, now, news);
    }

    private void drop(StoredSecret secret, Moment now, PendingNotifications news) {
        Secret held = secret.view().secret();
        if (held == null) {
            return;
        }
        Failure last = secret.failure();
        Failure why = last == null || rules.failOnExpired() && expired(held)
                ? StoreFailures.expired(secret.ref(), held)
                : StoreFailures.tooOld(last, secret.ref(), Duration.ofNanos(secret.age(now)));
        publish(secret, secret.drop(why), news);
    }

    private static void answer(StoredSecret secret, @Nullable Failure failure, Moment now, PendingNotifications news) {
        if (secret.waiters.isEmpty()) {
            return;
        }
        long due = secret.dueIn(now);
        long next = due == Long.MAX_VALUE ? now.nanos() : now.nanos() + due;
        secret.waiters.removeIf(waiter -> {
            boolean ends = waiter.endsWith(failure, next);
            if (ends && waiter.answer(secret, failure)) {
                news.answered(waiter);
            }
            return ends;
        });
    }

    /** Makes a change visible, under the lock; the rest of the world hears of it afterwards. */
    private void publish(StoredSecret secret, View before, PendingNotifications news) {
        Secret old = before.secret();
        try {
            former.replaced(secret.ref(), old);
        } finally {
            // Also with no memory left for that: without it readers would stay with the old value until the next
            // change.
            generation++;
        }
        if (before.state() != SecretStatus.State.PENDING) {
            news.changed(secret, before, secret.view());
        }
    }

    private void watchExpiry(StoredSecret secret, Moment now, PendingNotifications news) {
        Secret held = secret.view().secret();
        if (held == null) {
            return;
        }
        Instant begins = held.notBefore();
        if (begins != null && time.now().isBefore(begins) && secret.warnToday(now)) {
            news.early(secret, held, begins);
        }
        Instant expires = held.expires();
        if (expires == null) {
            return;
        }
        Duration left = Duration.between(time.now(), expires);
        if (left.compareTo(StoreLog.EXPIRY_NEAR) < 0 && secret.warnToday(now)) {
            news.expires(secret, held, expires, left);
        }
    }

    void close() {
        lock.lock();
        try {
            closed = true;
            if (alarm != null) {
                alarm.cancel();
            }
        } finally {
            lock.unlock();
        }
    }
}
