package io.keyweave.test;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.regex.Pattern;

/** A forked JVM that runs: its output so far, its standard input, its end. Thread-safe. Closing it ends the process. */
public final class RunningJvm implements AutoCloseable {

    private static final Pattern SIGN = Pattern.compile("^[-0-9T:.]+Z INFO KW-100[12] |\"code\":\"KW-100[12]\"");

    private final long begun = System.nanoTime();
    private final Process process;
    private final List<String> command;
    private final List<String> out = new ArrayList<>();
    private final List<String> err = new ArrayList<>();
    private final List<String> signs = new ArrayList<>();
    private final Thread outReader;
    private final Thread errReader;

    RunningJvm(Process process, List<String> command) {
        this.process = process;
        this.command = command;
        outReader = reader(process.getInputStream(), line -> out, "stdout");
        errReader = reader(process.getErrorStream(), line -> SIGN.matcher(line).find() ? signs : err, "stderr");
    }

    /** Starts a process by a script that ends up in a JVM. Close the result: that ends it and its children. */
    public static RunningJvm start(ProcessBuilder script) {
        try {
            return new RunningJvm(script.start(), script.command());
        } catch (IOException e) {
            throw new IllegalStateException("cannot start " + script.command(), e);
        }
    }

    public long pid() {
        return process.pid();
    }

    public boolean isAlive() {
        return process.isAlive();
    }

    /** Lines of standard output so far. */
    public List<String> out() {
        synchronized (out) {
            return List.copyOf(out);
        }
    }

    /** The lines of the agent that say that it works, KW-1001 and KW-1002; they are not among those of {@link #err()}. */
    public List<String> signsOfLife() {
        synchronized (signs) {
            return List.copyOf(signs);
        }
    }

    /** Lines of standard error so far, without {@link #signsOfLife()}: nearly every test has one, and looks for what is wrong. */
    public List<String> err() {
        synchronized (err) {
            return List.copyOf(err);
        }
    }

    /** Sends one line to the application's standard input. */
    public void send(String line) {
        try {
            OutputStream in = process.getOutputStream();
            in.write((line + "\n").getBytes(StandardCharsets.UTF_8));
            in.flush();
        } catch (IOException e) {
            throw new AssertionError("the JVM does not read: " + this, e);
        }
    }

    /** Sends one line and waits for the next line of standard output that begins with {@code prefix}; returns the rest of it. */
    public String ask(String line, String prefix) {
        int before = out().size();
        send(line);
        return awaitOut(before, text -> text.startsWith(prefix), "a line starting with " + prefix)
                .substring(prefix.length());
    }

    /** Waits for a line of standard output. */
    public String awaitOut(Predicate<String> wanted, String description) {
        return awaitOut(0, wanted, description);
    }

    /** Waits for a line of standard error. */
    public String awaitErr(Predicate<String> wanted, String description) {
        return awaitLine(err, errReader, 0, wanted, description);
    }

    /** Waits until the agent in it has told of a version. */
    public void awaitRotation(String version) {
        String brief = version.substring(0, 8) + "..";
        awaitErr(line -> line.contains("rotated ") && line.contains("-> " + brief), "rotation to " + version);
    }

    private String awaitOut(int from, Predicate<String> wanted, String description) {
        return awaitLine(out, outReader, from, wanted, description);
    }

    private String awaitLine(
            List<String> lines, Thread reader, int from, Predicate<String> wanted, String description) {
        long deadline = System.nanoTime() + ForkedJvm.PATIENCE.toNanos();
        synchronized (lines) {
            int next = from;
            while (true) {
                while (next < lines.size()) {
                    String line = lines.get(next++);
                    if (wanted.test(line)) {
                        return line;
                    }
                }
                long left = TimeUnit.NANOSECONDS.toMillis(deadline - System.nanoTime());
                if (left <= 0 || !reader.isAlive()) {
                    break;
                }
                try {
                    lines.wait(Math.min(left, 200));
                } catch (InterruptedException e) {
                    Thread.currentThread().interrupt();
                    throw new IllegalStateException("interrupted", e);
                }
            }
        }
        throw new AssertionError("waited without success for " + description + "\n" + this);
    }

    /** Waits for the end of the JVM. */
    public Outcome await(Duration patience) {
        try {
            if (!process.waitFor(patience.toMillis(), TimeUnit.MILLISECONDS)) {
                String sofar = toString();
                close();
                throw new AssertionError("the JVM did not end within " + patience + "\n" + sofar);
            }
            outReader.join(10_000);
            errReader.join(10_000);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted", e);
        }
        return new Outcome(process.exitValue(), out(), err(), Duration.ofNanos(System.nanoTime() - begun));
    }

    /** Closes standard input, the sign for the test applications to end, and waits. */
    public Outcome finish() {
        try {
            process.getOutputStream().close();
        } catch (IOException e) {
            // It has ended already; await says how.
        }
        return await(ForkedJvm.PATIENCE);
    }

    @Override
    public void close() {
        if (process.isAlive()) {
            process.descendants().forEach(ProcessHandle::destroyForcibly);
            process.destroyForcibly();
            try {
                process.waitFor(10, TimeUnit.SECONDS);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
    }

    /** What runs and what it printed so far. */
    @Override
    public String toString() {
        return String.join(" ", command) + "\n--- out\n" + String.join("\n", out()) + "\n--- err\n"
                + String.join("\n", err());
    }

    private static Thread reader(InputStream from, Function<String, List<String>> into, String name) {
        Thread thread = new Thread(
                () -> {
                    try (BufferedReader lines =
                            new BufferedReader(new InputStreamReader(from, StandardCharsets.UTF_8))) {
                        for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                            List<String> to = into.apply(line);
                            synchronized (to) {
                                to.add(line);
                                to.notifyAll();
                            }
                        }
                    } catch (IOException e) {
                        // The process has ended: who waits sees that this thread has, too.
                    }
                },
                "forked-jvm-" + name);
        thread.setDaemon(true);
        thread.start();
        return thread;
    }
}
