package io.keyweave.store;

import java.util.Map;
import java.util.TreeMap;

/**
 * Which request is to be made when: time is cut into slots, five a second, and each secret that is fresh has one of its own ahead. So what came in
 * together at a start, or after an outage, does not come due together. Guarded by the store's lock.
 *
 * <p>While secrets / ttl is within the limit there is always a slot in time for secrets of one ttl: those that hold one are fewer than
 * the slots up to the last that will do.
 */
final class SlotPlan {

    private final long length;

    /** The first and the last slot of each run of taken ones: finding a free one costs the same in a long run as in a short one. */
    private final TreeMap<Long, Long> taken = new TreeMap<>();

    /** @param perSecond slots a second */
    SlotPlan(int perSecond) {
        this.length = 1_000_000_000L / perSecond;
    }

    /** The slot in which that time is, in nanoseconds on the monotonic clock. */
    long at(long nanos) {
        return Math.floorDiv(nanos, length);
    }

    /** When a slot begins. */
    long begin(long slot) {
        return slot * length;
    }

    /**
     * Takes the wanted slot if it is free, else the next free one up to {@code last}, else the one before it, down to {@code first}.
     *
     * @return the slot, or a later one than {@code last} when there is none
     */
    long take(long first, long wanted, long last) {
        long slot = freeFrom(wanted);
        if (slot > last) {
            long before = freeUpTo(Math.min(wanted, last));
            if (before >= first) {
                slot = before;
            }
        }
        add(slot);
        return slot;
    }

    /** The first free slot from that one on. */
    long freeFrom(long slot) {
        Map.Entry<Long, Long> run = taken.floorEntry(slot);
        return run == null || run.getValue() < slot ? slot : run.getValue() + 1;
    }

    private long freeUpTo(long slot) {
        Map.Entry<Long, Long> run = taken.floorEntry(slot);
        return run == null || run.getValue() < slot ? slot : run.getKey() - 1;
    }

    private void add(long slot) {
        Map.Entry<Long, Long> before = taken.floorEntry(slot);
        Long after = taken.remove(slot + 1);
        long last = after == null ? slot : after;
        if (before != null && before.getValue() == slot - 1) {
            taken.put(before.getKey(), last);
        } else {
            taken.put(slot, last);
        }
    }

    void release(long slot) {
        Map.Entry<Long, Long> run = taken.floorEntry(slot);
        if (run == null || run.getValue() < slot) {
            return;
        }
        long first = run.getKey();
        long last = run.getValue();
        if (first == slot) {
            taken.remove(first);
        } else {
            taken.put(first, slot - 1);
        }
        if (last > slot) {
            taken.put(slot + 1, last);
        }
    }
}
