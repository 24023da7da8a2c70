package io.keyweave.store;

import io.keyweave.Failure;
import io.keyweave.Secret;
import io.keyweave.time.Moment;
import io.keyweave.time.TimeSource;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Hands the requests that were decided on under the store's lock to the fetcher, and takes what comes of each back under it. What a vault confirms is
 * kept for a later start. Thread-safe.
 */
final class FetchRequests {

    private final ReentrantLock lock;
    private final Refresher refresher;
    private final Fetcher fetcher;
    private final TimeSource time;
    private final StoreWatch watch;
    private final Supplier<PendingNotifications> pending;
    private volatile LastKnownValues lastKnown = LastKnownValues.NONE;

    /** Answered requests, by what came of them. Guarded by the lock. */
    private final Map<String, Long> outcomes = new TreeMap<>();

    /** @param lock the store's */
    FetchRequests(
            ReentrantLock lock,
            Refresher refresher,
            Fetcher fetcher,
            TimeSource time,
            StoreWatch watch,
            Supplier<PendingNotifications> pending) {
        this.lock = lock;
        this.refresher = refresher;
        this.fetcher = fetcher;
        this.time = time;
        this.watch = watch;
        this.pending = pending;
    }

    /** Where values are kept for a start that finds no vault, from now on. */
    void lastKnown(LastKnownValues values) {
        lastKnown = values;
    }

    LastKnownValues lastKnown() {
        return lastKnown;
    }

    /** Answered requests so far, under the lock. */
    Map<String, Long> outcomes() {
        return new TreeMap<>(outcomes);
    }

    /** Makes requests, without the lock. */
    void start(List<InFlightFetch> fetches) {
        if (fetches.size() == 1) {
            InFlightFetch fetch = fetches.get(0);
            fetcher.fetch(fetch.secret.ref(), new FetchCompletion(fetch));
        } else if (!fetches.isEmpty()) {
            List<Fetcher.Request> requests = new ArrayList<>(fetches.size());
            for (InFlightFetch fetch : fetches) {
                requests.add(new Fetcher.Request(fetch.secret.ref(), new FetchCompletion(fetch)));
            }
            fetcher.fetchAll(requests);
        }
    }

    /** What the fetcher tells of one request. */
    private final class FetchCompletion implements Fetcher.Callback {
        private final InFlightFetch fetch;
        private StoreWatch.Fetching seen = StoreWatch.Fetching.UNSEEN;

        FetchCompletion(InFlightFetch fetch) {
            this.fetch = fetch;
        }

        @Override
        public @Nullable Duration sent() {
            long timeout;
            lock.lock();
            try {
                timeout = refresher.sent(fetch, Moment.now(time));
            } finally {
                lock.unlock();
            }
            if (timeout < 0) {
                return null;
            }
            seen = watch.fetching(fetch.secret.ref());
            return Duration.ofNanos(timeout);
        }

        @Override
        public void secret(Secret secret) {
            seen.ended(null);
            completed(secret, null);
            View view = fetch.secret.view();
            if (view.secret() == secret) {
                lastKnown.confirmed(fetch.secret.ref(), secret);
            } else if (view.failure() != null && view.failure().kind() == Failure.Kind.EXPIRED) {
                lastKnown.withdrawn(fetch.secret.ref());
            }
        }

        @Override
        public void failure(Failure failure) {
            seen.ended(failure);
            completed(null, failure);
            if (LastKnownStart.withdraws(failure, fetch.secret.view())) {
                lastKnown.withdrawn(fetch.secret.ref());
            }
        }

        private void completed(@Nullable Secret fetched, @Nullable Failure failure) {
            PendingNotifications news = pending.get();
            lock.lock();
            try {
                outcomes.merge(failure == null ? "OK" : failure.kind().name(), 1L, Long::sum);
                refresher.completed(fetch, Moment.now(time), fetched, failure, news);
            } finally {
                lock.unlock();
            }
            news.tell();
        }
    }
}
