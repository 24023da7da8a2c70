package io.keyweave.store;

import io.keyweave.Failure;
import io.keyweave.LogEvent;
import io.keyweave.Origin;
import io.keyweave.Secret;
import io.keyweave.SecretRef;
import io.keyweave.time.Moment;
import io.keyweave.time.TimeSource;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * Decides when each entry is fetched; what comes of it, {@link FetchOutcomes} knows. Has no lock of its own: everything here is called under the store's, but for
 * {@link #generation}.
 *
 * <p>Why a scheduler of our own and not Caffeine's {@code refreshAfterWrite}: that one refreshes only what is read, so a password
 * nobody read for an hour would be an hour old at the next login, and it ignores the exceptions our rules are about.
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

    private static final int BACKGROUND_PER_SECOND = 1;

    final SecretCache cache;

    private final RequestBudget budget;
    private final Rules rules;
    private final Fetcher fetcher;
    private final TimeSource time;
    private final Runnable tick;
    private final Backoff backoff;
    private final Pacer pacer;
    private final Pacer background = new Pacer(BACKGROUND_PER_SECOND);
    private final SlotHolders slots;
    private final FetchOutcomes outcomes;

    private long fetches;
    private long lastSlot = Long.MIN_VALUE;
    private Moment moved;
    private TimeSource.@Nullable Scheduled alarm;
    private long alarmAt;

    /** When all of them are looked at next, on the monotonic clock. */
    private long lookAt = NEVER;

    private boolean closed;

    /** @param tick what the alarm runs; it takes the lock and calls {@link #tick} */
    Refresher(Rules rules, Fetcher fetcher, TimeSource time, RandomGenerator random, Runnable tick) {
        this.rules = rules;
        this.fetcher = fetcher;
        this.time = time;
        this.tick = tick;
        this.backoff = new Backoff(random);
        this.pacer = new Pacer(rules.getsPerSecond());
        this.budget = new RequestBudget(rules);
        this.slots = new SlotHolders(new SlotPlan(rules.getsPerSecond()), budget);
        this.outcomes = new FetchOutcomes(rules, time, random, backoff, budget, slots, this::inUse);
        this.moved = Moment.now(time);
        this.cache = new SecretCache(rules, budget, time, this::unread, outcomes::dropped);
    }

    /** Tells of replaced values, and of entries that are dropped, from now on. */
    void tellOfFormer(FormerValues target) {
        outcomes.tellOfFormer(target);
    }

    /** Moves on after every change a reader can see. One volatile read, without the lock. */
    long generation() {
        return outcomes.generation();
    }

    private int inUse(SecretRef sameVault) {
        int count = 0;
        for (StoredSecret secret : cache.inUse()) {
            SecretRef ref = secret.ref();
            count += ref.container().equals(sameVault.container())
                            && ref.scheme().equals(sameVault.scheme())
                    ? 1
                    : 0;
        }
        return count;
    }

    /** Requests made so far. */
    long fetches() {
        return fetches;
    }

    /** How long the vault has taken lately, in nanoseconds; 0 while nobody knows. */
    long latency() {
        return outcomes.latency();
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
        for (StoredSecret secret : slots.until(now)) {
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
        boolean remembers = outcomes.forgetCollected();
        List<StoredSecret> due = new ArrayList<>();
        List<StoredSecret> all = cache.inUse();
        for (int i = 0; i < all.size(); i++) {
            StoredSecret secret = all.get(i);
            if (secret.overdueIn(now, moved) == 0) {
                outcomes.failed(
                        secret,
                        now,
                        StoreFailures.noAnswer(secret.ref(), fetcher.service(secret.ref()), rules.attemptTimeout()),
                        news);
            }
            if (secret.dropIn(now) == 0) {
                outcomes.drop(secret, now, news);
            }
            retime(secret, now);
            if (secret.dueIn(now) == 0) {
                if (secret.slot > slots.at(now.nanos())) {
                    // The wall clock says so: the machine has slept.
                    slots.leave(secret);
                }
                due.add(secret);
            }
            outcomes.watchExpiry(secret, now, news);
        }
        outcomes.tellEnded(now, news);
        due.sort((a, b) -> order(a, b, now));
        for (StoredSecret secret : due) {
            if (pauseOf(secret, now) == 0) {
                begin(secret, now, news);
            }
        }
        long next = cache.holdsUnread() || remembers ? UNREAD_INTERVAL : NEVER;
        for (int i = 0; i < all.size(); i++) {
            next = Math.min(next, lookIn(all.get(i), now));
        }
        lookAt = next == NEVER ? NEVER : now.nanos() + next;
        warn(news);
    }

    /** Tells once that the ttls asked for are too many. */
    void warn(PendingNotifications news) {
        LogEvent warning = budget.warning();
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

    /** Without the comparators of {@code Comparator}, for which a starting JVM makes classes. */
    private static int order(StoredSecret a, StoredSecret b, Moment now) {
        int order = Integer.compare(rank(a), rank(b));
        return order != 0 ? order : Long.compare(b.next.lateAt(now), a.next.lateAt(now));
    }

    /** How long a secret that is due has to wait all the same, in nanoseconds. */
    private long pauseOf(StoredSecret secret, Moment now) {
        if (Waiter.anyOfStart(secret.waiters)) {
            return 0;
        }
        long pause = pacer.pause(now.nanos());
        if (!secret.waiters.isEmpty() || secret.slot != StoredSecret.NO_SLOT) {
            return pause;
        }
        pause = Math.max(pause, slots.untilFree(now, lastSlot));
        return secret.inBackground() ? Math.max(pause, background.pause(now.nanos())) : pause;
    }

    /** Gives the secret the ttl that it is to have now, and an earlier slot if that is shorter. */
    void retime(StoredSecret secret, Moment now) {
        if (shortened(secret)) {
            takeEarlierSlot(secret, now);
        }
    }

    /** Gives the secret the ttl that it is to have now; returns whether its slot comes too late for that. */
    private boolean shortened(StoredSecret secret) {
        return secret.next.ttl(budget.ttl(secret)) && secret.slot != StoredSecret.NO_SLOT;
    }

    private void takeEarlierSlot(StoredSecret secret, Moment now) {
        slots.leave(secret);
        slots.take(secret, now, secret.next.attemptedAt() + secret.next.ttl().toNanos());
    }

    /** A fetch as soon as the limits allow. */
    void dueNow(StoredSecret secret, Moment now) {
        slots.leave(secret);
        secret.next.dueNow();
        lookAt = now.nanos();
    }

    private void unread(StoredSecret secret) {
        slots.leave(secret);
        outcomes.unread(secret);
    }

    /**
     * Sets the alarm after a change of this secret only, and so in the same time for a hundred secrets as for one. An alarm that has become
     * too early by it rings without success, once.
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
        StoredSecret secret = slots.first();
        if (secret == null) {
            return NEVER;
        }
        return secret.next.dueAt() + (pacer.pause(secret.next.dueAt()));
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
        slots.leave(secret);
        pacer.begin(now.nanos());
        lastSlot = slots.at(now.nanos());
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
        if (Waiter.anyOfStart(secret.waiters) && timeout < outcomes.latency() && fetch.queued.until(now) > 0) {
            secret.unsent(now, backoff.after(1, secret.next.ttl(), null));
            armFor(secret, now);
            return -1;
        }
        fetch.cut = timeout < whole;
        secret.sent(fetch, now);
        fetches++;
        return timeout;
    }

    /** A value of before this process, for a secret that has none; it is asked for as before. */
    void adopt(
            StoredSecret secret, Secret value, Moment confirmed, Failure why, Moment now, PendingNotifications news) {
        outcomes.adopt(secret, value, confirmed, why, news);
        armFor(secret, now);
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
        outcomes.of(fetch, now, fetched, failure, news);
        armFor(secret, now);
    }

    /** The entry of a secret, kept fresh for as long as the reader can be reached. The clocks are read for the few readers that change anything. */
    ReaderReference read(SecretRef ref, @Nullable Duration ttl, Origin origin, Object reader) {
        forgetCollected();
        StoredSecret secret = cache.inUse(ref);
        if (secret == null) {
            secret = cache.of(ref, Moment.now(time));
        }
        ReaderReference reference = cache.read(secret, ttl, origin, reader);
        if (shortened(secret)) {
            takeEarlierSlot(secret, Moment.now(time));
        }
        return reference;
    }

    /** Lets go of readers that were collected, and of their secrets when the time has come, though nothing may be left to fetch. */
    void forgetCollected() {
        if (cache.forgetCollected() && lookAt == NEVER && cache.holdsUnread()) {
            Moment now = Moment.now(time);
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
