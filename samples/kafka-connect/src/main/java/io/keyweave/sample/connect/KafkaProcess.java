package io.keyweave.sample.connect;

import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;

/** A broker or worker in a JVM of its own, started by Kafka's main class with a properties file. Closing it ends it. */
final class KafkaProcess implements AutoCloseable {

    private static final long PATIENCE = TimeUnit.SECONDS.toNanos(90);

    private final Process process;
    private final List<String> log = new ArrayList<>();

    private KafkaProcess(Process process) {
        this.process = process;
        Thread reader = new Thread(this::read, "kafka-log");
        reader.setDaemon(true);
        reader.start();
    }

    static KafkaProcess start(Class<?> main, Path file, Map<String, String> content, Map<String, String> environment)
            throws IOException {
        Properties properties = new Properties();
        properties.putAll(content);
        try (var out = Files.newOutputStream(file)) {
            properties.store(out, null);
        }
        ProcessBuilder builder = new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx512m",
                "-Dorg.slf4j.simpleLogger.defaultLogLevel=info",
                "-Dorg.slf4j.simpleLogger.showThreadName=false",
                "-cp",
                absolute(System.getProperty("java.class.path")),
                main.getName(),
                file.toString());
        builder.environment().putAll(environment);
        return new KafkaProcess(builder.redirectErrorStream(true).start());
    }

    private static String absolute(String classPath) {
        List<String> entries = new ArrayList<>();
        for (String entry : classPath.split(File.pathSeparator, -1)) {
            entries.add(new File(entry).getAbsolutePath());
        }
        return String.join(File.pathSeparator, entries);
    }

    private void read() {
        try (BufferedReader lines =
                new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8))) {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                synchronized (log) {
                    log.add(line);
                    log.notifyAll();
                }
            }
        } catch (IOException e) {
            // The process has ended.
        }
    }

    /** How many lines it has logged so far. */
    int lines() {
        synchronized (log) {
            return log.size();
        }
    }

    /** Waits for a line behind the first {@code from}; fails with the end of the log. */
    String await(int from, Predicate<String> wanted) throws IOException, InterruptedException {
        long deadline = System.nanoTime() + PATIENCE;
        synchronized (log) {
            int next = from;
            while (process.isAlive() && System.nanoTime() < deadline) {
                while (next < log.size()) {
                    String line = log.get(next++);
                    if (wanted.test(line)) {
                        return line;
                    }
                }
                log.wait(200);
            }
            throw new IOException("a Kafka process did not get as far as it should:\n"
                    + String.join("\n", log.subList(Math.max(0, log.size() - 20), log.size())));
        }
    }

    /** Waits until a Connect worker takes requests: two threads get it ready, and before the second each request is answered with 404. */
    void awaitWorker() throws IOException, InterruptedException {
        await(0, line -> line.contains("Finished starting connectors and tasks"));
        await(0, line -> line.contains("REST resources initialized"));
    }

    /** Waits until all those lines are there behind the first {@code from}, and takes them away; whether all came in time. */
    boolean sees(int from, Set<String> wanted, long patienceNanos) throws InterruptedException {
        long deadline = System.nanoTime() + patienceNanos;
        synchronized (log) {
            int next = from;
            while (!wanted.isEmpty() && process.isAlive() && System.nanoTime() < deadline) {
                while (next < log.size()) {
                    wanted.remove(log.get(next++));
                }
                log.wait(200);
            }
        }
        return wanted.isEmpty();
    }

    @Override
    public void close() {
        process.destroyForcibly();
        try {
            process.waitFor(10, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
