package io.keyweave.agent.runtime;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assertions.fail;

import io.keyweave.Log;
import io.keyweave.LogEvent;
import io.keyweave.MessageCode;
import io.keyweave.StderrLog;
import io.keyweave.settings.Settings;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.lang.ref.Reference;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Where a line goes, with an application whose log is up, takes none, fails, logs itself, or is gone. */
class ApplicationLogTest {

    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    private final ApplicationLog log;
    private final List<String> taken = new CopyOnWriteArrayList<>();

    ApplicationLogTest() {
        PrintStream stderr = System.err;
        System.setErr(new PrintStream(bytes, true, StandardCharsets.UTF_8));
        try {
            log = new ApplicationLog(StderrLog.untilApplicationLogs(Settings.read("", Map.of(), Map.of())));
        } finally {
            System.setErr(stderr);
        }
    }

    private interface Appender {
        boolean takes(String text);
    }

    private ApplicationLogger logger(int precedence, Object anchor, Appender appender) {
        return new ApplicationLogger(precedence, anchor) {
            @Override
            protected boolean write(Object present, Log.Level level, String code, String text) {
                return appender.takes(level + " " + text) && taken.add(level + " " + text);
            }
        };
    }

    private void write(String text) {
        log.write(LogEvent.of(new MessageCode("KW-0000", Log.Level.WARN, text, "")));
    }

    private String stderr() {
        return bytes.toString(StandardCharsets.UTF_8);
    }

    private void expectTaken(String... texts) throws InterruptedException {
        awaitLines(() -> taken.size() >= texts.length);
        assertEquals(List.of(texts), taken);
    }

    private interface Condition {
        boolean holds();
    }

    private void awaitLines(Condition condition) throws InterruptedException {
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(60);
        while (!condition.holds()) {
            if (System.nanoTime() > deadline) {
                fail(taken + "\n" + stderr());
            }
            TimeUnit.MILLISECONDS.sleep(5);
        }
    }

    @Test
    void beforeMainAndWithoutALogItIsStderr() {
        assertFalse(log.use(logger(0, this, text -> true)), "another agent's");
        log.applicationStarts();
        write("first");
        assertTrue(stderr().contains("Z WARN KW-0000 keyweave: first"), stderr());
        assertEquals(List.of(), taken);
    }

    @Test
    void eachLineIsTakenOnceAndInOrder() throws InterruptedException {
        log.applicationStarts();
        assertTrue(log.use(logger(0, this, text -> true)));
        assertTrue(log.use(logger(0, this, text -> fail("the same log twice"))));
        write("first");
        write("second");
        log.write(LogEvent.of(new MessageCode("KW-0001", Log.Level.DEBUG, "third", "")));
        expectTaken(
                "WARN KW-0000 first (docs/troubleshooting.md#kw-0000)",
                "WARN KW-0000 second (docs/troubleshooting.md#kw-0000)");
        assertEquals("", stderr());
    }

    @Test
    void theMostGeneralApiDecidesAlsoWhereItTakesNothingYet() throws InterruptedException {
        log.applicationStarts();
        Object slf4j = new Object();
        try {
            assertTrue(log.use(logger(2, this, text -> fail("it is below the other"))));
            assertTrue(log.use(logger(0, slf4j, text -> false)));
            write("first");
            awaitLines(() -> stderr().contains("first"));
            assertEquals(List.of(), taken);
        } finally {
            Reference.reachabilityFence(slf4j);
        }
    }

    @Test
    void whatItThrowsLosesNothing() throws InterruptedException {
        log.applicationStarts();
        log.use(logger(0, this, text -> {
            throw new NoClassDefFoundError("of an application that was undeployed");
        }));
        write("first");
        awaitLines(() -> stderr().contains("keyweave: first"));
        assertFalse(stderr().contains("NoClassDefFoundError"), stderr());
    }

    @Test
    void anAppenderThatMakesUsTellSomethingIsNotToldThat() throws InterruptedException {
        log.applicationStarts();
        log.use(logger(0, this, text -> {
            write("of the appender");
            return true;
        }));
        write("first");
        expectTaken("WARN KW-0000 first (docs/troubleshooting.md#kw-0000)");
        assertTrue(stderr().contains("keyweave: of the appender"), stderr());
        assertEquals(1, stderr().lines().count(), stderr());
    }

    /** It may end the JVM next. On a machine that starts no thread for a second the line is on stderr. */
    @Test
    void whoHasToldALineNeedNotWaitForIt() {
        log.applicationStarts();
        log.use(logger(0, this, text -> true));
        write("first");
        assertEquals(1, taken.size() + stderr().lines().count(), taken + stderr());
    }

    @Test
    void anAppenderThatWantsALockOfTheTellerGetsTheLineAfterwards() throws InterruptedException {
        log.applicationStarts();
        Object lock = new Object();
        log.use(logger(0, this, text -> {
            synchronized (lock) {
                return true;
            }
        }));
        synchronized (lock) {
            write("first");
            assertEquals(List.of(), taken);
            write("while it hangs");
            assertTrue(stderr().contains("keyweave: while it hangs"), stderr());
        }
        expectTaken("WARN KW-0000 first (docs/troubleshooting.md#kw-0000)");
        assertEquals(1, stderr().lines().count(), stderr());
    }

    @Test
    void anInterruptedTellerStaysInterrupted() {
        log.applicationStarts();
        log.use(logger(0, this, text -> true));
        Thread.currentThread().interrupt();
        write("first");
        assertTrue(Thread.interrupted());
        assertEquals(1, taken.size() + stderr().lines().count(), taken + stderr());
    }

    @Test
    void itIsHeldNoLongerThanTheApplication() throws InterruptedException {
        log.applicationStarts();
        @Nullable Object application = new Object();
        log.use(logger(0, application, text -> true));
        write("first");
        expectTaken("WARN KW-0000 first (docs/troubleshooting.md#kw-0000)");
        application = null;
        awaitLines(() -> {
            System.gc();
            write("again");
            return stderr().contains("again");
        });
    }
}
