package io.keyweave.core;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.keyweave.EventLog;
import io.keyweave.LiveValue;
import io.keyweave.Origin;
import io.keyweave.Secret;
import io.keyweave.SecretRef;
import io.keyweave.SecretResolver;
import io.keyweave.fixtures.FetchOnlyProvider;
import io.keyweave.settings.Settings;
import io.keyweave.time.ForwardingTime;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;

/** Where each request takes long, more of them are made at once: sixteen at a time would not get through two hundred at a second each. */
class SlowVaultTest {

    /** A clock that only requests move on, each by its latency; threads and waiting are real. */
    private static final class Clock extends ForwardingTime {
        private final AtomicLong ahead = new AtomicLong();
        private final AtomicInteger widest = new AtomicInteger();

        Clock() {
            super("slow-vault-");
        }

        @Override
        public long nanos() {
            return ahead.get();
        }

        @Override
        public void widen(int workers) {
            widest.accumulateAndGet(workers, Math::max);
            super.widen(workers);
        }
    }

    private final class Vault implements FetchOnlyProvider {
        @Override
        public Secret fetch(SecretRef ref, Duration timeout) {
            time.ahead.addAndGet(latency.toNanos());
            return Secret.of("value", "1");
        }
    }

    @AutoClose
    private final Clock time = new Clock();

    private Duration latency = Duration.ZERO;

    private int widestOfAStart(Duration each) {
        latency = each;
        try (SecretResolver resolver = new ResolverBuilder(Settings.of(Map.of("startup-timeout", "2m"), Map.of()))
                .provider(new Vault())
                .time(time)
                .log(EventLog.SILENT)
                .open()) {
            List<LiveValue> values = new ArrayList<>();
            values.add(resolver.bind("$<kv:vault/a>", Origin.of("test")));
            resolver.require(values);
            return time.widest.get();
        }
    }

    @Test
    void aQuickOneGetsNoMore() {
        assertEquals(0, widestOfAStart(Duration.ofMillis(50)));
    }

    @Test
    void theMoreTheSlowerItIs() {
        assertEquals(32, widestOfAStart(Duration.ofMillis(450)));
    }

    @Test
    void withinABound() {
        assertEquals(64, widestOfAStart(Duration.ofSeconds(5)));
    }

    @Test
    void asManyRequestsAsThatAreMadeAtOnce() throws Exception {
        AtomicInteger begun = new AtomicInteger();
        CountDownLatch all = new CountDownLatch(64);
        CountDownLatch answered = new CountDownLatch(1);
        time.start(() -> {});
        time.widen(64);
        for (int i = 0; i < 100; i++) {
            time.start(() -> {
                begun.incrementAndGet();
                all.countDown();
                try {
                    answered.await();
                } catch (InterruptedException e) {
                    Thread.currentThread().interrupt();
                }
            });
        }
        assertTrue(all.await(60, TimeUnit.SECONDS), begun + " at once");
        assertEquals(64, begun.get());
        answered.countDown();
    }
}
