package io.keyweave.store;

import io.keyweave.Failure;
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

    void slower(String warning) {
        items.add(() -> log.slower(warning));
    }

    void recovered(StoredSecret secret) {
        items.add(() -> log.recovered(secret));
    }

    void changed(StoredSecret secret, View before, View after) {
        SecretChange.ChangeKind kind = after.secret() == null
                ? SecretChange.ChangeKind.REVOKED
                : before.secret() == null ? SecretChange.ChangeKind.RESTORED : SecretChange.ChangeKind.ROTATED;
        SecretChange change = new SecretChange(secret.ref(), before.version(), after.version(), kind);
        String readers = secret.readers.inWords();
        List<SecretReader> affected = new ArrayList<>();
        for (ReaderReference reference : secret.readers) {
            if (reference.get() instanceof SecretReader reader) {
                affected.add(reader);
            }
        }
        items.add(() -> {
            affected.forEach(SecretReader::secretChanged);
            log.changed(change, after.failure(), readers);
            watch.changed(change);
            listeners.tell(change);
        });
    }

    void stale(StoredSecret secret, Moment now, Failure failure, boolean first) {
        String version = secret.view().version();
        if (version == null) {
            return;
        }
        Duration age = Duration.ofNanos(secret.age(now));
        Duration next = Duration.ofNanos(secret.dueIn(now));
        Duration left = Duration.ofNanos(secret.dropIn(now));
        String readers = secret.readers.inWords();
        items.add(() -> {
            log.stale(secret, first, failure, age, next, left, readers);
            watch.stale(secret.ref(), version, age, failure);
        });
    }

    void early(StoredSecret secret, Secret held, Instant begins) {
        String readers = secret.readers.inWords();
        items.add(() -> log.early(secret.ref(), held, begins, readers));
    }

    void expires(StoredSecret secret, Secret held, Instant expires, Duration left) {
        String readers = secret.readers.inWords();
        items.add(() -> {
            log.expires(secret.ref(), held, left, readers);
            watch.expiryNear(secret.ref(), held.version(), expires);
        });
    }
}
