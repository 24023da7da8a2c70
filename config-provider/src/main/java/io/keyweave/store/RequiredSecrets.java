package io.keyweave.store;

import io.keyweave.Failure;
import io.keyweave.time.Moment;
import java.time.Duration;
import java.util.Collection;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The secrets that one start, or one file, needs before it can go on. Guarded by the store's lock. */
final class RequiredSecrets {

    private final Collection<StoredSecret> wanted;
    private final Duration timeout;
    private final Map<StoredSecret, Failure> failures = new IdentityHashMap<>();
    /** How many attempts in a row had failed before this began, of what is asked for. */
    private final Map<StoredSecret, Integer> failedBefore = new IdentityHashMap<>();

    private @Nullable Waiter waiter;
    private boolean ended;
    private @Nullable Moment begun;

    RequiredSecrets(Collection<StoredSecret> wanted, Duration timeout) {
        this.wanted = wanted;
        this.timeout = timeout;
    }

    /**
     * Begins to fetch what nobody has fetched yet.
     *
     * @param whenDone run without the lock when all is answered
     * @return whether there is nothing to wait for
     */
    boolean begin(Refresher refresher, Moment now, PendingNotifications news, Runnable whenDone) {
        Set<StoredSecret> missing = Collections.newSetFromMap(new IdentityHashMap<>());
        for (StoredSecret secret : wanted) {
            Failure known = secret.view().failure();
            if (!secret.knownAt(now)) {
                if (refresher.closed()) {
                    failures.put(secret, StoreFailures.closed(secret.ref()));
                } else {
                    missing.add(secret);
                }
            } else if (known != null) {
                failures.put(secret, known);
            }
        }
        begun = now;
        Waiter waits = new Waiter(Waiter.Until.SETTLED, now.nanos() + timeout.toNanos(), missing.size(), whenDone);
        waiter = waits;
        for (StoredSecret secret : missing) {
            failedBefore.put(secret, secret.next.failures());
            secret.waiters.add(waits);
            if (!secret.inFlight() && !secret.backsOff(now)) {
                refresher.begin(secret, now, news);
            }
        }
        for (StoredSecret secret : wanted) {
            refresher.armFor(secret, now);
        }
        return missing.isEmpty();
    }

    /** Whether the end is still to come; the first call says yes, and there is none after it. */
    boolean end() {
        boolean first = !ended && waiter != null;
        ended = true;
        return first;
    }

    /** What is not available, once all is answered or the time is over. */
    Map<StoredSecret, Failure> failures(Fetcher fetcher, long latency, Moment now) {
        Waiter waits = waiter;
        if (waits == null) {
            return failures;
        }
        failures.putAll(waits.failures);
        waiter = null;
        Set<StoredSecret> silent = Collections.newSetFromMap(new IdentityHashMap<>());
        int fetched = 0;
        for (StoredSecret secret : wanted) {
            fetched += secret.view().secret() == null ? 0 : 1;
        }
        for (StoredSecret secret : wanted) {
            boolean unanswered = secret.waiters.remove(waits) && secret.view().secret() == null;
            Failure last = unanswered ? secret.failure() : failures.get(secret);
            boolean outOfTime = unanswered && last == null
                    || last != null && last.kind() == Failure.Kind.UNREACHABLE && secret.cutShort();
            if (outOfTime && fetched > 0) {
                silent.add(secret);
                failures.put(
                        secret,
                        StoreFailures.outOfTime(
                                secret.ref(), timeout, fetched, wanted.size(), Duration.ofNanos(latency)));
            } else if (unanswered) {
                if (last == null) {
                    silent.add(secret);
                }
                failures.put(
                        secret,
                        last != null
                                ? last
                                : StoreFailures.noAnswerAtStart(secret.ref(), fetcher.service(secret.ref()), timeout));
            }
        }
        for (Map.Entry<StoredSecret, Failure> entry : failures.entrySet()) {
            Integer before = failedBefore.get(entry.getKey());
            int attempts = before == null ? 0 : entry.getKey().next.failures() - before;
            Moment since = begun;
            if (attempts > 1 && since != null) {
                entry.setValue(entry.getValue().tried(attempts, Duration.ofNanos(since.until(now))));
            }
        }
        boolean unreached = false;
        for (Failure failure : failures.values()) {
            unreached |= failure.kind() == Failure.Kind.UNREACHABLE;
        }
        return unreached ? explained(failures, silent, timeout, ProcessorTime.ofThisProcess()) : failures;
    }

    /**
     * With hardly any CPU nobody answers in time: neither the vault nor the identity is what somebody has to look at.
     *
     * @param silent those about which no attempt has found anything
     */
    static Map<StoredSecret, Failure> explained(
            Map<StoredSecret, Failure> failures,
            Set<StoredSecret> silent,
            Duration timeout,
            @Nullable ProcessorTime time) {
        if (time == null || !time.starved(timeout)) {
            return failures;
        }
        for (Map.Entry<StoredSecret, Failure> entry : failures.entrySet()) {
            StoredSecret secret = entry.getKey();
            Failure found = entry.getValue();
            if (found.kind() == Failure.Kind.UNREACHABLE) {
                entry.setValue(
                        StoreFailures.starved(secret.ref(), timeout, time, silent.contains(secret) ? null : found));
            }
        }
        return failures;
    }
}
