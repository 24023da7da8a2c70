package io.keyweave.agent.runtime;

import io.keyweave.EventLog;
import io.keyweave.LogEvent;
import io.keyweave.LogLine;
import io.keyweave.StderrLog;
import io.keyweave.time.KeyweaveThreads;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * {@code log=app}: lines go into the application's own log once the application has set that up, and to stderr before, after, and whenever the log does
 * not take one. Nothing of the application's logging is started for it: patches of each API notice when it is there.
 *
 * <p>Lines are handed over by a thread of its own, which lives as long as there are some. Whoever tells something may hold locks of the store or of the
 * application, and an appender is code of the application that may wait for them, or read a secret. What that thread itself tells, because an appender
 * reads or logs in, goes to stderr: no line leads to another in the same log. Thread-safe.
 */
public final class ApplicationLog implements EventLog {

    /** An appender that hangs must not fill the memory. */
    private static final int MOST_WAITING = 1_000;

    /** In milliseconds, when the JVM ends. */
    private static final long LONGEST_WAIT = 2_000;

    private record WaitingLine(LogEvent event, long millis) {}

    private final StderrLog stderr;
    private final Deque<WaitingLine> waiting = new ArrayDeque<>();
    private final List<ApplicationLogger> loggers = new ArrayList<>(1);
    private @Nullable Thread writing;
    private boolean applicationRuns;
    private boolean seesTheEnd;
    private boolean ending;

    ApplicationLog(StderrLog stderr) {
        this.stderr = stderr;
    }

    /** To be called at the end of {@code premain}: a log that another agent has set up before is not the application's. */
    public synchronized void applicationStarts() {
        applicationRuns = true;
    }

    /**
     * A log of the application is set up. Of several the first one of the most general API gets the lines, as long as it is there.
     *
     * @return whether it is known now; false while the application does not run yet
     */
    public synchronized boolean use(ApplicationLogger logger) {
        Object anchor = logger.anchor();
        if (!applicationRuns || anchor == null) {
            return false;
        }
        int place = 0;
        for (ApplicationLogger known : loggers) {
            if (known.anchor() == anchor) {
                return true;
            }
            place += known.precedence() <= logger.precedence() ? 1 : 0;
        }
        if (!seesTheEnd) {
            seesTheEnd = true;
            writeTheRestAtTheEnd();
        }
        loggers.add(place, logger);
        return true;
    }

    private void writeTheRestAtTheEnd() {
        try {
            Runtime.getRuntime().addShutdownHook(KeyweaveThreads.single("keyweave-log-end", this::end));
        } catch (IllegalStateException endsAlready) {
            ending = true;
        }
    }

    @Override
    public boolean enabled(Level level) {
        return stderr.enabled(level);
    }

    @Override
    public void write(LogEvent event) {
        long now = System.currentTimeMillis();
        if (!enabled(event.level()) || isWaiting(new WaitingLine(event, now))) {
            return;
        }
        stderr.write(event, now);
    }

    private synchronized boolean isWaiting(WaitingLine line) {
        if (loggers.isEmpty() || ending || Thread.currentThread() == writing || waiting.size() >= MOST_WAITING) {
            return false;
        }
        if (writing == null && !startWriting()) {
            return false;
        }
        waiting.add(line);
        return true;
    }

    private boolean startWriting() {
        try {
            Thread thread = KeyweaveThreads.single("keyweave-log", this::handOver);
            // With the application's eyes: an appender that reads a secret gets it.
            thread.setContextClassLoader(ClassLoader.getSystemClassLoader());
            thread.start();
            writing = thread;
            return true;
        } catch (OutOfMemoryError noThread) {
            return false;
        }
    }

    private void handOver() {
        for (WaitingLine line = next(); line != null; line = next()) {
            if (!isTaken(line.event)) {
                stderr.write(line.event, line.millis);
            }
        }
    }

    private synchronized @Nullable WaitingLine next() {
        WaitingLine line = waiting.poll();
        if (line == null) {
            writing = null;
            notifyAll();
        }
        return line;
    }

    /** Whether the application's log has it. Whatever that throws is no fault of ours, and the line is not lost by it. */
    private boolean isTaken(LogEvent event) {
        ApplicationLogger logger = logger();
        if (logger == null) {
            return false;
        }
        try {
            return logger.write(event.level(), event.code(), LogLine.coded(event));
        } catch (Throwable applications) {
            return false;
        }
    }

    private synchronized @Nullable ApplicationLogger logger() {
        loggers.removeIf(known -> known.anchor() == null);
        return loggers.isEmpty() ? null : loggers.get(0);
    }

    /** When the JVM ends, the application's log may be closed at any moment. */
    private void end() {
        for (WaitingLine line : rest()) {
            stderr.write(line.event, line.millis);
        }
    }

    private synchronized List<WaitingLine> rest() {
        ending = true;
        long deadline = System.nanoTime() + LONGEST_WAIT * 1_000_000;
        try {
            for (long left = LONGEST_WAIT; writing != null && left > 0; ) {
                wait(left);
                left = (deadline - System.nanoTime()) / 1_000_000;
            }
        } catch (InterruptedException end) {
            Thread.currentThread().interrupt();
        }
        List<WaitingLine> rest = new ArrayList<>(waiting);
        waiting.clear();
        return rest;
    }
}
