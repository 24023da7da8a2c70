package io.keyweave.soak;

import java.util.Iterator;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;
import org.jspecify.annotations.Nullable;

/**
 * Reads that look wrong, kept until it is known for how long both processes had to wait for a processor, and judged then. Reads of the same kind within a
 * quarter of a second are one with a count. Thread-safe; judged by one thread.
 */
final class Doubts {

    private static final long QUARTER = 250;

    /** Long enough for the other process to have told of its waits. */
    private static final long SETTLED = 15_000;

    /** @param number the value that was read, or -1 for none */
    private record Doubt(int number, long quarter) {
        long at() {
            return quarter * QUARTER;
        }
    }

    private final Map<Doubt, LongAdder> open = new ConcurrentHashMap<>();
    private long wrong;
    private long excused;

    /** That value, or with -1 none, was read at that time, and nothing that the vault did explains it. */
    void add(int number, long at) {
        open.computeIfAbsent(new Doubt(number, at / QUARTER), made -> new LongAdder())
                .increment();
    }

    /** What is wrong with a read when so much more time is granted, or null. */
    interface Judgement {
        @Nullable
        String objection(int number, long at, long slack);
    }

    /**
     * Judges what is over by then.
     *
     * @param memory how many milliseconds before a read waits may have caused it
     */
    void judge(long now, long memory, Stalls stalls, Judgement judgement) {
        for (Iterator<Map.Entry<Doubt, LongAdder>> all = open.entrySet().iterator(); all.hasNext(); ) {
            Map.Entry<Doubt, LongAdder> one = all.next();
            Doubt doubt = one.getKey();
            if (doubt.at() > now - SETTLED) {
                continue;
            }
            all.remove();
            String objection =
                    judgement.objection(doubt.number, doubt.at(), stalls.within(doubt.at() - memory, doubt.at()));
            long reads = one.getValue().sum();
            if (objection == null) {
                excused += reads;
            } else {
                wrong += reads;
                System.out.println("violation " + doubt.at() + " " + reads + " reads: " + objection);
            }
        }
    }

    long wrong() {
        return wrong;
    }

    long excused() {
        return excused;
    }
}
