package io.keyweave.soak;

import java.util.ArrayList;
import java.util.List;

/** How long after a rotation in a healthy vault the readers of one source first saw it. Thread-safe. */
final class Delays {

    private final String source;
    private final List<Long> millis = new ArrayList<>();
    volatile int newest;

    Delays(String source) {
        this.source = source;
    }

    /** A value newer than any before was read. Those between were replaced before anybody could see them and count as seen too. */
    synchronized void firstRead(int number, long at, Timeline timeline) {
        for (int seen = newest + 1; seen <= number; seen++) {
            long delay = timeline.healthyDelay(seen, at);
            if (delay >= 0) {
                millis.add(delay);
            }
        }
        newest = Math.max(newest, number);
    }

    @Override
    public synchronized String toString() {
        List<Long> sorted = millis.stream().sorted().toList();
        if (sorted.isEmpty()) {
            return source + ": no rotation while healthy";
        }
        return source + ": " + sorted.size() + " rotations seen after ms: median " + at(sorted, 0.5) + ", 90 % "
                + at(sorted, 0.9) + ", 99 % " + at(sorted, 0.99) + ", most " + at(sorted, 1);
    }

    private static long at(List<Long> sorted, double share) {
        return sorted.get((int) Math.min(sorted.size() - 1.0, Math.floor(sorted.size() * share)));
    }
}
