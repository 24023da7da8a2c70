package io.keyweave.store;

import io.keyweave.Failure;
import io.keyweave.Origin;
import io.keyweave.Secret;
import io.keyweave.SecretRef;
import io.keyweave.SecretStatus;
import io.keyweave.time.Moment;
import io.keyweave.time.TimeSource;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * Decides when each entry is fetched, and what comes of it. Has no lock of its own: everything here is called under the store's, but for
 * {@link #generation}.
 *
 * <p>Why a scheduler of our own and not Caffeine's {@code refreshAfterWrite}: that one refreshes only what is read, so a password
 * nobody read for an hour would be an hour old at the next login, and it swallows the exceptions our rules are about.
 *
 * <p>Each fresh secret has a slot of the {@link SlotPlan} ahead, so that the promise of ttl and a tenth holds for as many secrets as the limit on
 * requests allows. What has no slot takes those that are free: a retry, what came due while the machine slept, and last of all what does not exist.
 * A start, and a login that waits, are held up by no slot.
 *
 * <p>Why a beat every two seconds and not only a timer per secret: timers stand still while a machine sleeps. The beat compares both
 * clocks and so finds, within two seconds of waking, what became due meanwhile. The plan keeps that from being a storm.
 */
final class Refresher {

    private static final long TICK_INTERVAL = 2_000_000_000L;
    private static final long NEVER = Long.MAX_VALUE;
    private static final long UNREAD_INTERVAL = 30_000_000_000L;
    private static final long SHORTEST_ATTEMPT = 100_000_000L;

    /** An attempt ends this long before its caller gives up, so that the caller learns what the provider saw: no route, no TLS. */
    private static final long CALLER_MARGIN = 300_000_000L;

    /** Up to this part of the limit, the usual jitter of a tenth of the ttl keeps secrets of one start apart. */
    private static final double NO_CROWD = 0.08;

    /** More than the fluid limit, so that the plan has gaps. */
    private static final double ROOMY = 1.1;

    /** Slots looked through for one that can be had from another secret. */
    private static final int MOST_SEARCHED = 2_000;

    private static final int BACKGROUND_PER_SECOND = 1;

    final SecretCache cache;

    private final RequestBudget budget;
    private final Rules rules;
    private final TimeSource time;
    private final RandomGenerator random;
    private final Runnable tick;
    private final Backoff backoff;
    private final Pacer pacer;
    private final Pacer background = new Pacer(BACKGROUND_PER_SECOND);
    private final SlotPlan plan;

    /** Who has which slot. */
    private final TreeMap<Long, StoredSecret> holders = new TreeMap<>();

    private final Incidents incidents = new Incidents();

    private volatile long generation;
    private FormerValues former = FormerValues.FORGOTTEN;
    private long fetches;
    private long lastSlot = Long.MIN_VALUE;
    private Moment moved;
    private long latency;
    private TimeSource.@Nullable Scheduled alarm;
    private long alarmAt;

    /** When all of them are looked at next, on the monotonic clock. */
    private long lookAt = NEVER;

    private boolean closed;

    /** @param tick what the alarm runs; it takes the lock and calls {@link #tick} */
    Refresher(Rules rules, TimeSource time, RandomGenerator random, Runnable tick) {
        this.rules = rules;
        this.time = time;
        this.random = random;
        this.tick = tick;
        this.backoff = new Backoff(random);
        this.pacer = new Pacer(rules.getsPerSecond());
        this.plan = new SlotPlan(rules.getsPerSecond());
        this.budget = new RequestBudget(rules);
        this.moved = Moment.now(time);
        this.cache = new SecretCache(rules, budget, time, this::unread, secret -> former.dropped(secret));
    }

    /** Tells of replaced values, and of entries that are dropped, from now on. */
    void tellOfFormer(FormerValues target) {
        former = target;
    }

    /** Moves on after every change a reader can see. One volatile read, without the lock. */
    long generation() {
        return generation;
    }

    /** Requests made so far. */
    long fetches() {
        return fetches;
    }

    /** How long the vault has taken lately, in nanoseconds; 0 while nobody knows. */
    long latency() {
        return latency;
    }

    boolean closed() {
        return closed;
    }

    /** Begins what is due, drops what is too old, and sets the alarm for the next time. */
    void tick(Moment now, PendingNotifications news) {
        if (now.nanos() >= lookAt) {
            lookAtAll(now, news);
        } else {
            beginPlanned(now, news);
        }
        set(now, Math.min(lookAt, plannedAt()));
    }

    /** Those whose slot has come: between two looks at all of them nothing else happens by itself. */
    private void beginPlanned(Moment now, PendingNotifications news) {
        List<StoredSecret> due = new ArrayList<>();
        for (StoredSecret secret : holders.headMap(plan.at(now.nanos()), true).values()) {
            if (secret.dueIn(now) == 0) {
                due.add(secret);
            }
        }
        for (StoredSecret secret : due) {
            if (pauseOf(secret, now) == 0) {
                begin(secret, now, news);
            }
        }
    }

    private void lookAtAll(Moment now, PendingNotifications news) {
        cache.forgetCollected();
        cache.expire();
        List<StoredSecret> due = new ArrayList<>();
        List<StoredSecret> all = cache.inUse();
        for (int i = 0; i < all.size(); i++) {
            StoredSecret secret = all.get(i);
            if (secret.overdueIn(now, moved) == 0) {
                failed(secret, now, StoreFailures.noAnswer(secret.ref(), rules.attemptTimeout()), news);
            }
            if (secret.dropIn(now) == 0) {
                drop(secret, now, news);
            }
            retime(secret, now);
            if (secret.dueIn(now) == 0) {
                if (secret.slot > plan.at(now.nanos())) {
                    // The wall clock says so: the machine has slept.
                    leaveSlot(secret);
                }
                due.add(secret);
            }
            watchExpiry(secret, now, news);
        }
        due.sort(Comparator.comparingInt(Refresher::rank).thenComparingLong(secret -> -secret.lateAt(now)));
        for (StoredSecret secret : due) {
            if (pauseOf(secret, now) == 0) {
                begin(secret, now, news);
            }
        }
        long next = cache.holdsUnread() ? UNREAD_INTERVAL : NEVER;
        for (int i = 0; i < all.size(); i++) {
            next = Math.min(next, lookIn(all.get(i), now));
        }
        lookAt = next == NEVER ? NEVER : now.nanos() + next;
        warn(news);
    }

    /** Tells once that the ttls asked for are too many. */
    void warn(PendingNotifications news) {
        String warning = budget.warning();
        if (warning != null) {
            news.slower(warning);
        }
    }

    private static int rank(StoredSecret secret) {
        if (!secret.waiters.isEmpty()) {
            return 0;
        }
        return secret.slot != StoredSecret.NO_SLOT ? 1 : secret.inBackground() ? 3 : 2;
    }

    /** How long a secret that is due has to wait all the same, in nanoseconds. */
    private long pauseOf(StoredSecret secret, Moment now) {
        if (awaitedAtStart(secret)) {
            return 0;
        }
        long pause = pacer.pause(now.nanos());
        if (!secret.waiters.isEmpty() || secret.slot != StoredSecret.NO_SLOT) {
            return pause;
        }
        long free = plan.freeFrom(Math.max(plan.at(now.nanos()), lastSlot + 1));
        pause = Math.max(pause, plan.begin(free) - now.nanos());
        return secret.inBackground() ? Math.max(pause, background.pause(now.nanos())) : pause;
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

    /** Gives the secret the ttl that it is to have now, and an earlier slot if that is shorter. */
    void retime(StoredSecret secret, Moment now) {
        if (secret.ttl(budget.ttl(secret)) && secret.slot != StoredSecret.NO_SLOT) {
            leaveSlot(secret);
            takeSlot(secret, now, secret.attemptedAt() + secret.ttl().toNanos());
        }
    }

    /** A fetch as soon as the limits allow. */
    void dueNow(StoredSecret secret, Moment now) {
        leaveSlot(secret);
        secret.dueNow();
        lookAt = now.nanos();
    }

    private void leaveSlot(StoredSecret secret) {
        if (secret.slot != StoredSecret.NO_SLOT) {
            plan.release(secret.slot);
            holders.remove(secret.slot);
            secret.slot = StoredSecret.NO_SLOT;
        }
    }

    private void unread(StoredSecret secret) {
        leaveSlot(secret);
        incidents.forget(secret);
    }

    /**
     * Plans the fetch after a good one: ttl and up to a tenth later. After the first of all it may come earlier, the more so the more secrets there
     * are: that spreads what a start fetched together over the whole of a ttl.
     */
    private void planNext(StoredSecret secret, Moment now, boolean first) {
        if (secret.settled()) {
            return;
        }
        long ttl = secret.ttl().toNanos();
        long wanted = secret.attemptedAt() + ttl + (long) (ttl * random.nextDouble() / 10);
        double load = budget.loadToCome();
        if (first && load > NO_CROWD) {
            wanted -= (long) (ttl * Math.min(1, load * ROOMY) * random.nextDouble());
        }
        takeSlot(secret, now, wanted);
    }

    private void takeSlot(StoredSecret secret, Moment now, long wanted) {
        long first = plan.at(now.nanos()) + 1;
        long last = lastSlotOf(secret);
        long slot = plan.take(first, Math.max(first, plan.at(wanted)), last);
        if (slot > last) {
            StoredSecret patient = mostPatient(first, last);
            if (patient != null) {
                long freed = patient.slot;
                keepSlot(patient, plan.take(first, freed, lastSlotOf(patient)), plan.begin(freed));
                plan.release(slot);
                slot = freed;
            }
        }
        keepSlot(secret, slot, wanted);
    }

    /** Of those that have the slots from {@code first} to {@code last} the one that can best go elsewhere, if any can wait longer. */
    private @Nullable StoredSecret mostPatient(long first, long last) {
        StoredSecret found = null;
        long latest = last;
        for (long slot = last; slot >= Math.max(first, last - MOST_SEARCHED); slot--) {
            StoredSecret holder = holders.get(slot);
            if (holder != null && lastSlotOf(holder) > latest) {
                found = holder;
                latest = lastSlotOf(holder);
            }
        }
        return found;
    }

    private long lastSlotOf(StoredSecret secret) {
        long ttl = secret.ttl().toNanos();
        return plan.at(secret.attemptedAt() + ttl + ttl / 10);
    }

    private void keepSlot(StoredSecret secret, long slot, long wanted) {
        secret.slot = slot;
        holders.put(slot, secret);
        secret.interval((slot == plan.at(wanted) ? wanted : plan.begin(slot)) - secret.attemptedAt());
    }

    /**
     * Sets the alarm after a change of this secret only, and so in the same time for a hundred secrets as for one. An alarm that has become
     * too early by it rings in vain, once.
     */
    void armFor(StoredSecret secret, Moment now) {
        long next = lookIn(secret, now);
        if (next != NEVER) {
            lookAt = Math.min(lookAt, now.nanos() + next);
        }
        long at = Math.min(lookAt, plannedAt());
        if (at != NEVER && (alarm == null || at < alarmAt)) {
            set(now, at);
        }
    }

    /** When the first slot that is taken comes. */
    private long plannedAt() {
        Map.Entry<Long, StoredSecret> first = holders.firstEntry();
        if (first == null) {
            return NEVER;
        }
        StoredSecret secret = first.getValue();
        return secret.dueAt() + (pacer.pause(secret.dueAt()));
    }

    /** Nanoseconds until the secret is to be looked at, apart from the slot it may have; {@link #NEVER} when nothing happens to it by itself. */
    private long lookIn(StoredSecret secret, Moment now) {
        if (secret.settled() && secret.dropIn(now) == NEVER) {
            return NEVER;
        }
        long next = Math.min(TICK_INTERVAL, Math.min(secret.dropIn(now), secret.overdueIn(now, moved)));
        if (secret.slot != StoredSecret.NO_SLOT) {
            return next;
        }
        long due = secret.dueIn(now);
        return Math.min(next, due == 0 ? pauseOf(secret, now) : due);
    }

    private void set(Moment now, long at) {
        // The old one goes last: it may be the one that rings now, and would not ring again should there be no memory
        // for the new one.
        TimeSource.Scheduled before = alarm;
        if (at != NEVER && !closed) {
            alarm = time.after(Duration.ofNanos(Math.max(0, at - now.nanos())), tick);
            alarmAt = at;
        } else {
            alarm = null;
        }
        if (before != null) {
            before.cancel();
        }
    }

    /** A request that the store is to launch once the lock is released. */
    void begin(StoredSecret secret, Moment now, PendingNotifications news) {
        if (secret.inBackground()) {
            background.begin(now.nanos());
        }
        leaveSlot(secret);
        pacer.begin(now.nanos());
        lastSlot = plan.at(now.nanos());
        news.fetches.add(secret.begin(now));
    }

    /**
     * A request leaves the queue.
     *
     * @return the time it may take in nanoseconds, or -1 when it is not to be made: its callers would not hear the answer
     */
    long sent(InFlightFetch fetch, Moment now) {
        StoredSecret secret = fetch.secret;
        if (closed || secret.fetchInFlight() != fetch) {
            return -1;
        }
        moved = now;
        long whole = rules.attemptTimeout().toNanos();
        long timeout = whole;
        for (Waiter waiter : secret.waiters) {
            timeout = Math.min(timeout, Math.max(SHORTEST_ATTEMPT, waiter.deadline - now.nanos() - CALLER_MARGIN));
        }
        if (awaitedAtStart(secret) && timeout < latency && fetch.queued.until(now) > 0) {
            secret.unsent(now, backoff.after(1, secret.ttl(), null));
            armFor(secret, now);
            return -1;
        }
        fetch.cut = timeout < whole;
        secret.sent(fetch, now);
        fetches++;
        return timeout;
    }

    /** A request has been answered. */
    void completed(
            InFlightFetch fetch,
            Moment now,
            @Nullable Secret fetched,
            @Nullable Failure failure,
            PendingNotifications news) {
        StoredSecret secret = fetch.secret;
        if (closed || secret.fetchInFlight() != fetch) {
            return;
        }
        moved = now;
        Failure problem = failure;
        if (fetched != null && rules.failOnExpired() && expired(fetched)) {
            problem = StoreFailures.expired(secret.ref(), fetched);
        }
        if (problem != null) {
            failed(secret, now, problem, news);
        } else if (fetched != null) {
            long took = fetch.begun().until(now);
            latency = latency == 0 ? took : (latency * 7 + took) / 8;
            succeeded(secret, now, fetched, news);
        }
        armFor(secret, now);
    }

    private boolean expired(Secret secret) {
        return secret.expires() != null && !time.now().isBefore(secret.expires());
    }

    private void succeeded(StoredSecret secret, Moment now, Secret fetched, PendingNotifications news) {
        if (secret.failure() != null && incidents.recovered(secret, now)) {
            news.recovered(secret);
        }
        boolean first = !secret.hadValue();
        View before = secret.succeeded(fetched);
        budget.update(secret);
        secret.ttl(budget.ttl(secret));
        planNext(secret, now, first);
        Secret old = before.secret();
        if (old == null
                || !old.version().equals(fetched.version())
                || !old.value().equals(fetched.value())) {
            publish(secret, before, first && awaitedAtStart(secret), news);
        }
        answer(secret, null, now, news);
        watchExpiry(secret, now, news);
    }

    private void failed(StoredSecret secret, Moment now, Failure failure, PendingNotifications news) {
        leaveSlot(secret);
        long pause = backoff.after(secret.failuresWithNext(), secret.ttl(), failure.retryAfter());
        View before = secret.failed(failure, now, pause, random.nextDouble());
        budget.update(secret);
        View after = secret.view();
        if (before.secret() != null && after.secret() == null) {
            publish(secret, before, false, news);
        } else if (before.state() != after.state()) {
            generation++;
        } else if (after.secret() != null) {
            news.stale(secret, now, failure, incidents.failed(secret, failure, now));
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
        publish(secret, secret.drop(why), false, news);
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

    /**
     * Makes a change visible; the rest of the world hears of it afterwards.
     *
     * @param start whether this is the first value of a start that is under way, which is no change, however many attempts it took
     */
    private void publish(StoredSecret secret, View before, boolean start, PendingNotifications news) {
        Secret old = before.secret();
        try {
            former.replaced(secret.ref(), old);
        } finally {
            // Also with no memory left for that: without it readers would stay with the old value until the next
            // change.
            generation++;
        }
        if (before.state() != SecretStatus.State.PENDING && !start) {
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
        if (left.compareTo(Rules.EXPIRY_NEAR) < 0 && secret.warnToday(now)) {
            news.expires(secret, held, expires, left);
        }
    }

    /** The entry of a secret, kept fresh for as long as the reader can be reached. */
    ReaderReference read(SecretRef ref, @Nullable Duration ttl, Origin origin, Object reader, Moment now) {
        forgetCollected(now);
        ReaderReference reference = cache.read(cache.of(ref, now), ttl, origin, reader);
        retime(reference.secret, now);
        return reference;
    }

    /** Lets go of readers that were collected, and of their secrets when the time has come, though nothing may be left to fetch. */
    void forgetCollected(Moment now) {
        if (cache.forgetCollected() && lookAt == NEVER && cache.holdsUnread()) {
            lookAt = now.nanos() + UNREAD_INTERVAL;
            if (alarm == null) {
                set(now, lookAt);
            }
        }
    }

    void close() {
        closed = true;
        if (alarm != null) {
            alarm.cancel();
        }
    }
}
