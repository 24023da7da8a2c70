package io.keyweave.observability;

import io.keyweave.SecretChange;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What has happened to the secrets of one store, for whoever looks later: each change of a version, and the totals once a minute for a day. Some kilobytes.
 * Thread-safe.
 */
public final class StatusHistory {

    private static final int MOST_CHANGES = 500;
    private static final int MOST_SAMPLES = 24 * 60;

    /** Readers have seen another version, or none any more. */
    record Change(Instant at, String secret, String kind, @Nullable String before, @Nullable String after) {}

    /** The totals at one time; all but the last two only grow. */
    record Sample(Instant at, long requests, long failures, long logins, long refused, int stale, int absent) {}

    private final StatusSnapshot snapshot;
    private final Deque<Change> changes = new ArrayDeque<>();
    private final Deque<Sample> samples = new ArrayDeque<>();

    public StatusHistory(StatusSnapshot snapshot) {
        this.snapshot = snapshot;
    }

    /** To be told each change. */
    public void changed(SecretChange change) {
        add(
                changes,
                MOST_CHANGES,
                new Change(
                        snapshot.time().now(),
                        change.ref().toString(),
                        change.kind().name(),
                        change.oldVersion(),
                        change.newVersion()));
    }

    /** To be called once a minute. */
    public void sample() {
        StatusSnapshot.Taken taken = snapshot.taken();
        long failures = 0;
        for (Map.Entry<String, Long> outcome : taken.outcomes().entrySet()) {
            failures += outcome.getKey().equals("OK") ? 0 : outcome.getValue();
        }
        long logins = 0;
        for (VersionStatus version : taken.versions().values()) {
            logins += version.logins();
        }
        add(
                samples,
                MOST_SAMPLES,
                new Sample(
                        snapshot.time().now(),
                        taken.requests(),
                        failures,
                        logins,
                        snapshot.uses().refusedLogins(),
                        taken.totals().stale(),
                        taken.totals().absent()));
    }

    private static <T> void add(Deque<T> all, int most, T one) {
        synchronized (all) {
            if (all.size() >= most) {
                all.removeFirst();
            }
            all.addLast(one);
        }
    }

    List<Change> changes() {
        synchronized (changes) {
            return new ArrayList<>(changes);
        }
    }

    /** The last of them as of now. */
    List<Sample> samples() {
        sample();
        synchronized (samples) {
            return new ArrayList<>(samples);
        }
    }
}
