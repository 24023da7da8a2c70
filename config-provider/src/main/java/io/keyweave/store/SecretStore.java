package io.keyweave.store;

import io.keyweave.Failure;
import io.keyweave.Log;
import io.keyweave.Secret;
import io.keyweave.SecretChange;
import io.keyweave.SecretRef;
import io.keyweave.Subscription;
import io.keyweave.placeholder.Origin;
import java.lang.ref.ReferenceQueue;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * Keeps every secret that somebody reads fresh, whether or not it is read at the moment. Thread-safe.
 *
 * <p>One lock guards all bookkeeping; it is never held during a request, a listener or a log line. Readers take no lock: they compare
 * {@link #generation()}, which moves on after each visible change, and read {@link StoredSecret#view()}.
 *
 * <p>Why a scheduler of our own and not Caffeine's {@code refreshAfterWrite}: that one refreshes only what is read, so a password
 * nobody read for an hour would be an hour old at the next login, and it swallows the exceptions our rules are about. Caffeine
 * keeps the entries, and lets go of one a ttl after its last reader is gone: configuration that is reloaded every
 * minute costs no request.
 *
 * <p>Why a beat every two seconds and not only a timer per secret: timers stand still while a machine sleeps. The beat compares both
 * clocks and so finds, within two seconds of waking, what became due meanwhile. The pacer keeps that from being a storm.
 */
public final class SecretStore implements AutoCloseable {

    private static final long BEAT = 2_000_000_000L;

    private final ReentrantLock lock = new ReentrantLock();
    private final ReferenceQueue<Object> collected = new ReferenceQueue<>();
    private final Set<Object> subscribers = Collections.newSetFromMap(new IdentityHashMap<>());
    private final Map<SecretRef, List<Consumer<SecretChange>>> listeners = new HashMap<>();
    private final List<Consumer<SecretChange>> listenersToAll = new CopyOnWriteArrayList<>();

    private final Fetcher fetcher;
    private final Rules rules;
    private final TimeSource time;
    private final RandomGenerator random;
    private final Backoff backoff;
    private final Pacer pacer;
    private final Entries entries;
    private final StoreLog log;
    private final StoreWatch watch;
    private final ServedValues served = new ServedValues(this);

    private volatile long generation;
    private long fetches;
    private TimeSource.@Nullable Scheduled alarm;
    private boolean closed;

    public SecretStore(
            Fetcher fetcher, Rules rules, TimeSource time, RandomGenerator random, Log log, StoreWatch watch) {
        this.fetcher = fetcher;
        this.rules = rules;
        this.time = time;
        this.random = random;
        this.backoff = new Backoff(random);
        this.pacer = new Pacer(rules.getsPerSecond());
        this.entries = new Entries(rules, time);
        this.log = new StoreLog(log, rules);
        this.watch = watch;
    }

    /** Which secret a text came from. */
    public ServedValues served() {
        return served;
    }

    /** Moves on after every change a reader can see. One volatile read. */
    public long generation() {
        return generation;
    }

    /**
     * The entry of a secret, kept fresh for as long as {@code reader} can be reached. Makes no request.
     *
     * @param ttl the reader's own ttl or {@code null}; of several the smallest wins
     * @param origin where the reader has the reference from
     */
    public StoredSecret track(SecretRef ref, @Nullable Duration ttl, Origin origin, Object reader) {
        lock.lock();
        try {
            forgetCollected();
            StoredSecret secret = entries.of(keyOf(ref), Moment.now(time));
            secret.uses.add(new Use(reader, secret, ttl, origin, collected));
            String warning = entries.ratesChanged();
            if (warning != null) {
                log.slower(warning);
            }
            return secret;
        } finally {
            lock.unlock();
        }
    }

    /** An entry that only says no. */
    public StoredSecret refused(SecretRef ref, Failure failure) {
        return StoredSecret.refused(failure, ref, rules, Moment.now(time));
    }

    /** Key Vault compares names without regard to case: one secret, one entry, one request. */
    private static SecretRef keyOf(SecretRef ref) {
        String lower = ref.name().toLowerCase(Locale.ROOT);
        return lower.equals(ref.name()) ? ref : new SecretRef(ref.scheme(), ref.vault(), lower, ref.version());
    }

    /**
     * Fetches those that have no value yet, all at once and as often as the time allows; returns when each has a value, has failed
     * for a reason that waiting does not cure, or the time is over.
     *
     * @return the failures; secrets with a value are not in it
     */
    public Map<StoredSecret, Failure> require(Collection<StoredSecret> wanted, Duration timeout) {
        Waiter waiter;
        List<Flight> flights = new ArrayList<>();
        Map<StoredSecret, Failure> known = new IdentityHashMap<>();
        lock.lock();
        try {
            Moment now = Moment.now(time);
            Set<StoredSecret> missing = Collections.newSetFromMap(new IdentityHashMap<>());
            for (StoredSecret secret : wanted) {
                Failure last = secret.failure();
                boolean recently = last != null && Waiter.definite(last) && secret.dueIn(now) > 0 && !secret.inFlight();
                if (secret.knownAt(now) || recently && secret.view().secret() == null) {
                    View view = secret.view();
                    if (view.failure() != null) {
                        known.put(secret, view.failure());
                    }
                } else {
                    missing.add(secret);
                }
            }
            waiter = new Waiter(Waiter.Until.SETTLED, now.nanos() + timeout.toNanos(), missing.size());
            for (StoredSecret secret : missing) {
                secret.waiters.add(waiter);
                boolean backsOff = secret.failure() != null && secret.dueIn(now) > 0;
                if (!secret.inFlight() && !backsOff) {
                    flights.add(begin(secret, now));
                }
            }
            arm(now);
        } finally {
            lock.unlock();
        }
        launch(flights);
        await(waiter, timeout);
        return outcome(waiter, known, wanted, timeout);
    }

    private Map<StoredSecret, Failure> outcome(
            Waiter waiter, Map<StoredSecret, Failure> known, Collection<StoredSecret> wanted, Duration timeout) {
        lock.lock();
        try {
            known.putAll(waiter.failures);
            for (StoredSecret secret : wanted) {
                if (secret.waiters.remove(waiter) && secret.view().secret() == null) {
                    Failure last = secret.failure();
                    known.put(secret, last != null ? last : StoreLog.noAnswer(secret.ref(), timeout));
                }
            }
            return known;
        } finally {
            lock.unlock();
        }
    }

    /**
     * Fetches a secret that is held already, within the limits on requests; concurrent calls share one fetch.
     *
     * @return what readers see afterwards; the old value when there was no answer in time
     */
    public View refresh(StoredSecret secret, Duration timeout) {
        Waiter waiter;
        lock.lock();
        try {
            Moment now = Moment.now(time);
            if (secret.settled()) {
                return secret.view();
            }
            waiter = new Waiter(Waiter.Until.ANSWERED, now.nanos() + timeout.toNanos(), 1);
            secret.waiters.add(waiter);
            if (!secret.inFlight()) {
                secret.dueNow();
            }
        } finally {
            lock.unlock();
        }
        tick();
        await(waiter, timeout);
        lock.lock();
        try {
            secret.waiters.remove(waiter);
            return secret.view();
        } finally {
            lock.unlock();
        }
    }

    private void await(Waiter waiter, Duration timeout) {
        try {
            boolean answered = time.await(waiter.done, timeout);
            if (!answered) {
                log.waited(timeout);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Calls the listener after each change of that secret, on a thread of ours, until closed; keeps the secret fresh. */
    public Subscription subscribe(SecretRef ref, Consumer<SecretChange> listener) {
        SecretRef key = keyOf(ref);
        Object anchor = new Object();
        StoredSecret secret = track(key, null, Origin.of("a listener"), anchor);
        lock.lock();
        try {
            subscribers.add(anchor);
            listeners.computeIfAbsent(key, k -> new CopyOnWriteArrayList<>()).add(listener);
            if (secret.view().presence() == View.Presence.PENDING && !secret.inFlight()) {
                secret.dueNow();
            }
            arm(Moment.now(time));
        } finally {
            lock.unlock();
        }
        return () -> unsubscribe(key, secret, anchor, listener);
    }

    private void unsubscribe(SecretRef key, StoredSecret secret, Object anchor, Consumer<SecretChange> listener) {
        lock.lock();
        try {
            if (subscribers.remove(anchor)) {
                List<Consumer<SecretChange>> all = listeners.get(key);
                if (all != null && all.remove(listener) && all.isEmpty()) {
                    listeners.remove(key);
                }
                secret.uses.removeIf(use -> use.refersTo(anchor));
                entries.usesChanged(secret);
            }
        } finally {
            lock.unlock();
        }
    }

    /** Calls the listener after each change of any secret, until closed. Keeps nothing fresh by itself. */
    public Subscription subscribe(Consumer<SecretChange> listener) {
        listenersToAll.add(listener);
        return () -> listenersToAll.remove(listener);
    }

    /** Begins what is due, drops what is too old, and sets the alarm for the next time. */
    private void tick() {
        List<Flight> flights = new ArrayList<>();
        List<Runnable> news = new ArrayList<>();
        lock.lock();
        try {
            if (closed) {
                return;
            }
            forgetCollected();
            Moment now = Moment.now(time);
            List<StoredSecret> due = new ArrayList<>();
            for (StoredSecret secret : entries.inUse()) {
                if (secret.overdueIn(now) == 0) {
                    failed(secret, now, StoreLog.noAnswer(secret.ref(), rules.attemptTimeout()), news);
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
            arm(now);
        } finally {
            lock.unlock();
        }
        run(news);
        launch(flights);
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

    /** Sets the alarm to the first thing that can happen, at most a beat away. */
    private void arm(Moment now) {
        if (closed) {
            return;
        }
        long next = Long.MAX_VALUE;
        long pace = pacer.pause(now.nanos());
        for (StoredSecret secret : entries.inUse()) {
            if (secret.settled() && secret.dropIn(now) == Long.MAX_VALUE) {
                continue;
            }
            long due = secret.dueIn(now);
            if (due != Long.MAX_VALUE && !awaitedAtStart(secret)) {
                due = Math.max(due, pace);
            }
            next = Math.min(next, Math.min(BEAT, due));
            next = Math.min(next, Math.min(secret.dropIn(now), secret.overdueIn(now)));
        }
        if (alarm != null) {
            alarm.cancel();
            alarm = null;
        }
        if (next != Long.MAX_VALUE) {
            alarm = time.after(Duration.ofNanos(next), this::tick);
        }
    }

    /** A request about to be made. */
    private record Flight(StoredSecret secret, Moment begun, Duration timeout) {}

    private Flight begin(StoredSecret secret, Moment now) {
        secret.begin(now);
        pacer.begin(now.nanos());
        fetches++;
        long timeout = rules.attemptTimeout().toNanos();
        for (Waiter waiter : secret.waiters) {
            timeout = Math.min(timeout, Math.max(100_000_000L, waiter.deadline - now.nanos()));
        }
        return new Flight(secret, now, Duration.ofNanos(timeout));
    }

    private void launch(List<Flight> flights) {
        for (Flight flight : flights) {
            fetcher.fetch(flight.secret.ref(), flight.timeout, new Fetcher.Answer() {
                @Override
                public void secret(Secret secret) {
                    landed(flight, secret, null);
                }

                @Override
                public void failure(Failure failure) {
                    landed(flight, null, failure);
                }
            });
        }
    }

    private void landed(Flight flight, @Nullable Secret fetched, @Nullable Failure failure) {
        StoredSecret secret = flight.secret;
        List<Runnable> news = new ArrayList<>();
        lock.lock();
        try {
            if (closed || secret.flight() != flight.begun) {
                return;
            }
            Moment now = Moment.now(time);
            Failure problem = failure;
            if (fetched != null && rules.failOnExpired() && expired(fetched)) {
                problem = StoreLog.expired(secret.ref(), fetched);
            }
            Failure outcome = problem;
            Duration took = Duration.ofNanos(now.nanos() - flight.begun.nanos());
            news.add(() -> watch.fetched(secret.ref(), took, outcome));
            if (problem != null) {
                failed(secret, now, problem, news);
            } else if (fetched != null) {
                succeeded(secret, now, fetched, news);
            }
            arm(now);
        } finally {
            lock.unlock();
        }
        run(news);
    }

    private boolean expired(Secret secret) {
        return secret.expires() != null && !time.now().isBefore(secret.expires());
    }

    private void succeeded(StoredSecret secret, Moment now, Secret fetched, List<Runnable> news) {
        Failure last = secret.failure();
        if (last != null) {
            news.add(() -> log.recovered(secret, last));
        }
        View before = secret.succeeded(fetched, random.nextDouble());
        answer(secret, null, now);
        Secret old = before.secret();
        if (old == null
                || !old.version().equals(fetched.version())
                || !old.value().equals(fetched.value())) {
            publish(secret, before, news);
        }
        watchExpiry(secret, now, news);
    }

    private void failed(StoredSecret secret, Moment now, Failure failure, List<Runnable> news) {
        long wait = backoff.after(secret.failuresWithNext(), secret.ttl(), failure.retryAfter());
        View before = secret.failed(failure, now, wait, random.nextDouble());
        answer(secret, failure, now);
        if (before.secret() != null && secret.view().secret() == null) {
            publish(secret, before, news);
            return;
        }
        String version = secret.view().version();
        Moment verified = secret.verified();
        if (version != null && verified != null) {
            Duration age = Duration.ofNanos(verified.until(now));
            Duration next = Duration.ofNanos(secret.dueIn(now));
            Duration left = Duration.ofNanos(secret.dropIn(now));
            news.add(() -> log.stale(secret, now, failure, age, next, left));
            news.add(() -> watch.stale(secret.ref(), version, age, failure));
        }
    }

    private void drop(StoredSecret secret, Moment now, List<Runnable> news) {
        Secret held = secret.view().secret();
        Failure last = secret.failure();
        if (held == null) {
            return;
        }
        boolean tooOld = last != null && !(rules.failOnExpired() && expired(held));
        Failure why = tooOld && last != null
                ? StoreLog.tooOld(last, secret.ref(), Duration.ofNanos(age(secret, now)))
                : StoreLog.expired(secret.ref(), held);
        publish(secret, secret.drop(why), news);
    }

    private static long age(StoredSecret secret, Moment now) {
        Moment verified = secret.verified();
        return verified == null ? 0 : verified.until(now);
    }

    private void answer(StoredSecret secret, @Nullable Failure failure, Moment now) {
        if (secret.waiters.isEmpty()) {
            return;
        }
        long due = secret.dueIn(now);
        long next = due == Long.MAX_VALUE ? now.nanos() : now.nanos() + due;
        secret.waiters.removeIf(waiter -> {
            boolean ends = waiter.endsWith(failure, next);
            if (ends) {
                waiter.answer(secret, failure);
            }
            return ends;
        });
    }

    /** Makes a change visible, under the lock; the rest of the world hears of it afterwards. */
    private void publish(StoredSecret secret, View before, List<Runnable> news) {
        generation++;
        View after = secret.view();
        if (before.presence() == View.Presence.PENDING) {
            return;
        }
        Secret old = before.secret();
        if (old != null) {
            served.replaced(secret.ref(), old);
        }
        SecretChange.Kind kind = after.secret() == null
                ? SecretChange.Kind.REVOKED
                : before.secret() == null ? SecretChange.Kind.RESTORED : SecretChange.Kind.ROTATED;
        SecretChange change = new SecretChange(secret.ref(), before.version(), after.version(), kind);
        List<String> readers = readersOf(secret);
        List<Consumer<SecretChange>> interested = listeners.getOrDefault(secret.ref(), List.of());
        news.add(() -> log.changed(change, after.failure(), readers));
        news.add(() -> watch.changed(change));
        news.add(() -> {
            tell(interested, change);
            tell(listenersToAll, change);
        });
    }

    private void tell(List<Consumer<SecretChange>> interested, SecretChange change) {
        for (Consumer<SecretChange> listener : interested) {
            try {
                listener.accept(change);
            } catch (RuntimeException e) {
                log.listenerFailed(change, e);
            }
        }
    }

    private void watchExpiry(StoredSecret secret, Moment now, List<Runnable> news) {
        Secret held = secret.view().secret();
        Instant expires = held == null ? null : held.expires();
        if (held == null || expires == null) {
            return;
        }
        Duration left = Duration.between(time.now(), expires);
        if (left.compareTo(StoreLog.EXPIRY_NEAR) < 0 && secret.warnToday(now)) {
            List<String> readers = readersOf(secret);
            news.add(() -> log.expires(secret.ref(), held, left, readers));
            news.add(() -> watch.expiryNear(secret.ref(), held.version(), expires));
        }
    }

    private static List<String> readersOf(StoredSecret secret) {
        List<String> readers = new ArrayList<>();
        for (Use use : secret.uses) {
            String origin = use.origin.toString();
            if (!readers.contains(origin)) {
                readers.add(origin);
            }
        }
        return readers;
    }

    private static void run(List<Runnable> news) {
        for (Runnable item : news) {
            item.run();
        }
    }

    private void forgetCollected() {
        for (Object gone = collected.poll(); gone != null; gone = collected.poll()) {
            Use use = (Use) gone;
            if (use.secret.uses.remove(use)) {
                entries.usesChanged(use.secret);
            }
        }
    }

    /** Time until the secret is fetched next, zero while that is due or under way; {@code null} when it never is again. */
    public @Nullable Duration nextFetch(StoredSecret secret) {
        lock.lock();
        try {
            if (secret.settled()) {
                return null;
            }
            return secret.inFlight() ? Duration.ZERO : Duration.ofNanos(secret.dueIn(Moment.now(time)));
        } finally {
            lock.unlock();
        }
    }

    /** Whether the vault was last asked longer ago than that, without an answer on its way. */
    public boolean olderThan(StoredSecret secret, Duration age) {
        lock.lock();
        try {
            return !secret.settled()
                    && !secret.inFlight()
                    && secret.verified() != null
                    && age(secret, Moment.now(time)) > age.toNanos();
        } finally {
            lock.unlock();
        }
    }

    /** Requests so far. */
    public long fetches() {
        lock.lock();
        try {
            return fetches;
        } finally {
            lock.unlock();
        }
    }

    /** What an operator may know of each secret in use. */
    public List<SecretStatus> status() {
        lock.lock();
        try {
            forgetCollected();
            Moment now = Moment.now(time);
            List<SecretStatus> all = new ArrayList<>();
            for (StoredSecret secret : entries.inUse()) {
                all.add(statusOf(secret, now));
            }
            return all;
        } finally {
            lock.unlock();
        }
    }

    private static SecretStatus statusOf(StoredSecret secret, Moment now) {
        View view = secret.view();
        Secret held = view.secret();
        long due = secret.dueIn(now);
        return new SecretStatus(
                secret.ref(),
                view.presence(),
                view.version(),
                held == null ? null : Duration.ofNanos(age(secret, now)),
                secret.ttl(),
                secret.failure(),
                due == Long.MAX_VALUE ? null : Duration.ofNanos(due),
                held == null ? null : held.expires(),
                secret.reads(),
                secret.staleReads(),
                secret.fetches(),
                readersOf(secret));
    }

    /** Ends refreshing; what is held stays readable. */
    @Override
    public void close() {
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
