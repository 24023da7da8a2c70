package io.keyweave.agent.login;

import io.keyweave.agent.login.LoginTarget.Server;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * What is known of one account at one target: the credential that last worked, the only one kept in clear, the versions that were refused
 * lately, and at which servers the application's own password was accepted. Thread-safe.
 *
 * <p>Logins overlap, and a server may have answered long before the outcome is told here. So each attempt has a time of its own, a count of what
 * happened to the account: a refusal of an attempt that began before the same version last worked proves nothing, and neither does a late
 * success replace the version of an attempt that began after it.
 */
final class LoginHistory {

    /** How long a refused version is not tried again, in nanoseconds. */
    static final long REST = 60_000_000_000L;

    /** How long after its last success, counted from the first refusal, an account is expected to be amidst a rotation, in nanoseconds. */
    static final long GAP = 300_000_000_000L;

    private static final int MAX_VERSIONS = 8;
    private static final int MAX_SERVERS = 64;

    /** Whose password a server took. */
    enum ServerProof {
        /** Nothing is known. */
        NONE,
        /** One that equalled the current version when it was passed. */
        EQUAL,
        /** The application's own. */
        OWN
    }

    private final LongSupplier nanos;
    private final LoginTurns turns;
    private final Map<String, Long> refused = bounded(MAX_VERSIONS);
    private final Map<String, Long> succeededAt = bounded(MAX_VERSIONS);
    private final Map<List<Server>, ServerProof> accepting = new HashMap<>();
    private long happened;
    private @Nullable CredentialVersion worked;
    private @Nullable CredentialVersion previous;
    private @Nullable Long askedForPrevious;
    private long workedBegan;
    private @Nullable ErrorCode refusal;
    private @Nullable Long refusedSince;
    private boolean told;
    private volatile long used;

    LoginHistory(LongSupplier nanos) {
        this.nanos = nanos;
        this.turns = new LoginTurns(nanos);
        this.used = nanos.getAsLong();
    }

    private static <V> Map<String, V> bounded(int size) {
        return new LinkedHashMap<>() {
            @Override
            protected boolean removeEldestEntry(Map.Entry<String, V> eldest) {
                return size() > size;
            }
        };
    }

    LoginTurns turns() {
        return turns;
    }

    /** Somebody logs in. */
    void use() {
        used = nanos.getAsLong();
    }

    /** When somebody last logged in. */
    long used() {
        return used;
    }

    /** Whether no server is known to take its password: it may be forgotten before others. */
    synchronized boolean unproven() {
        return accepting.isEmpty();
    }

    /** An attempt begins; returns its time. */
    synchronized long begin() {
        return ++happened;
    }

    /** The credential of the last login that succeeded. */
    synchronized @Nullable CredentialVersion worked() {
        return worked;
    }

    /** The version before the current one as somebody has found it, for a login whose other versions all rest. */
    synchronized @Nullable CredentialVersion previous() {
        return previous;
    }

    synchronized void previous(@Nullable CredentialVersion found) {
        previous = found;
    }

    /** Whether the service may be asked for it now: as often as a refused version is tried again. */
    synchronized boolean asksForPrevious() {
        long now = nanos.getAsLong();
        if (askedForPrevious != null && now - askedForPrevious < REST) {
            return false;
        }
        askedForPrevious = now;
        return true;
    }

    /** What the server said last, if the last login was refused with an error code. */
    synchronized @Nullable ErrorCode refusal() {
        return refusal;
    }

    /** @param began the attempt's {@link #begin} */
    synchronized void succeeded(CredentialVersion candidate, long began) {
        succeededAt.remove(candidate.version());
        succeededAt.put(candidate.version(), ++happened);
        refused.remove(candidate.version());
        if (previous != null && !previous.version().equals(candidate.version())) {
            previous = null;
        }
        if (worked == null || began >= workedBegan) {
            worked = candidate;
            workedBegan = began;
            refusal = null;
            refusedSince = null;
        }
        turns.succeeded();
    }

    /**
     * @param began the attempt's {@link #begin}
     * @return whether that is news: of many threads that log in at the same time each is refused
     */
    synchronized boolean refused(CredentialVersion candidate, long began, @Nullable ErrorCode how) {
        if (workedSince(candidate, began)) {
            return false;
        }
        boolean news = !rests(candidate);
        refusal = how;
        turns.refused();
        told = false;
        if (refusedSince == null) {
            refusedSince = nanos.getAsLong();
        }
        refused.remove(candidate.version());
        refused.put(candidate.version(), nanos.getAsLong());
        return news;
    }

    private boolean workedSince(CredentialVersion candidate, long began) {
        Long at = succeededAt.get(candidate.version());
        return at != null && at > began;
    }

    /**
     * The first candidate that does not rest, all of them looked at in one step. One that was tried is left out, unless that version has worked
     * elsewhere since: then it is the last resort.
     *
     * @param order the candidates, given the one that last worked
     * @param began when {@code tried} began
     */
    synchronized @Nullable CredentialVersion choose(
            Function<@Nullable CredentialVersion, List<CredentialVersion>> order,
            @Nullable CredentialVersion tried,
            long began) {
        for (CredentialVersion candidate : order.apply(worked)) {
            boolean again = tried != null && tried.version().equals(candidate.version());
            if (!again && !rests(candidate)) {
                return candidate;
            }
        }
        return tried != null && workedSince(tried, began) && !rests(tried) ? tried : null;
    }

    /** Whether that version was refused within the last {@link #REST}. */
    private boolean rests(CredentialVersion candidate) {
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
        previous = null;
    }

    /** Those servers took a password. */
    synchronized void acceptedAt(List<Server> servers, ServerProof proof) {
        if (proof.compareTo(proofAt(servers)) > 0
                && (accepting.size() < MAX_SERVERS || accepting.containsKey(servers))) {
            accepting.put(servers, proof);
        }
    }

    /** Whose password they took. */
    synchronized ServerProof proofAt(List<Server> servers) {
        return accepting.getOrDefault(servers, ServerProof.NONE);
    }
}
