package io.keyweave.agent.login;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.keyweave.EventLog;
import io.keyweave.LiveValue;
import io.keyweave.Origin;
import io.keyweave.Secret;
import io.keyweave.SecretRef;
import io.keyweave.core.CachingResolver;
import io.keyweave.core.ResolverBuilder;
import io.keyweave.fixtures.FetchOnlyProvider;
import io.keyweave.served.SecretPart;
import io.keyweave.served.ServedValues.ServedPart;
import io.keyweave.settings.Settings;
import java.lang.ref.Reference;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What refused logins ask of the vault. The store runs in real time, the limit on a clock of the test's. */
class LiveSecretsTest {

    private static final SecretRef DB = new SecretRef("kv", "vault", "db", null);

    private final AtomicInteger fetches = new AtomicInteger();
    private final AtomicLong nanos = new AtomicLong();
    private volatile String version = "1";
    private volatile CountDownLatch gate = new CountDownLatch(0);
    private CachingResolver resolver;
    private LiveValue value;
    private LiveSecrets secrets;

    @BeforeEach
    void open() {
        resolver = new ResolverBuilder(Settings.of(Map.of(), Map.of()))
                .provider(new Vault())
                .log(EventLog.SILENT)
                .open();
        value = resolver.bind("$<kv:vault/db>", Origin.of("test"));
        resolver.require(List.of(value));
        secrets = new LiveSecrets(resolver.served(), nanos::get);
        fetches.set(0);
    }

    @AfterEach
    void close() {
        resolver.close();
        Reference.reachabilityFence(value);
    }

    @Test
    void refusedLoginsAskRarelyWhileTheVaultHasNothingNew() {
        List<Integer> seconds = new ArrayList<>();
        for (int second = 0; second < 60; second++) {
            int before = fetches.get();
            for (int i = 0; i < 20; i++) {
                secrets.refresh(Set.of(DB));
            }
            if (fetches.get() > before) {
                seconds.add(second);
            }
            nanos.addAndGet(1_000_000_000L);
        }
        assertEquals(List.of(0, 1, 3, 7, 15, 30, 45), seconds);
        version = "2";
        nanos.addAndGet(15_000_000_000L);
        secrets.refresh(Set.of(DB));
        assertEquals("2", resolver.status().get(0).version());
        int before = fetches.get();
        nanos.addAndGet(1_000_000_000L);
        secrets.refresh(Set.of(DB));
        assertEquals(before + 1, fetches.get(), "news shorten the interval again");
    }

    @Test
    void concurrentFailuresShareOneRequestAndAllSeeItsAnswer() throws Exception {
        gate = new CountDownLatch(1);
        version = "2";
        ExecutorService threads = Executors.newFixedThreadPool(16);
        try {
            List<Future<String>> seen = new ArrayList<>();
            CountDownLatch begun = new CountDownLatch(16);
            for (int i = 0; i < 16; i++) {
                seen.add(threads.submit(() -> {
                    begun.countDown();
                    secrets.refresh(Set.of(DB));
                    return value.current();
                }));
            }
            assertTrue(begun.await(60, TimeUnit.SECONDS));
            gate.countDown();
            for (Future<String> one : seen) {
                assertEquals("text 2", one.get(60, TimeUnit.SECONDS));
            }
            assertEquals(1, fetches.get());
        } finally {
            threads.shutdownNow();
        }
    }

    @Test
    void anIntervalIsForgottenAfterAMinuteWithoutAQuestion() {
        for (int i = 0; i < 10; i++) {
            secrets.refresh(Set.of(DB));
            nanos.addAndGet(LiveSecrets.LONGEST);
        }
        int before = fetches.get();
        nanos.addAndGet(4 * LiveSecrets.LONGEST);
        secrets.refresh(Set.of(DB));
        nanos.addAndGet(LiveSecrets.SHORTEST);
        secrets.refresh(Set.of(DB));
        assertEquals(before + 2, fetches.get());
    }

    @Test
    void whatLoginsNeedToKnowOfASecret() {
        SecretPart db = new SecretPart(DB, null, false);
        String given = value.current();
        assertEquals(
                List.of(db),
                secrets.find("text 1").stream().map(ServedPart::part).toList());
        assertEquals("text 1", secrets.read(List.of(db)).get(0).text());
        assertTrue(secrets.isHandedOut(db, given));
        assertFalse(secrets.isHandedOut(db, new String(given.toCharArray())));
        assertEquals(Set.of(), secrets.templates(db));
        resolver.served().written("//db:5432 $<kv:vault/db>", List.of(DB));
        assertEquals(Set.of("//db:5432 $<kv:vault/db>"), secrets.templates(db));
        assertNull(secrets.previous(List.of(db)), "Key Vault does not say");
        Object holder = new Object();
        int readers = resolver.status().get(0).origins().size();
        secrets.keep(Set.of(DB), holder);
        assertEquals(readers + 1, resolver.status().get(0).origins().size());
        Reference.reachabilityFence(holder);
    }

    @Test
    void theLoginsOfThisJvm() {
        ActiveLogins.use(resolver, EventLog.SILENT);
        assertNotNull(ActiveLogins.get());
        version = "2";
        ActiveLogins.refresh(Set.of(DB));
        assertEquals("text 2", value.current());
    }

    private final class Vault implements FetchOnlyProvider {
        @Override
        public Secret fetch(SecretRef ref, Duration timeout) {
            try {
                gate.await(5, TimeUnit.SECONDS);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
            fetches.incrementAndGet();
            return Secret.of("text " + version, version);
        }
    }
}
