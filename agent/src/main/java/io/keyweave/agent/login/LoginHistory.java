package io.keyweave.agent.login;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * What is known of one account at one target: the credential that last worked, the only one kept in clear, and the versions that were
 * refused lately. Thread-safe.
 */
final class LoginHistory {

    /** How long a refused version is not tried again, in nanoseconds. */
    static final long REST = 60_000_000_000L;

    /** How long after its last success, counted from the first refusal, an account is expected to be amidst a rotation, in nanoseconds. */
    static final long GAP = 300_000_000_000L;

    private static final int MAX_REFUSED = 8;

    private static final int MAX_AT_ONCE = 4;
    private static final long TURN_MS = 250;

    private final LongSupplier nanos;
    private final Semaphore turns = new Semaphore(MAX_AT_ONCE);
    private final Map<String, Long> refused = new LinkedHashMap<>();
    private @Nullable Candidate worked;
    private @Nullable ErrorCode refusal;
    private @Nullable Long refusedSince;
    private boolean told;

    LoginHistory(LongSupplier nanos) {
        this.nanos = nanos;
    }

    /**
     * Waits for a turn, a quarter of a second at most.
     *
     * @return whether it got one, to be handed to {@link #leave}
     */
    boolean enter() {
        try {
            return turns.tryAcquire(TURN_MS, TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    void leave(boolean entered) {
        if (entered) {
            turns.release();
        }
    }

    /** The credential of the last login that succeeded. */
    synchronized @Nullable Candidate worked() {
        return worked;
    }

    /** What the server said last, if the last login was refused with an error code. */
    synchronized @Nullable ErrorCode refusal() {
        return refusal;
    }

    synchronized void succeeded(Candidate candidate) {
        worked = candidate;
        refusal = null;
        refusedSince = null;
        refused.remove(candidate.version());
    }

    synchronized void refused(Candidate candidate, @Nullable ErrorCode how) {
        refusal = how;
        told = false;
        if (refusedSince == null) {
            refusedSince = nanos.getAsLong();
        }
        refused.remove(candidate.version());
        refused.put(candidate.version(), nanos.getAsLong());
        if (refused.size() > MAX_REFUSED) {
            refused.remove(refused.keySet().iterator().next());
        }
    }

    /** Whether that version was refused within the last {@link #REST}. */
    synchronized boolean rests(Candidate candidate) {
        Long since = refused.get(candidate.version());
        if (since != null && nanos.getAsLong() - since >= REST) {
            refused.remove(candidate.version());
            return false;
        }
        return since != null;
    }

    /** Whether the first refusal since the last success is less than {@link #GAP} ago. */
    synchronized boolean inGap() {
        return refusedSince != null && nanos.getAsLong() - refusedSince < GAP;
    }

    /** True once for each refusal: what there is to say about it need not be said at each attempt that is not made. */
    synchronized boolean tell() {
        boolean first = !told;
        told = true;
        return first;
    }

    /** The secret was revoked: its last value goes too. */
    synchronized void forget() {
        worked = null;
    }
}
