package io.keyweave.soak;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;

/**
 * Five requests a second: in any ten seconds at most fifty, and five because a vault sees them when they arrive, not when they were sent. Ten seconds
 * with more are judged when it is known for how long both processes had to wait for a processor: what was sent before the ten seconds and
 * held up until within them is not too much. For one thread.
 */
final class RequestLimit {

    private static final int A_SECOND = 5;
    private static final int WINDOW = 10_000;

    /** Long enough for the other process to have told of its waits. */
    private static final long SETTLED = 15_000;

    private record Crowd(long at, int requests) {}

    private final Stalls stalls;
    private final Deque<Long> window = new ArrayDeque<>();
    private final List<Crowd> unjudged = new ArrayList<>();
    private long total;
    private int over;
    private int excused;

    RequestLimit(Stalls stalls) {
        this.stalls = stalls;
    }

    /** The vault saw a request; in order. */
    void seen(long at) {
        total++;
        window.addLast(at);
        while (window.getFirst() <= at - WINDOW) {
            window.removeFirst();
        }
        if (window.size() > A_SECOND * WINDOW / 1_000 + A_SECOND) {
            unjudged.add(new Crowd(at, window.size()));
        }
    }

    /** Judges what is over by then. */
    void judge(long now) {
        unjudged.removeIf(crowd -> {
            if (crowd.at > now - SETTLED) {
                return false;
            }
            // Held up at the earliest where the window before begins: nobody waits longer for an answer.
            long waited = stalls.within(crowd.at - 2 * WINDOW, crowd.at);
            if (crowd.requests > A_SECOND * (WINDOW + waited) / 1_000 + A_SECOND) {
                over++;
            } else {
                excused++;
            }
            return true;
        });
    }

    long total() {
        return total;
    }

    /** Requests that came when there had been too many. */
    int over() {
        return over;
    }

    /** Requests that came too early after others that had been held up. */
    int excused() {
        return excused;
    }
}
