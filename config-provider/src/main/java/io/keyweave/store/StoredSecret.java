package io.keyweave.store;

import io.keyweave.Failure;
import io.keyweave.Secret;
import io.keyweave.SecretRef;
import io.keyweave.SecretStatus;
import io.keyweave.time.Moment;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The life of one secret in the store: when it is fetched next, what each outcome does to the value held, when the value is too
 * old. Only rules, no clock and no thread; {@link SecretStore} calls it under its lock and publishes the result.
 *
 * <pre>
 * outcome                          value held                                         next fetch
 * fetched                          replaced                                           ttl, up to 10 % later
 * 404                              kept, dropped by a second one 30 s later           30 s, then ttl
 * disabled, refused as expired     dropped at once                                    ttl
 * 401, 403                         kept 1 h from the first refusal since a success    back-off
 * anything else                    kept max-stale from the time it became due         back-off
 * </pre>
 */
public final class StoredSecret {

    private final SecretRef ref;
    private final Rules rules;

    private volatile View view = View.PENDING;

    // The rest belongs to the store's lock, except the two counters of reads.
    private long fetches;
    private long failed;
    private long rotations;

    private final ConfirmedVersions confirmed = new ConfirmedVersions();
    private final Staleness staleness;

    private @Nullable Moment verified;
    private @Nullable InFlightFetch inFlight;
    private @Nullable Failure failure;
    private @Nullable Moment warned;
    private boolean cutShort;

    private volatile boolean stale;
    private long reads;
    private long staleReads;

    /** No slot is kept for it. */
    static final long NO_SLOT = Long.MIN_VALUE;

    // The scheduler's own notes, guarded by the store's lock.

    /** When it is fetched next. */
    final NextFetch next;

    /** Who reads it. */
    final Readers readers = new Readers();

    /** Its share of {@link RequestBudget}, and the one it will have once it has a value. */
    long share;

    long shareToCome;

    /** The slot of {@link SlotPlan} in which it is fetched next, or {@link #NO_SLOT}. */
    long slot = NO_SLOT;

    /** Its place in the list of those in use, -1 when nobody reads it. */
    int place = -1;

    /** Who waits for the next outcome; guarded by the store's lock. */
    final List<Waiter> waiters = new ArrayList<>(1);

    StoredSecret(SecretRef ref, Rules rules, Moment now) {
        this.ref = ref;
        this.rules = rules;
        this.next = new NextFetch(rules.ttl(), now);
        this.staleness = new Staleness(rules);
    }

    /** A secret that may not be asked for: no request is ever made. */
    static StoredSecret refused(Failure failure, SecretRef ref, Rules rules, Moment now) {
        StoredSecret refused = new StoredSecret(ref, rules, now);
        refused.view = View.without(failure);
        refused.failure = failure;
        return refused;
    }

    /** Which secret. */
    public SecretRef ref() {
        return ref;
    }

    /** What readers see now. One volatile read. */
    public View view() {
        return view;
    }

    /** Counts a read. Plain increments: under contention a few get lost, and a counter that costs more than the read is no bargain. */
    public void countRead() {
        reads++;
        if (stale) {
            staleReads++;
        }
    }

    /** Whether it never had a value, or does not exist any more, so that its requests come after those of all others. */
    boolean inBackground() {
        return failure != null
                && view.secret() == null
                && (verified == null || view.state() == SecretStatus.State.ABSENT);
    }

    /** Whether the last attempt ended because its caller's time did. */
    boolean cutShort() {
        return cutShort;
    }

    /** Whether there ever was a value. */
    boolean hadValue() {
        return verified != null;
    }

    @Nullable
    Failure failure() {
        return failure;
    }

    boolean inFlight() {
        return inFlight != null;
    }

    /** The fetch under way, told from an abandoned one by identity. */
    @Nullable
    InFlightFetch fetchInFlight() {
        return inFlight;
    }

    /** Whether no fetch is ever due: a pinned version that the vault has given to this process, or a secret that may not be asked for. */
    boolean settled() {
        return ref.pinned() && view.state() == SecretStatus.State.PRESENT && !stale || forbidden();
    }

    boolean forbidden() {
        return failure != null && failure.kind() == Failure.Kind.NOT_ALLOWED;
    }

    /** Whether asking the vault at once would tell nothing new: a value, or a failure too recent to be worth another request. */
    boolean knownAt(Moment now) {
        return switch (view.state()) {
            case PRESENT -> true;
            case PENDING -> false;
            case ABSENT -> !inFlight() && dueIn(now) > 0;
            case UNAVAILABLE -> !inFlight() && dueIn(now) > 0 && failure != null && Waiter.definite(failure);
        };
    }

    /** Whether the last attempt failed and the next is not due yet. */
    boolean backsOff(Moment now) {
        return failure != null && dueIn(now) > 0;
    }

    /** Nanoseconds until the next fetch is due; 0 when it is; {@link Long#MAX_VALUE} while one is under way or none ever is. */
    long dueIn(Moment now) {
        return inFlight != null || settled() ? Long.MAX_VALUE : next.dueIn(now);
    }

    /**
     * Nanoseconds until the request in flight has taken longer than any may.
     *
     * @param moved when any request was last sent or answered: one that waits behind others is not late while they get on
     */
    long overdueIn(Moment now, Moment moved) {
        InFlightFetch under = inFlight;
        if (under == null) {
            return Long.MAX_VALUE;
        }
        long past = under.begun().until(now);
        return Math.max(
                0,
                rules.attemptTimeout().toNanos() * 2 - (under.sent == null ? Math.min(past, moved.until(now)) : past));
    }

    /** A request for it is made; it may have to queue. */
    InFlightFetch begin(Moment now) {
        InFlightFetch begun = new InFlightFetch(this, now);
        inFlight = begun;
        next.begun(now);
        return begun;
    }

    /** The request leaves the queue. */
    void sent(InFlightFetch begun, Moment now) {
        begun.sent = now;
        next.sent(now);
        fetches++;
    }

    /** The request was not made after all: as if it had not begun, to be tried again after the back-off. */
    void unsent(Moment now, long backoff) {
        completed();
        next.unsent(now, backoff);
    }

    /** Nanoseconds until the value held must go, {@link Long#MAX_VALUE} when nothing threatens it. */
    long dropIn(Moment now) {
        Secret held = view.secret();
        if (held == null) {
            return Long.MAX_VALUE;
        }
        return staleness.left(held, now);
    }

    /** Nanoseconds since the value held was confirmed by the vault; 0 when there is none. */
    long age(Moment now) {
        return verified == null ? 0 : verified.until(now);
    }

    /** What an operator may know of it. */
    SecretStatus status(Moment now) {
        Secret held = view.secret();
        long due = dueIn(now);
        long left = dropIn(now);
        return new SecretStatus(
                ref,
                view.state(),
                view.version(),
                held == null ? null : Duration.ofNanos(age(now)),
                next.ttl(),
                failure,
                due == Long.MAX_VALUE ? null : Duration.ofNanos(due),
                held == null ? null : held.expires(),
                reads,
                staleReads,
                fetches,
                failed,
                rotations,
                left == Long.MAX_VALUE ? null : Duration.ofNanos(left),
                confirmed.ago(now),
                readers.origins());
    }

    /** Drops the value held because of {@link #dropIn}; returns what readers saw before. */
    View drop(Failure why) {
        View before = view;
        view = View.without(why);
        stale = false;
        return before;
    }

    /** Takes in what was fetched; returns what readers saw before. The next attempt is due after a ttl, unless the scheduler says otherwise. */
    View succeeded(Secret secret) {
        View before = view;
        InFlightFetch ended = inFlight;
        verified = ended == null ? next.attempted() : ended.begun();
        completed();
        next.succeeded();
        failure = null;
        staleness.confirmed();
        stale = false;
        view = View.of(secret);
        confirmed.confirm(secret.version(), verified);
        Secret held = before.secret();
        if (held != null && !held.version().equals(secret.version())) {
            rotations++;
        }
        return before;
    }

    /** Takes in what another process was given, as if it had become due then; returns what readers saw before. The next attempt stays as it was planned. */
    View adopt(Secret secret, Moment confirmedThen, Failure why) {
        View before = view;
        verified = confirmedThen;
        staleness.adopted(confirmedThen);
        stale = true;
        if (failure == null) {
            failure = why;
        }
        view = View.of(secret);
        return before;
    }

    /**
     * Takes in a failure; returns what readers saw before.
     *
     * @param backoff nanoseconds to the next attempt if nothing else decides it
     * @param jitter 0 to 1
     */
    View failed(Failure cause, Moment now, long backoff, double jitter) {
        View before = view;
        InFlightFetch ended = inFlight;
        Moment begun = ended == null ? now : ended.begun();
        completed();
        next.failed(now, backoff);
        failed++;
        failure = cause;
        boolean holds = before.secret() != null;
        switch (cause.kind().effect()) {
            case REVOKE -> {
                view = View.without(cause);
                next.absent(jitter);
            }
            case REVOKE_WHEN_CONFIRMED -> {
                long unconfirmed = staleness.missing(now);
                if (unconfirmed <= 0 || !holds) {
                    view = View.without(cause);
                    next.absent(jitter);
                } else {
                    next.interval(unconfirmed);
                }
            }
            case STALE_ONE_HOUR -> staleness.refused(now);
            case STALE -> {}
        }
        if (view.secret() == null) {
            if (view.state() == SecretStatus.State.PENDING || before.state() == SecretStatus.State.UNAVAILABLE) {
                view = View.without(cause);
            }
            stale = false;
        } else {
            staleness.failed(begun);
            stale = true;
        }
        return before;
    }

    private void completed() {
        InFlightFetch ended = inFlight;
        cutShort = ended != null && ended.cut;
        inFlight = null;
    }

    /** Whether a warning that comes at most once a day is due; if so the day begins anew. */
    boolean warnToday(Moment now) {
        if (warned != null && warned.until(now) < Duration.ofDays(1).toNanos()) {
            return false;
        }
        warned = now;
        return true;
    }

    /** Reference, version and state; no value. */
    @Override
    public String toString() {
        return ref + " " + view.state() + " " + view.version();
    }
}
