package io.keyweave.store;

import io.keyweave.EventLog;
import io.keyweave.Failure;
import io.keyweave.Origin;
import io.keyweave.Secret;
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
 * <p>One lock, here and nowhere else, guards all bookkeeping; it is never held during a request, a listener or a log line. Readers take no lock: they compare
 * {@link #generation()}, which moves on after each visible change, and read {@link StoredSecret#view()}. What happens to an
 * entry when is {@link Refresher}'s business, what an outcome does to its value {@link StoredSecret}'s.
 */
public final class SecretStore implements AutoCloseable {

    private final ReentrantLock lock = new ReentrantLock();
    private final Set<Object> subscribers = Collections.newSetFromMap(new IdentityHashMap<>());
    private final Fetcher fetcher;
    private final Rules rules;
    private final TimeSource time;
    private final StoreLog log;
    private final StoreWatch watch;
    private final Listeners listeners;
    private final Refresher refresher;
    private final FetchRequests requests;

    public SecretStore(
            Fetcher fetcher, Rules rules, TimeSource time, RandomGenerator random, EventLog log, StoreWatch watch) {
        this.fetcher = fetcher;
        this.rules = rules;
        this.time = time;
        this.log = new StoreLog(log, rules, fetcher);
        this.watch = watch;
        this.listeners = new Listeners(this.log);
        this.refresher = new Refresher(rules, fetcher, time, random, this::tick);
        this.requests = new FetchRequests(lock, refresher, fetcher, time, watch, this::news);
    }

    /** Tells of the values that readers do not see any more, under the lock, from now on. */
    public void whenReplaced(FormerValues target) {
        lock.lock();
        try {
            refresher.tellOfFormer(target);
        } finally {
            lock.unlock();
        }
    }

    /** Where values are kept for a start that finds no vault, from now on. */
    public void lastKnown(LastKnownValues values) {
        requests.lastKnown(values);
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
        return read(ref, ttl, origin, reader).secret;
    }

    /**
     * Lets go of a reader before it is collected.
     *
     * @return whether nobody reads the secret any more
     */
    public boolean untrack(StoredSecret secret, Object reader) {
        lock.lock();
        try {
            for (ReaderReference reference : secret.readers) {
                if (reference.get() == reader) {
                    refresher.cache.forget(reference);
                    break;
                }
            }
            return secret.readers.isEmpty();
        } finally {
            lock.unlock();
        }
    }

    private ReaderReference read(SecretRef ref, @Nullable Duration ttl, Origin origin, Object reader) {
        lock.lock();
        try {
            return refresher.read(fetcher.canonical(ref), ttl, origin, reader);
        } finally {
            lock.unlock();
        }
    }

    /** An entry that only says no. */
    public StoredSecret refused(SecretRef ref, Failure failure) {
        return StoredSecret.refused(failure, ref, rules, Moment.now(time));
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
        RequiredSecrets required = new RequiredSecrets(wanted, timeout);
        begin(required, done::countDown);
        if (!time.awaitAnyway(done, timeout)) {
            log.waited(timeout);
        }
        return end(required);
    }

    /** Does the same without waiting: {@code whenDone} gets the failures, once, on whichever thread completes them. */
    public void require(
            Collection<StoredSecret> wanted, Duration timeout, Consumer<Map<StoredSecret, Failure>> whenDone) {
        RequiredSecrets required = new RequiredSecrets(wanted, timeout);
        Runnable finish = () -> {
            if (ends(required)) {
                whenDone.accept(end(required));
            }
        };
        time.after(timeout, finish);
        begin(required, finish);
    }

    private void begin(RequiredSecrets required, Runnable whenDone) {
        PendingNotifications news = news();
        boolean done = false;
        lock.lock();
        try {
            done = required.begin(refresher, Moment.now(time), news, whenDone);
        } finally {
            lock.unlock();
        }
        requests.start(news.fetches);
        news.tell();
        if (done) {
            whenDone.run();
        }
    }

    private boolean ends(RequiredSecrets required) {
        lock.lock();
        try {
            return required.end();
        } finally {
            lock.unlock();
        }
    }

    private Map<StoredSecret, Failure> end(RequiredSecrets required) {
        PendingNotifications news = news();
        Map<StoredSecret, Failure> failures;
        lock.lock();
        try {
            refresher.warn(news);
            failures = required.failures(fetcher, refresher.latency(), Moment.now(time));
        } finally {
            lock.unlock();
            news.tell();
        }
        return requests.lastKnown() == LastKnownValues.NONE || failures.isEmpty()
                ? failures
                : withoutLastKnown(failures);
    }

    /** What is left of the failures when those whose vault did not answer are served as they were last known. */
    private Map<StoredSecret, Failure> withoutLastKnown(Map<StoredSecret, Failure> failures) {
        LastKnownStart start = new LastKnownStart(rules, requests.lastKnown(), failures);
        PendingNotifications news = news();
        lock.lock();
        try {
            start.adopt(refresher, Moment.now(time), news);
        } finally {
            lock.unlock();
        }
        news.tell();
        log.lastKnown(start.line(time.now()));
        return start.left();
    }

    private PendingNotifications news() {
        return new PendingNotifications(log, watch, listeners);
    }

    /** Whatever is due by now. Run by the alarm. */
    private void tick() {
        PendingNotifications news = news();
        lock.lock();
        try {
            if (!refresher.closed()) {
                refresher.tick(Moment.now(time), news);
            }
        } finally {
            lock.unlock();
            // Requests first: a listener that takes its time or fails does not hold them up, nor does a failing alarm.
            requests.start(news.fetches);
        }
        news.tell();
    }

    /** The version before the one a server has refused, or {@code null}. Waits for the answer, and keeps nothing of it. */
    public @Nullable Secret previous(SecretRef ref, String version, Duration timeout) {
        return fetcher.previous(ref, version, timeout);
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
                refresher.dueNow(secret, now);
            }
        } finally {
            lock.unlock();
        }
        tick();
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
        SecretRef key = fetcher.canonical(ref);
        Object anchor = new Object();
        ReaderReference reference = read(key, null, Origin.of("a listener"), anchor);
        StoredSecret secret = reference.secret;
        PendingNotifications news = news();
        lock.lock();
        try {
            Moment now = Moment.now(time);
            subscribers.add(anchor);
            listeners.add(key, listener);
            if (secret.view().state() == SecretStatus.State.PENDING && !secret.inFlight()) {
                refresher.dueNow(secret, now);
            }
            refresher.armFor(secret, now);
        } finally {
            lock.unlock();
        }
        news.tell();
        return () -> unsubscribe(key, reference, anchor, listener);
    }

    private void unsubscribe(SecretRef key, ReaderReference reference, Object anchor, Consumer<SecretChange> listener) {
        lock.lock();
        try {
            if (subscribers.remove(anchor)) {
                listeners.remove(key, listener);
                refresher.cache.forget(reference);
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

    /** Answered requests so far: {@code OK}, or the kind of failure, and how many. */
    public Map<String, Long> outcomes() {
        lock.lock();
        try {
            return requests.outcomes();
        } finally {
            lock.unlock();
        }
    }

    /** What an operator may know of each secret in use. */
    public List<SecretStatus> status() {
        lock.lock();
        try {
            Moment now = Moment.now(time);
            refresher.forgetCollected();
            List<StoredSecret> inUse = refresher.cache.inUse();
            List<SecretStatus> all = new ArrayList<>(inUse.size());
            for (StoredSecret secret : inUse) {
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
        lock.lock();
        try {
            refresher.close();
        } finally {
            lock.unlock();
        }
    }
}
