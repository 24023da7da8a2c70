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
    private @Nullable Waiter waiter;
    private boolean ended;

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
                missing.add(secret);
            } else if (known != null) {
                failures.put(secret, known);
            }
        }
        Waiter waits = new Waiter(Waiter.Until.SETTLED, now.nanos() + timeout.toNanos(), missing.size(), whenDone);
        waiter = waits;
        for (StoredSecret secret : missing) {
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
    Map<StoredSecret, Failure> failures(Fetcher fetcher, long latency) {
        Waiter waits = waiter;
        if (waits == null) {
            return failures;
        }
        failures.putAll(waits.failures);
        waiter = null;
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
                failures.put(
                        secret,
                        StoreFailures.outOfTime(
                                secret.ref(), timeout, fetched, wanted.size(), Duration.ofNanos(latency)));
            } else if (unanswered) {
                failures.put(
                        secret,
                        last != null
                                ? last
                                : StoreFailures.noAnswerAtStart(secret.ref(), fetcher.service(secret.ref()), timeout));
            }
        }
        return failures;
    }
}
