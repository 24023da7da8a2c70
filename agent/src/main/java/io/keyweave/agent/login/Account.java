package io.keyweave.agent.login;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * What is known of one account at one target: the credential that last worked, the only one kept in clear, and the versions that were
 * refused lately. Thread-safe.
 */
final class Account {

    /** How long a refused version is not tried again, in nanoseconds. */
    static final long REST = 60_000_000_000L;

    private static final int MAX_REFUSED = 8;

    private final LongSupplier nanos;
    private final Map<String, Long> refused = new LinkedHashMap<>();
    private @Nullable Candidate worked;
    private @Nullable Throwable refusal;

    Account(LongSupplier nanos) {
        this.nanos = nanos;
    }

    /** The credential of the last login that succeeded. */
    synchronized @Nullable Candidate worked() {
        return worked;
    }

    /** What the server said last, if the last login was refused. */
    synchronized @Nullable Throwable refusal() {
        return refusal;
    }

    synchronized void succeeded(Candidate candidate) {
        worked = candidate;
        refusal = null;
        refused.remove(candidate.version());
    }

    synchronized void refused(Candidate candidate, Throwable how) {
        refusal = how;
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

    /** The secret was revoked: its last value goes too. */
    synchronized void forget() {
        worked = null;
    }
}
