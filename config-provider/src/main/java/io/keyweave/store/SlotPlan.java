package io.keyweave.store;

import java.util.Map;
import java.util.TreeMap;

/**
 * Which request is to be made when: time is cut into slots, five a second, and each secret that is fresh has one of its own ahead. So what came in
 * together at a start, or after an outage, does not come due together. Guarded by the store's lock.
 *
 * <p>While secrets / ttl is within the limit there is always a slot in time for secrets of one ttl: those that hold one are fewer than
 * the slots up to the last that will do. For those of a longer ttl the slots that shorter ones will need do not count: they choose theirs later.
 * Which these are is the same at every choice, and spread evenly: of any run of slots about as large a part as of all.
 */
final class SlotPlan {

    /** Slots looked through for one that is not kept. */
    private static final int MOST_SEARCHED = 2_000;

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
     * Takes the wanted slot if it is free, else the next free one up to {@code last}, else the one before it, down to {@code first}. Slots that are kept
     * come after all others.
     *
     * @param kept the part of all slots that is kept for secrets of shorter ttls
     * @return the slot, or a later one than {@code last} when there is none
     */
    long take(long first, long wanted, long last, double kept) {
        long slot = kept > 0 ? notKept(first, wanted, last, kept) : last + 1;
        if (slot > last) {
            slot = freeFrom(wanted);
        }
        if (slot > last) {
            long before = freeUpTo(Math.min(wanted, last));
            if (before >= first) {
                slot = before;
            }
        }
        add(slot);
        return slot;
    }

    private long notKept(long first, long wanted, long last, double kept) {
        int left = MOST_SEARCHED;
        for (long slot = freeFrom(wanted); slot <= last && left > 0; slot = freeFrom(slot + 1)) {
            if (!isKept(slot, kept)) {
                return slot;
            }
            left--;
        }
        for (long slot = freeUpTo(Math.min(wanted, last)); slot >= first && left > 0; slot = freeUpTo(slot - 1)) {
            if (!isKept(slot, kept)) {
                return slot;
            }
            left--;
        }
        return last + 1;
    }

    /** By the bits of its number in reverse order, as a fraction: what is kept of a smaller part is kept of a larger one, too. */
    private static boolean isKept(long slot, double kept) {
        return (Long.reverse(slot) >>> 11) * 0x1p-53 < kept;
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
