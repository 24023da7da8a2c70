package io.keyweave.store;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * How much CPU this process got since it started, and how long one of our own threads was ready to run and did not. Linux tells the second in
 * {@code schedstat}, a container's quota included; elsewhere nobody is called starved. Asked only when a start has failed.
 *
 * @param used by all threads
 * @param waited by that thread of ours which waited longest
 * @param age since the process started
 */
record ProcessorTime(Duration used, Duration waited, Duration age) {
    /** What our threads' names begin with: see {@code KeyweaveThreads}. */
    private static final String OURS = "keyweave-";

    /** What is known of this process, or {@code null}. */
    static @Nullable ProcessorTime ofThisProcess() {
        try {
            ProcessHandle.Info info = ProcessHandle.current().info();
            Instant start = info.startInstant().orElse(null);
            Duration used = info.totalCpuDuration().orElse(null);
            if (start == null || used == null) {
                return null;
            }
            return new ProcessorTime(
                    used, longestWait(Path.of("/proc/self/task")), Duration.between(start, Instant.now()));
        } catch (IOException | RuntimeException unknown) {
            // Another system, or a SecurityManager.
            return null;
        }
    }

    /**
     * @param tasks a directory with one directory a thread, each with {@code comm}, the beginning of its name, and {@code schedstat}:
     *     nanoseconds run, nanoseconds waited, count
     */
    static Duration longestWait(Path tasks) throws IOException {
        long longest = 0;
        try (DirectoryStream<Path> threads = Files.newDirectoryStream(tasks)) {
            for (Path thread : threads) {
                longest = Math.max(longest, waited(thread));
            }
        }
        return Duration.ofNanos(longest);
    }

    private static long waited(Path thread) {
        try {
            if (!Files.readString(thread.resolve("comm")).startsWith(OURS)) {
                return 0;
            }
            String[] numbers = Files.readString(thread.resolve("schedstat"), StandardCharsets.US_ASCII)
                    .strip()
                    .split(" ", -1);
            return numbers.length > 1 ? Long.parseLong(numbers[1]) : 0;
        } catch (IOException | NumberFormatException ended) {
            return 0;
        }
    }

    /**
     * Whether too little CPU explains a start that was not over in time: the thread that asks waited for a core for most of the time, which was
     * also much of the life of the process, and the process got less than a quarter of one.
     */
    boolean starved(Duration timeout) {
        return waited.multipliedBy(2).compareTo(timeout) > 0
                && waited.multipliedBy(4).compareTo(age) > 0
                && used.multipliedBy(4).compareTo(age) < 0;
    }
}
