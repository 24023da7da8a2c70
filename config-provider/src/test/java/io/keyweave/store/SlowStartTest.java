package io.keyweave.store;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.keyweave.Failure;
import io.keyweave.LogLines;
import io.keyweave.Origin;
import io.keyweave.Secret;
import io.keyweave.SecretRef;
import io.keyweave.settings.Settings;
import io.keyweave.time.TimeSource;
import io.keyweave.time.VirtualTime;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/** Starts before a vault that answers slowly, sixteen requests at once as on the real clock. */
class SlowStartTest {

    private record Queued(SecretRef ref, Fetcher.Callback callback) {}

    private final VirtualTime time = new VirtualTime();
    private final LogLines log = new LogLines();
    private final Queue<Queued> queue = new ArrayDeque<>();
    private final List<StoredSecret> secrets = new ArrayList<>();
    private final SecretStore store = new SecretStore(
            this::fetch,
            Rules.of(Settings.of(Map.of(), Map.of())),
            time,
            new SplittableRandom(1),
            log,
            StoreWatch.NONE);
    private int busy;
    private int sent;
    private int failures;

    private void fetch(SecretRef ref, Fetcher.Callback callback) {
        queue.add(new Queued(ref, callback));
        work();
    }

    private void work() {
        while (busy < TimeSource.WORKERS && !queue.isEmpty()) {
            Queued next = queue.remove();
            Duration timeout = next.callback.sent();
            if (timeout == null) {
                continue;
            }
            busy++;
            sent++;
            boolean fails = failures-- > 0;
            boolean late = timeout.compareTo(Duration.ofSeconds(1)) < 0;
            time.after(late ? timeout : Duration.ofSeconds(1), () -> {
                busy--;
                if (fails || late) {
                    next.callback.failure(Failure.local(
                            Failure.Kind.UNREACHABLE, next.ref, "No answer within " + timeout, "Check DNS and TLS."));
                } else {
                    next.callback.secret(Secret.of("x", "1"));
                }
                work();
            });
        }
    }

    private Map<StoredSecret, Failure> start(int count, Duration timeout) {
        for (int i = 0; i < count; i++) {
            secrets.add(store.track(new SecretRef("kv", "vault", "s" + i, null), null, Origin.of("test"), this));
        }
        return store.require(secrets, timeout);
    }

    @Test
    void aRequestsTimeBeginsWhenItIsSent() {
        assertEquals(Map.of(), start(200, Duration.ofSeconds(15)));
        assertEquals(200, sent);
        assertEquals(List.of(), log.containing("WARN"));
    }

    @Test
    void whatIsStillQueuedAtTheEndIsReportedAsThat() {
        Map<StoredSecret, Failure> missing = start(200, Duration.ofMillis(10_500));
        assertEquals(40, missing.size());
        for (Failure failure : missing.values()) {
            assertTrue(
                    failure.cause().startsWith("160 of 200 secrets were fetched in 10 s, at 1000 ms each;"),
                    failure.toString());
            assertTrue(failure.remedy().startsWith("Raise startup-timeout"), failure.remedy());
            assertEquals(69, failure.kind().exitCode());
        }
    }

    @Test
    void whereNothingAnswersTheReportSaysThat() {
        failures = Integer.MAX_VALUE;
        Map<StoredSecret, Failure> missing = start(200, Duration.ofMillis(10_500));
        assertEquals(200, missing.size());
        for (Failure failure : missing.values()) {
            assertTrue(failure.cause().startsWith("No answer"), failure.toString());
        }
    }

    @Test
    void aFirstAttemptThatFailedIsNothingRestored() {
        failures = 5;
        List<Object> changes = new ArrayList<>();
        store.subscribe(changes::add);
        assertEquals(Map.of(), start(10, Duration.ofSeconds(15)));
        assertEquals(15, sent);
        assertEquals(List.of(), log.containing("restored"));
        assertEquals(List.of(), changes);
    }
}
