package io.keyweave.soak;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What the vault did and when, and so what a reader may see. Times are milliseconds of the wall clock, which both processes share.
 * Thread-safe.
 *
 * <p>The promise being checked: with a healthy vault a value is at most {@code ttl + 10 % + 5 s} behind. Trouble may prolong that until
 * {@link #RECOVERY} after its end, and by {@code max-stale} at most.
 */
final class Timeline {

    static final long TTL = 2_000;
    static final long MAX_STALE = 20_000;
    static final long FRESH = TTL + TTL / 10 + 5_000;

    /** After trouble: an attempt that hangs is given up after 10 s, the next begins within 2 s, and 5 s are for a busy machine. */
    static final long RECOVERY = 10_000 + 2_000 + 5_000;

    private static final long NEVER = Long.MAX_VALUE;

    /** From, to; to is {@link #NEVER} while it lasts. */
    private record Span(long from, long to) {}

    private final List<Long> set = new ArrayList<>();
    private final List<Span> trouble = new ArrayList<>();
    private final List<Span> gone = new ArrayList<>();

    /** Value {@code number} is current from now on; they are set in order, from 0. */
    synchronized void set(int number, long at) {
        while (set.size() < number) {
            set.add(at);
        }
        set.add(at);
    }

    synchronized void troubleBegins(long at) {
        trouble.add(new Span(at, NEVER));
    }

    synchronized void troubleEnds(long at) {
        Span last = trouble.remove(trouble.size() - 1);
        trouble.add(new Span(last.from, at));
    }

    synchronized void goneBegins(long at) {
        gone.add(new Span(at, NEVER));
    }

    synchronized void goneEnds(long at) {
        Span last = gone.remove(gone.size() - 1);
        gone.add(new Span(last.from, at));
    }

    /**
     * Why a reader may not see that value at that time, or null when it may.
     *
     * @param slack milliseconds for which the processes did not get a processor
     */
    synchronized @Nullable String objectionTo(int number, long at, long slack) {
        if (number + 1 >= set.size()) {
            return null;
        }
        long behind = at - set.get(number + 1);
        if (behind <= FRESH + slack) {
            return null;
        }
        if (behind > FRESH + MAX_STALE + RECOVERY + slack) {
            return "value " + number + " was replaced " + behind + " ms ago, more than max-stale allows";
        }
        return affected(trouble, at, RECOVERY + FRESH + slack) || affected(gone, at, RECOVERY + FRESH + slack)
                ? null
                : "value " + number + " was replaced " + behind + " ms ago while the vault was healthy";
    }

    /** Why a reader may not find nothing at that time, or null when it may; slack as above. */
    synchronized @Nullable String objectionToNothing(long at, long slack) {
        if (affected(gone, at, RECOVERY + FRESH + slack)) {
            return null;
        }
        if (slack >= MAX_STALE) {
            // Who could not run for as long as a value may be stale has fetched none in that time, whatever the vault
            // did.
            return null;
        }
        for (Span span : trouble) {
            long lasted = Math.min(at, span.to) - span.from;
            if (span.to >= at - RECOVERY - FRESH - slack && span.from <= at && lasted >= MAX_STALE - RECOVERY) {
                return null;
            }
        }
        return "nothing, although neither revoked nor unreachable for max-stale";
    }

    /** How long after it was set that value was read, or -1 when trouble around that time makes the figure meaningless. */
    synchronized long healthyDelay(int number, long at) {
        if (number >= set.size() || affected(trouble, at, RECOVERY + FRESH) || affected(gone, at, RECOVERY + FRESH)) {
            return -1;
        }
        return Math.max(0, at - set.get(number));
    }

    private static boolean affected(List<Span> spans, long at, long after) {
        for (Span span : spans) {
            if (span.from <= at && (span.to == NEVER || span.to >= at - after)) {
                return true;
            }
        }
        return false;
    }
}
