package io.keyweave.watch;

import io.keyweave.Failure;
import io.keyweave.SecretChange;
import io.keyweave.SecretRef;
import io.keyweave.store.StoreWatch;
import java.time.Duration;
import java.time.Instant;
import jdk.jfr.FlightRecorder;
import org.jspecify.annotations.Nullable;

/**
 * Events for JDK Flight Recorder. While nobody has started it, one static check is all that happens: no event class is even loaded.
 */
public final class FlightRecorderWatch implements StoreWatch {

    /** Whether this runtime has JFR at all; one made by jlink may not. */
    public static boolean available() {
        return ModuleLayer.boot().findModule("jdk.jfr").isPresent();
    }

    @Override
    public Fetching fetching(SecretRef ref) {
        if (!FlightRecorder.isInitialized()) {
            return Fetching.UNSEEN;
        }
        FetchEvent event = new FetchEvent();
        event.begin();
        return failure -> {
            event.of(ref);
            event.outcome = failure == null ? "OK" : failure.kind().name();
            event.status = failure == null ? 0 : failure.status();
            event.code = failure == null ? null : failure.code();
            event.commit();
        };
    }

    @Override
    public void changed(SecretChange change) {
        if (!FlightRecorder.isInitialized()) {
            return;
        }
        if (change.kind() == SecretChange.Kind.REVOKED) {
            RevokedEvent event = new RevokedEvent();
            event.of(change.ref());
            event.oldVersion = change.oldVersion();
            event.commit();
        } else {
            RotatedEvent event = new RotatedEvent();
            event.of(change.ref());
            event.oldVersion = change.oldVersion();
            event.newVersion = change.newVersion();
            event.commit();
        }
    }

    @Override
    public void stale(SecretRef ref, String version, Duration age, @Nullable Failure failure) {
        if (FlightRecorder.isInitialized()) {
            StaleEvent event = new StaleEvent();
            event.of(ref);
            event.version = version;
            event.age = age.toMillis();
            event.reason = failure == null ? null : failure.kind().name();
            event.commit();
        }
    }

    @Override
    public void expiryNear(SecretRef ref, String version, Instant expires) {
        if (FlightRecorder.isInitialized()) {
            ExpiryEvent event = new ExpiryEvent();
            event.of(ref);
            event.version = version;
            event.expires = expires.toEpochMilli();
            event.commit();
        }
    }

    @Override
    public void identityEndNear(String what, Instant ends) {
        if (FlightRecorder.isInitialized()) {
            IdentityEndEvent event = new IdentityEndEvent();
            event.what = what;
            event.ends = ends.toEpochMilli();
            event.commit();
        }
    }
}
