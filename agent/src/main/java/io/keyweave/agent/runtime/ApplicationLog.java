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
 * <p>A line is handed over by a thread of its own, while the one that tells it waits, but not for long. Whoever tells something may hold locks of the
 * store or of the application, and an appender is code of the application that may want them, or read a secret. So neither can wait for the other for
 * ever, and a line that was told is in one of the two logs before its teller goes on, also where that ends the JVM. What the handing thread itself
 * tells, because an appender reads or logs in, goes to stderr: no line leads to another in the same log. Thread-safe.
 */
public final class ApplicationLog implements EventLog {

    /** So long a line may keep its teller waiting, in milliseconds. */
    private static final long LONGEST_WAIT = 1_000;

    /** A line that waits to be handed over, is being handed over, or is done with. */
    private static final class WaitingLine {

        private final LogEvent event;
        private final long millis = System.currentTimeMillis();
        private boolean done;

        private WaitingLine(LogEvent event) {
            this.event = event;
        }
    }

    private final StderrLog stderr;
    private final Deque<WaitingLine> waiting = new ArrayDeque<>();
    private final List<ApplicationLogger> loggers = new ArrayList<>(1);
    private @Nullable Thread writing;

    /** Since when the log has had the line that it is writing, by {@link System#nanoTime}. */
    private long since;

    private boolean applicationRuns;

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
        loggers.add(place, logger);
        return true;
    }

    @Override
    public boolean enabled(Level level) {
        return stderr.enabled(level);
    }

    @Override
    public void write(LogEvent event) {
        if (!enabled(event.level())) {
            return;
        }
        WaitingLine line = new WaitingLine(event);
        if (!isHandedOver(line)) {
            stderr.write(event, line.millis);
        }
    }

    /** Whether the handing thread has the line, which then is done with it or writes it to stderr. */
    private synchronized boolean isHandedOver(WaitingLine line) {
        if (loggers.isEmpty() || Thread.currentThread() == writing || hangs() || writing == null && !startWriting()) {
            return false;
        }
        waiting.add(line);
        boolean interrupted = false;
        long deadline = System.nanoTime() + LONGEST_WAIT * 1_000_000;
        for (long left = LONGEST_WAIT; !line.done && left > 0; left = (deadline - System.nanoTime()) / 1_000_000) {
            try {
                wait(left);
            } catch (InterruptedException goOn) {
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
        return !waiting.remove(line);
    }

    /** An appender that waits for whoever tells us something, or for good, is not waited for with each line. */
    private boolean hangs() {
        return writing != null && System.nanoTime() - since > LONGEST_WAIT * 1_000_000;
    }

    private boolean startWriting() {
        try {
            Thread thread = KeyweaveThreads.single("keyweave-log", this::handOver);
            if (endsTheJvm(thread)) {
                return false;
            }
            // With the application's eyes: an appender that reads a secret gets it.
            thread.setContextClassLoader(ClassLoader.getSystemClassLoader());
            thread.start();
            writing = thread;
            since = System.nanoTime();
            return true;
        } catch (OutOfMemoryError noThread) {
            return false;
        }
    }

    /**
     * Whether the shutdown hooks run, of which one may have closed the application's log. Asked by taking away a hook that nobody has added: a hook of our
     * own would change the application's JVM.
     */
    private static boolean endsTheJvm(Thread noHook) {
        try {
            Runtime.getRuntime().removeShutdownHook(noHook);
            return false;
        } catch (IllegalStateException hooksRun) {
            return true;
        } catch (SecurityException notAllowed) {
            return false;
        }
    }

    private void handOver() {
        for (WaitingLine line = next(); line != null; line = next()) {
            if (endsTheJvm(Thread.currentThread()) || !isTaken(line.event)) {
                stderr.write(line.event, line.millis);
            }
            done(line);
        }
    }

    private synchronized @Nullable WaitingLine next() {
        WaitingLine line = waiting.poll();
        since = System.nanoTime();
        if (line == null) {
            writing = null;
        }
        return line;
    }

    private synchronized void done(WaitingLine line) {
        line.done = true;
        notifyAll();
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
}
