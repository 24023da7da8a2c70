package io.keyweave.core;

import io.keyweave.EventLog;
import io.keyweave.Failure;
import io.keyweave.LiveValue;
import io.keyweave.LogEvent;
import io.keyweave.Origin;
import io.keyweave.ProblemReport;
import io.keyweave.SecretStatus;
import io.keyweave.placeholder.Reference;
import io.keyweave.settings.Setting;
import io.keyweave.settings.Settings;
import io.keyweave.store.SecretStore;
import io.keyweave.store.StoredSecret;
import io.keyweave.time.TimeSource;
import java.time.Duration;
import java.util.Collection;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.random.RandomGenerator;

/** Fetches what some values need and reports what they cannot have, as {@code optional}, {@code default} and {@code on-missing} would. */
final class StartCheck {

    private final Settings settings;
    private final SecretStore store;
    private final TimeSource time;
    private final EventLog log;
    private final RandomGenerator random;
    private final AtomicBoolean spread = new AtomicBoolean();

    StartCheck(Settings settings, SecretStore store, TimeSource time, EventLog log, RandomGenerator random) {
        this.settings = settings;
        this.store = store;
        this.time = time;
        this.log = log;
        this.random = random;
    }

    ProblemReport of(Collection<LiveValue> values) {
        // As mostly in a JVM that loads one more file: then there is nothing to fetch and nobody to wait for.
        ProblemReport report = new ProblemReport();
        int there = 0;
        for (LiveValue value : values) {
            BoundTemplate bound = BoundTemplate.of(value);
            if (!bound.secretsPresent()) {
                break;
            }
            checkRendering(bound, report);
            there++;
        }
        return there == values.size() ? report : fetched(values);
    }

    private ProblemReport fetched(Collection<LiveValue> values) {
        Set<StoredSecret> wanted = Collections.newSetFromMap(new IdentityHashMap<>());
        for (LiveValue value : values) {
            wanted.addAll(BoundTemplate.of(value).stored());
        }
        ProblemReport report = new ProblemReport();
        if (wanted.isEmpty()) {
            return report;
        }
        spreadOut(wanted);
        Map<StoredSecret, Failure> failures = store.require(wanted, settings.duration(Setting.STARTUP_TIMEOUT));
        for (LiveValue value : values) {
            checkOne(BoundTemplate.of(value), failures, report);
        }
        return report;
    }

    private void checkOne(BoundTemplate value, Map<StoredSecret, Failure> failures, ProblemReport report) {
        List<Reference> references = value.template().references();
        Set<StoredSecret> seen = Collections.newSetFromMap(new IdentityHashMap<>());
        for (int i = 0; i < references.size(); i++) {
            Reference reference = references.get(i);
            Failure failure = failures.get(value.stored(i));
            if (failure == null || tolerated(reference, failure, value.origin())) {
                continue;
            }
            if (seen.add(value.stored(i))) {
                report.add(failure, value.origin());
            }
        }
        if (seen.isEmpty()) {
            checkRendering(value, report);
        }
    }

    private static void checkRendering(BoundTemplate value, ProblemReport report) {
        Failure unusable = value.renderingProblem();
        if (unusable != null) {
            report.add(unusable, value.origin());
        }
    }

    private boolean tolerated(Reference reference, Failure failure, Origin origin) {
        if (!failure.kind().absent()) {
            return false;
        }
        if (reference.optional() || reference.fallback() != null) {
            return true;
        }
        if ("warn".equals(settings.text(Setting.ON_MISSING))) {
            log.write(LogEvent.of(ResolverMessages.LEFT_UNSET)
                    .with("origin", origin)
                    .with("secret", reference.secret())
                    .because(failure));
            return true;
        }
        return false;
    }

    /** Holds the very first request back for a random time, so that a fleet does not ask all at once. */
    private void spreadOut(Set<StoredSecret> wanted) {
        long most = settings.duration(Setting.STARTUP_SPREAD).toNanos();
        boolean allForbidden = true;
        for (StoredSecret secret : wanted) {
            allForbidden &= secret.view().state() == SecretStatus.State.UNAVAILABLE;
        }
        if (most == 0 || allForbidden || !spread.compareAndSet(false, true)) {
            return;
        }
        Duration delay = Duration.ofNanos(random.nextLong(most));
        log.write(LogEvent.of(ResolverMessages.SPREAD).with("wait", delay));
        time.awaitAnyway(new CountDownLatch(1), delay);
    }
}
