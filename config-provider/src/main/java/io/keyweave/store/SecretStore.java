package io.keyweave.store;

import io.keyweave.Failure;
import io.keyweave.Log;
import io.keyweave.Origin;
import io.keyweave.SecretChange;
import io.keyweave.SecretRef;
import io.keyweave.SecretStatus;
import io.keyweave.Subscription;
import io.keyweave.time.Moment;
import io.keyweave.time.TimeSource;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * Keeps every secret that somebody reads fresh, whether or not it is read at the moment. Thread-safe.
 *
 * <p>One lock guards all bookkeeping; it is never held during a request, a listener or a log line. Readers take no lock: they compare
 * {@link #generation()}, which moves on after each visible change, and read {@link StoredSecret#view()}. What happens to an
 * entry when is {@link Refresher}'s business, what an outcome does to its value {@link StoredSecret}'s.
 */
public final class SecretStore implements AutoCloseable {

    private final Set<Object> subscribers = Collections.newSetFromMap(new IdentityHashMap<>());
    private final Rules rules;
    private final TimeSource time;
    private final StoreLog log;
    private final Listeners listeners;
    private final Refresher refresher;
    private final SecretCache entries;
    private final ReentrantLock lock;

    public SecretStore(
            Fetcher fetcher, Rules rules, TimeSource time, RandomGenerator random, Log log, StoreWatch watch) {
        this.rules = rules;
        this.time = time;
        this.log = new StoreLog(log, rules);
        this.listeners = new Listeners(this.log);
        this.refresher = new Refresher(fetcher, rules, time, random, this.log, watch, listeners);
        this.entries = refresher.entries;
        this.lock = refresher.lock;
    }

    /** Tells of the values that readers do not see any more, under the lock, from now on. */
    public void whenReplaced(FormerValues target) {
        refresher.former = target;
    }

    /** Moves on after every change a reader can see. One volatile read. */
    public long generation() {
        return refresher.generation();
    }

    /**
     * The entry of a secret, kept fresh for as long as {@code reader} can be reached. Makes no request.
     *
     * @param ttl the reader's own ttl or {@code null}; of several the smallest wins
     * @param origin where the reader has the reference from
     */
    public StoredSecret track(SecretRef ref, @Nullable Duration ttl, Origin origin, Object reader) {
        return use(ref, ttl, origin, reader).secret;
    }

    /**
     * Lets go of a reader before it is collected.
     *
     * @return whether nobody reads the secret any more
     */
    public boolean untrack(StoredSecret secret, Object reader) {
        lock.lock();
        try {
            for (ReaderReference use : secret.uses) {
                if (use.get() == reader) {
                    entries.forget(use);
                    break;
                }
            }
            return secret.uses.isEmpty();
        } finally {
            lock.unlock();
        }
    }

    private ReaderReference use(SecretRef ref, @Nullable Duration ttl, Origin origin, Object reader) {
        lock.lock();
        try {
            entries.forgetCollected();
            return entries.use(entries.of(keyOf(ref), Moment.now(time)), ttl, origin, reader);
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
     * for a reason that waiting does not cure, or the time is over. An interrupt does not end the wait, as it does not end the reading of a file: who
     * loads one on an interrupted thread would get a failure that is none of the vault's. The thread stays interrupted.
     *
     * @return the failures; secrets with a value are not in it
     */
    public Map<StoredSecret, Failure> require(Collection<StoredSecret> wanted, Duration timeout) {
        CountDownLatch done = new CountDownLatch(1);
        Start start = new Start(wanted, timeout, failures -> done.countDown());
        start.begin();
        if (!time.awaitAnyway(done, timeout)) {
            log.waited(timeout);
        }
        return start.end();
    }

    /** Does the same without waiting: {@code whenDone} gets the failures, once, on whichever thread completes them. */
    public void require(
            Collection<StoredSecret> wanted, Duration timeout, Consumer<Map<StoredSecret, Failure>> whenDone) {
        Start start = new Start(wanted, timeout, whenDone);
        time.after(timeout, start::end);
        start.begin();
    }

    /** One call of {@link #require}. */
    private final class Start {
        private final Collection<StoredSecret> wanted;
        private final Duration timeout;
        private final Consumer<Map<StoredSecret, Failure>> whenDone;
        private final Map<StoredSecret, Failure> failures = new IdentityHashMap<>();
        private @Nullable Waiter waiter;
        private boolean ended;

        Start(Collection<StoredSecret> wanted, Duration timeout, Consumer<Map<StoredSecret, Failure>> whenDone) {
            this.wanted = wanted;
            this.timeout = timeout;
            this.whenDone = whenDone;
        }

        void begin() {
            List<Refresher.Flight> flights = new ArrayList<>();
            PendingNotifications news = refresher.news();
            Set<StoredSecret> missing = Collections.newSetFromMap(new IdentityHashMap<>());
            lock.lock();
            try {
                Moment now = Moment.now(time);
                for (StoredSecret secret : wanted) {
                    Failure known = secret.view().failure();
                    if (!secret.knownAt(now)) {
                        missing.add(secret);
                    } else if (known != null) {
                        failures.put(secret, known);
                    }
                }
                Waiter waits =
                        new Waiter(Waiter.Until.SETTLED, now.nanos() + timeout.toNanos(), missing.size(), this::end);
                waiter = waits;
                for (StoredSecret secret : missing) {
                    secret.waiters.add(waits);
                    if (!secret.inFlight() && !secret.backsOff(now)) {
                        flights.add(refresher.begin(secret, now));
                    }
                }
                refresher.arm(now, news);
            } finally {
                lock.unlock();
            }
            refresher.launch(flights);
            news.tell();
            if (missing.isEmpty()) {
                end();
            }
        }

        /** Gathers the failures when all is answered or the time is over; the second call changes nothing. */
        Map<StoredSecret, Failure> end() {
            lock.lock();
            try {
                Waiter waits = waiter;
                if (ended || waits == null) {
                    return failures;
                }
                ended = true;
                failures.putAll(waits.failures);
                for (StoredSecret secret : wanted) {
                    if (secret.waiters.remove(waits) && secret.view().secret() == null) {
                        Failure last = secret.failure();
                        failures.put(
                                secret, last != null ? last : StoreFailures.noAnswerAtStart(secret.ref(), timeout));
                    }
                }
            } finally {
                lock.unlock();
            }
            whenDone.accept(failures);
            return failures;
        }
    }

    /**
     * Fetches a secret that is held already, within the limits on requests; concurrent calls share one fetch.
     *
     * @return what readers see afterwards; the old value when there was no answer in time
     */
    public View refresh(StoredSecret secret, Duration timeout) {
        CountDownLatch done = new CountDownLatch(1);
        Waiter waiter;
        lock.lock();
        try {
            Moment now = Moment.now(time);
            if (secret.settled()) {
                return secret.view();
            }
            waiter = new Waiter(Waiter.Until.ANSWERED, now.nanos() + timeout.toNanos(), 1, done::countDown);
            secret.waiters.add(waiter);
            if (!secret.inFlight()) {
                secret.dueNow();
            }
        } finally {
            lock.unlock();
        }
        refresher.tick();
        await(done, timeout);
        lock.lock();
        try {
            secret.waiters.remove(waiter);
            return secret.view();
        } finally {
            lock.unlock();
        }
    }

    private void await(CountDownLatch done, Duration timeout) {
        try {
            if (!time.await(done, timeout)) {
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
        ReaderReference use = use(key, null, Origin.of("a listener"), anchor);
        StoredSecret secret = use.secret;
        PendingNotifications news = refresher.news();
        lock.lock();
        try {
            subscribers.add(anchor);
            listeners.add(key, listener);
            if (secret.view().state() == SecretStatus.State.PENDING && !secret.inFlight()) {
                secret.dueNow();
            }
            refresher.arm(Moment.now(time), news);
        } finally {
            lock.unlock();
        }
        news.tell();
        return () -> unsubscribe(key, use, anchor, listener);
    }

    private void unsubscribe(SecretRef key, ReaderReference use, Object anchor, Consumer<SecretChange> listener) {
        lock.lock();
        try {
            if (subscribers.remove(anchor)) {
                listeners.remove(key, listener);
                entries.forget(use);
            }
        } finally {
            lock.unlock();
        }
    }

    /** Calls the listener after each change of any secret, until closed. Keeps nothing fresh by itself. */
    public Subscription subscribe(Consumer<SecretChange> listener) {
        listeners.add(listener);
        return () -> listeners.remove(listener);
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

    /** Whether the value is older than that, without an answer on its way. */
    public boolean olderThan(StoredSecret secret, Duration age) {
        lock.lock();
        try {
            return !secret.settled() && !secret.inFlight() && secret.age(Moment.now(time)) > age.toNanos();
        } finally {
            lock.unlock();
        }
    }

    /** Requests so far. */
    public long fetches() {
        lock.lock();
        try {
            return refresher.fetches();
        } finally {
            lock.unlock();
        }
    }

    /** What an operator may know of each secret in use. */
    public List<SecretStatus> status() {
        lock.lock();
        try {
            entries.forgetCollected();
            Moment now = Moment.now(time);
            List<SecretStatus> all = new ArrayList<>();
            for (StoredSecret secret : entries.inUse()) {
                all.add(secret.status(now));
            }
            return all;
        } finally {
            lock.unlock();
        }
    }

    /** Ends refreshing; what is held stays readable. */
    @Override
    public void close() {
        refresher.close();
    }
}
