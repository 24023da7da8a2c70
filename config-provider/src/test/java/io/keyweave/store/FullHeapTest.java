package io.keyweave.store;

import static org.junit.jupiter.api.Assertions.assertTrue;

import io.keyweave.EventLog;
import io.keyweave.LiveValue;
import io.keyweave.Origin;
import io.keyweave.Secret;
import io.keyweave.SecretRef;
import io.keyweave.SecretResolver;
import io.keyweave.core.ResolverBuilder;
import io.keyweave.fixtures.FetchOnlyProvider;
import io.keyweave.settings.Settings;
import io.keyweave.time.ForwardingTime;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;

/** An application may catch an {@code OutOfMemoryError} and go on. Refreshing goes on as well. */
class FullHeapTest {

    /** The real clock, on which for a while no task can be scheduled. */
    private static final class FullHeap extends ForwardingTime {
        private final AtomicInteger failures = new AtomicInteger();

        FullHeap() {
            super("full-heap-");
        }

        @Override
        public Scheduled after(Duration delay, Runnable task) {
            if (failures.getAndUpdate(left -> Math.max(0, left - 1)) > 0) {
                throw new OutOfMemoryError("as it would be");
            }
            return super.after(delay, task);
        }
    }

    private static final class Counting implements FetchOnlyProvider {
        private final Semaphore fetches = new Semaphore(0);

        @Override
        public Secret fetch(SecretRef ref, Duration timeout) {
            fetches.release();
            return Secret.of("value", "1");
        }
    }

    @AutoClose
    private final FullHeap time = new FullHeap();

    @Test
    void aTaskThatFailsRunsAgain() throws Exception {
        AtomicInteger runs = new AtomicInteger();
        CountDownLatch second = new CountDownLatch(2);
        time.after(Duration.ZERO, () -> {
            second.countDown();
            if (runs.incrementAndGet() == 1) {
                throw new OutOfMemoryError("as it would be");
            }
        });
        assertTrue(second.await(20, TimeUnit.SECONDS));
    }

    @Test
    void refreshingGoesOn() throws Exception {
        Counting vault = new Counting();
        try (SecretResolver resolver = new ResolverBuilder(Settings.of(Map.of("ttl", "1s"), Map.of()))
                .provider(vault)
                .time(time)
                .log(EventLog.SILENT)
                .open()) {
            LiveValue value = resolver.bind("$<kv:vault/a>", Origin.of("test"));
            resolver.require(List.of(value));
            vault.fetches.drainPermits();

            time.failures.set(3);

            // Some fetches are under way already; those that follow need an alarm made after the failures.
            assertTrue(vault.fetches.tryAcquire(4, 30, TimeUnit.SECONDS));
        }
    }
}
