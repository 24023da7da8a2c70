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
 * How much CPU this process got since it started, and how long one of its threads was ready to run and did not. Linux tells the second in
 * {@code schedstat}, a container's quota included; elsewhere nobody is called starved. Asked only when a start has failed.
 *
 * @param used by all threads
 * @param waited by the thread that waited longest
 * @param age since the process started
 */
record ProcessorTime(Duration used, Duration waited, Duration age) {

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

    /** @param tasks a directory with one directory a thread, each with {@code schedstat}: nanoseconds run, nanoseconds waited, count */
    static Duration longestWait(Path tasks) throws IOException {
        long longest = 0;
        try (DirectoryStream<Path> threads = Files.newDirectoryStream(tasks)) {
            for (Path thread : threads) {
                longest = Math.max(longest, waited(thread.resolve("schedstat")));
            }
        }
        return Duration.ofNanos(longest);
    }

    private static long waited(Path schedstat) {
        try {
            String[] numbers = Files.readString(schedstat, StandardCharsets.US_ASCII)
                    .strip()
                    .split(" ", -1);
            return numbers.length > 1 ? Long.parseLong(numbers[1]) : 0;
        } catch (IOException | NumberFormatException ended) {
            return 0;
        }
    }

    /** Whether too little CPU explains a start that was not over in time: less than a quarter of a core, and work left for most of it. */
    boolean starved() {
        return used.multipliedBy(4).compareTo(age) < 0 && waited.multipliedBy(2).compareTo(age) > 0;
    }
}
