package io.keyweave.store;

import io.keyweave.Failure;
import io.keyweave.LogEvent;
import io.keyweave.Secret;
import io.keyweave.SecretChange;
import io.keyweave.time.Moment;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/**
 * What happened while the lock was held, to be told after it is released: log, watch and listeners may take their time or call
 * back.
 */
final class PendingNotifications {

    private final StoreLog log;
    private final StoreWatch watch;
    private final Listeners listeners;
    /** Requests to be made. */
    final List<InFlightFetch> fetches = new ArrayList<>();

    private final List<Waiter> answered = new ArrayList<>(1);
    private final List<Runnable> items = new ArrayList<>();

    PendingNotifications(StoreLog log, StoreWatch watch, Listeners listeners) {
        this.log = log;
        this.watch = watch;
        this.listeners = listeners;
    }

    /** Without the lock. Who waits comes first. */
    void tell() {
        for (Waiter waiter : answered) {
            waiter.whenDone.run();
        }
        for (Runnable item : items) {
            item.run();
        }
    }

    void answered(Waiter waiter) {
        answered.add(waiter);
    }

    void slower(LogEvent warning) {
        items.add(() -> log.slower(warning));
    }

    void recovered(StoredSecret secret, Incidents.Ended ended) {
        items.add(() -> log.recovered(secret.ref(), ended));
    }

    /** @param first whether there never was a value before */
    void changed(StoredSecret secret, View before, View after, boolean first) {
        SecretChange.ChangeKind kind = after.secret() == null
                ? SecretChange.ChangeKind.REVOKED
                : before.secret() == null ? SecretChange.ChangeKind.RESTORED : SecretChange.ChangeKind.ROTATED;
        SecretChange change = new SecretChange(secret.ref(), before.version(), after.version(), kind);
        List<String> readers = secret.readers.inShort();
        List<SecretReader> affected = new ArrayList<>();
        for (ReaderReference reference : secret.readers) {
            if (reference.get() instanceof SecretReader reader) {
                affected.add(reader);
            }
        }
        items.add(() -> {
            affected.forEach(SecretReader::secretChanged);
            log.changed(change, after.failure(), first, readers);
            watch.changed(change);
            listeners.tell(change);
        });
    }

    /** @param secrets how many of this vault are in use */
    void stale(
            StoredSecret secret,
            Moment now,
            Instant wall,
            Failure failure,
            Incidents.FailureCount report,
            int secrets) {
        String version = secret.view().version();
        if (version == null) {
            return;
        }
        long left = secret.dropIn(now);
        StaleValue value = new StaleValue(
                secret.ref(),
                version,
                failure,
                report,
                secrets,
                wall,
                Duration.ofNanos(secret.age(now)),
                Duration.ofNanos(secret.dueIn(now)),
                left == Long.MAX_VALUE ? null : Duration.ofNanos(left),
                secret.readers.inShort());
        items.add(() -> {
            log.stale(value);
            watch.stale(value.ref(), version, value.age(), failure);
        });
    }

    void early(StoredSecret secret, Secret held, Instant begins) {
        List<String> readers = secret.readers.inShort();
        items.add(() -> log.early(secret.ref(), held, begins, readers));
    }

    void expires(StoredSecret secret, Secret held, Instant expires, Duration left) {
        List<String> readers = secret.readers.inShort();
        items.add(() -> {
            log.expires(secret.ref(), held, left, readers);
            watch.expiryNear(secret.ref(), held.version(), expires);
        });
    }
}
