package io.keyweave.store;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
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
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** On the real clock and real threads: one fetch at a time, readers that never wait, and threads that are ours alone. */
class ThreadsTest {

    private static final Origin HERE = Origin.of("test");

    /** Holds every fetch until the gate opens. */
    private static final class Gated implements FetchOnlyProvider {
        private volatile CountDownLatch gate = new CountDownLatch(0);
        private final AtomicInteger fetches = new AtomicInteger();
        private final AtomicInteger together = new AtomicInteger();
        private final AtomicInteger mostTogether = new AtomicInteger();
        private volatile Thread thread;
        private volatile boolean closed;

        @Override
        public Secret fetch(SecretRef ref, Duration timeout) {
            thread = Thread.currentThread();
            mostTogether.accumulateAndGet(together.incrementAndGet(), Math::max);
            try {
                assertTrue(gate.await(60, TimeUnit.SECONDS));
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
            together.decrementAndGet();
            return Secret.of("value", "" + fetches.incrementAndGet());
        }

        @Override
        public void close() {
            closed = true;
        }
    }

    private final Gated vault = new Gated();
    private final ExecutorService callers = Executors.newFixedThreadPool(16);
    private final SecretResolver resolver = new ResolverBuilder(Settings.of(Map.of("ttl", "1s"), Map.of()))
            .provider(vault)
            .log(EventLog.SILENT)
            .open();

    @AfterEach
    void close() throws InterruptedException {
        vault.gate.countDown();
        resolver.close();
        callers.shutdownNow();
        assertTrue(callers.awaitTermination(60, TimeUnit.SECONDS));
        assertTrue(vault.closed || vault.fetches.get() == 0);
    }

    @Test
    void manyCallersShareOneFetch() throws Exception {
        vault.gate = new CountDownLatch(1);
        List<Future<String>> answers = new ArrayList<>();
        CountDownLatch bound = new CountDownLatch(16);
        for (int i = 0; i < 16; i++) {
            answers.add(callers.submit(() -> {
                LiveValue value = resolver.bind("$<kv:vault/a>", HERE);
                bound.countDown();
                resolver.require(List.of(value));
                return value.current();
            }));
        }
        assertTrue(bound.await(60, TimeUnit.SECONDS));
        vault.gate.countDown();
        for (Future<String> answer : answers) {
            assertEquals("value", answer.get(60, TimeUnit.SECONDS));
        }
        assertEquals(1, vault.mostTogether.get());
    }

    @Test
    void anInterruptedThreadGetsItsSecretsAndStaysInterrupted() throws Exception {
        vault.gate = new CountDownLatch(1);
        LiveValue value = resolver.bind("$<kv:vault/a>", HERE);
        Thread[] caller = new Thread[1];
        CountDownLatch begins = new CountDownLatch(1);
        Future<Boolean> interrupted = callers.submit(() -> {
            caller[0] = Thread.currentThread();
            Thread.currentThread().interrupt();
            begins.countDown();
            resolver.require(List.of(value));
            return Thread.interrupted();
        });
        assertTrue(begins.await(60, TimeUnit.SECONDS));
        caller[0].interrupt();
        vault.gate.countDown();
        assertTrue(interrupted.get(60, TimeUnit.SECONDS));
        assertEquals("value", value.current());
    }

    @Test
    void aReaderNeverWaitsForARefresh() throws Exception {
        LiveValue value = resolver.bind("$<kv:vault/a>", HERE);
        resolver.require(List.of(value));
        vault.gate = new CountDownLatch(1);
        await(() -> vault.together.get() == 1);
        Future<String> read = callers.submit(value::current);
        assertEquals("value", read.get(60, TimeUnit.SECONDS));
        assertEquals(1, vault.together.get(), "the refresh is still under way");
    }

    @Test
    void secretsAreFetchedInParallelAtStart() throws Exception {
        vault.gate = new CountDownLatch(1);
        List<LiveValue> values = new ArrayList<>();
        for (int i = 0; i < 8; i++) {
            values.add(resolver.bind("$<kv:vault/s" + i + ">", HERE));
        }
        Future<?> start = callers.submit(() -> resolver.require(values));
        await(() -> vault.together.get() == 8);
        vault.gate.countDown();
        start.get(60, TimeUnit.SECONDS);
    }

    @Test
    void threadsAreOurs() {
        LiveValue value = resolver.bind("$<kv:vault/a>", HERE);
        resolver.require(List.of(value));
        Thread thread = vault.thread;
        assertTrue(thread.isDaemon());
        assertTrue(thread.getName().startsWith("keyweave-"), thread.getName());
        assertSame(SecretResolver.class.getClassLoader(), thread.getContextClassLoader());
        assertFalse(thread == Thread.currentThread());
    }

    @Test
    void aClosedResolverLeavesNoThreadBehind() throws Exception {
        resolver.require(List.of(resolver.bind("$<kv:vault/a>", HERE)));
        Thread thread = vault.thread;
        resolver.close();
        thread.join(20_000);
        assertFalse(thread.isAlive());
    }

    private static void await(BooleanSupplier condition) {
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(20);
        while (!condition.getAsBoolean()) {
            assertTrue(System.nanoTime() < end, "waited for too long");
            Thread.onSpinWait();
        }
    }
}
