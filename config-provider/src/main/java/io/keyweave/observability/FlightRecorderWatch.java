package io.keyweave.observability;

import io.keyweave.Failure;
import io.keyweave.KeyweaveVersion;
import io.keyweave.SecretChange;
import io.keyweave.SecretRef;
import io.keyweave.store.StoreWatch;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.BooleanSupplier;
import jdk.jfr.FlightRecorder;
import org.jspecify.annotations.Nullable;

/**
 * Events for JDK Flight Recorder. While nobody has started it, one static check is all that happens: no event class is even loaded.
 *
 * <p>A JVM runs its agents before it starts the recorder that its own command line asks for. What ends soon is found just then, and
 * told once a day, so those events wait for a recording of them: the next fetch after it has started brings them. That the recorder is
 * initialized is not enough, because its first recording begins only afterwards.
 */
public final class FlightRecorderWatch implements StoreWatch {

    /** By what ends; the newest counts. Each says whether its event was recorded. */
    private final Map<Object, BooleanSupplier> waiting = new LinkedHashMap<>();

    /** Whether this runtime has JFR at all; one made by jlink may not. */
    public static boolean available() {
        return ModuleLayer.boot().findModule("jdk.jfr").isPresent();
    }

    @Override
    public Fetching fetching(SecretRef ref) {
        if (!FlightRecorder.isInitialized()) {
            return Fetching.UNSEEN;
        }
        tellWaiting();
        FetchEvent event = new FetchEvent();
        event.begin();
        return failure -> {
            event.of(ref);
            event.outcome = failure == null ? "OK" : failure.kind().name();
            event.status = failure == null ? 0 : failure.status();
            event.code = failure == null ? null : failure.code();
            event.keyweave = KeyweaveVersion.text();
            event.commit();
        };
    }

    @Override
    public void changed(SecretChange change) {
        if (!FlightRecorder.isInitialized()) {
            return;
        }
        if (change.kind() == SecretChange.ChangeKind.REVOKED) {
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
        whenRecording(ref, () -> {
            ExpiryEvent event = new ExpiryEvent();
            event.of(ref);
            event.version = version;
            event.expires = expires.toEpochMilli();
            boolean recording = event.isEnabled();
            event.commit();
            return recording;
        });
    }

    @Override
    public void identityEndNear(String what, Instant ends) {
        whenRecording(what, () -> {
            IdentityEndEvent event = new IdentityEndEvent();
            event.what = what;
            event.ends = ends.toEpochMilli();
            boolean recording = event.isEnabled();
            event.commit();
            return recording;
        });
    }

    private void whenRecording(Object what, BooleanSupplier telling) {
        synchronized (waiting) {
            waiting.put(what, telling);
        }
        if (FlightRecorder.isInitialized()) {
            tellWaiting();
        }
    }

    private void tellWaiting() {
        synchronized (waiting) {
            waiting.values().removeIf(BooleanSupplier::getAsBoolean);
        }
    }
}
