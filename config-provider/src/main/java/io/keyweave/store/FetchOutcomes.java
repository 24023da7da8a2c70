package io.keyweave.store;

import io.keyweave.Failure;
import io.keyweave.Secret;
import io.keyweave.SecretRef;
import io.keyweave.SecretStatus;
import io.keyweave.time.Moment;
import io.keyweave.time.TimeSource;
import java.time.Duration;
import java.time.Instant;
import java.util.function.ToIntFunction;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/** What an answer, or none, does to a value and to the plan. Called under the store's lock, but for {@link #generation}. */
final class FetchOutcomes {

    /** Up to this part of the limit, the usual jitter of a tenth of the ttl keeps secrets of one start apart. */
    private static final double NO_CROWD = 0.08;

    /** More than the fluid limit, so that the plan has gaps. */
    private static final double ROOMY = 1.1;

    private final Rules rules;
    private final TimeSource time;
    private final RandomGenerator random;
    private final Backoff backoff;
    private final RequestBudget budget;
    private final SlotHolders slots;

    /** How many secrets of the same vault are in use. */
    private final ToIntFunction<SecretRef> inUse;

    private final Incidents incidents = new Incidents();

    private volatile long generation;
    private FormerValues former = FormerValues.FORGOTTEN;
    private long latency;

    FetchOutcomes(
            Rules rules,
            TimeSource time,
            RandomGenerator random,
            Backoff backoff,
            RequestBudget budget,
            SlotHolders slots,
            ToIntFunction<SecretRef> inUse) {
        this.rules = rules;
        this.time = time;
        this.random = random;
        this.backoff = backoff;
        this.budget = budget;
        this.slots = slots;
        this.inUse = inUse;
    }

    /** Tells of replaced values, and of entries that are dropped, from now on. */
    void tellOfFormer(FormerValues target) {
        former = target;
    }

    /** Moves on after every change a reader can see. One volatile read, without the lock. */
    long generation() {
        return generation;
    }

    /** How long the vault has taken lately, in nanoseconds; 0 while nobody knows. */
    long latency() {
        return latency;
    }

    /** Nobody reads the secret any more. */
    void unread(StoredSecret secret) {
        incidents.forget(secret);
    }

    /** The entry of the secret is dropped. */
    void dropped(StoredSecret secret) {
        former.dropped(secret);
    }

    /** Lets go of former values that nobody holds any more; returns whether to ask again although nothing is in use. */
    boolean forgetCollected() {
        return former.forgetCollected();
    }

    /** A request has been answered. */
    void of(
            InFlightFetch fetch,
            Moment now,
            @Nullable Secret fetched,
            @Nullable Failure failure,
            PendingNotifications news) {
        StoredSecret secret = fetch.secret;
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
    }

    /**
     * Plans the fetch after a good one: ttl and up to a tenth later. After the first of all it may come earlier, the more so the more secrets there
     * are: that spreads what a start fetched together over the whole of a ttl.
     */
    private void planNext(StoredSecret secret, Moment now, boolean first) {
        if (secret.settled()) {
            return;
        }
        long ttl = secret.next.ttl().toNanos();
        long wanted = secret.next.attemptedAt() + ttl + (long) (ttl * random.nextDouble() / 10);
        double load = budget.loadToCome();
        if (first && load > NO_CROWD) {
            wanted -= (long) (ttl * Math.min(1, load * ROOMY) * random.nextDouble());
        }
        slots.take(secret, now, wanted);
    }

    private boolean expired(Secret secret) {
        return secret.expires() != null && !time.now().isBefore(secret.expires());
    }

    private void succeeded(StoredSecret secret, Moment now, Secret fetched, PendingNotifications news) {
        Incidents.Ended ended = secret.failure() == null ? null : incidents.recovered(secret, now);
        if (ended != null) {
            news.recovered(secret, ended);
        }
        boolean first = !secret.hadValue();
        View before = secret.succeeded(fetched);
        budget.update(secret);
        secret.next.ttl(budget.ttl(secret));
        planNext(secret, now, first);
        Secret old = before.secret();
        if (old == null
                || !old.version().equals(fetched.version())
                || !old.value().equals(fetched.value())) {
            publish(secret, before, first, news);
        }
        answer(secret, null, now, news);
        watchExpiry(secret, now, news);
    }

    void adopt(StoredSecret secret, Secret value, Moment confirmed, Failure why, PendingNotifications news) {
        View before = secret.adopt(value, confirmed, why);
        budget.update(secret);
        publish(secret, before, true, news);
    }

    void failed(StoredSecret secret, Moment now, Failure failure, PendingNotifications news) {
        slots.leave(secret);
        long pause = backoff.after(secret.next.failures() + 1, secret.next.ttl(), failure.retryAfter());
        View before = secret.failed(failure, now, pause, random.nextDouble());
        budget.update(secret);
        View after = secret.view();
        if (before.secret() != null && after.secret() == null) {
            publish(secret, before, false, news);
        } else if (before.state() != after.state()) {
            generation++;
        } else if (after.secret() != null) {
            news.stale(
                    secret,
                    now,
                    time.now(),
                    failure,
                    incidents.failed(secret, failure, now),
                    inUse.applyAsInt(secret.ref()));
        }
        answer(secret, failure, now, news);
    }

    /** Tells of incidents that have turned out to be over. */
    void tellEnded(Moment now, PendingNotifications news) {
        incidents.tellEnded(now, news);
    }

    void drop(StoredSecret secret, Moment now, PendingNotifications news) {
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
     * @param first whether this is its first value; that of a start that is under way is no change, however many attempts it took
     */
    private void publish(StoredSecret secret, View before, boolean first, PendingNotifications news) {
        Secret old = before.secret();
        try {
            former.replaced(secret.ref(), old);
        } finally {
            // Also with no memory left for that: without it readers would stay with the old value until the next
            // change.
            generation++;
        }
        if (before.state() != SecretStatus.State.PENDING && !(first && Waiter.anyOfStart(secret.waiters))) {
            news.changed(secret, before, secret.view(), first);
        }
    }

    void watchExpiry(StoredSecret secret, Moment now, PendingNotifications news) {
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
}
