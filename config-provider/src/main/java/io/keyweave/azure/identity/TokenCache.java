package io.keyweave.azure.identity;

import io.keyweave.http.Deadline;
import io.keyweave.timeline.Timeline;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/**
 * One token per audience, shared by all fetches of one identity.
 *
 * <ul>
 *   <li><b>Single flight.</b> A hundred fetches that start together cause one token request; all share its outcome, also a
 *       refusal, which stands for a second so that a burst of fetches is one request and one login failure.
 *   <li><b>Renewal before the end.</b> From five minutes before expiry (for short tokens: from the last third) one fetch renews while
 *       the others go on with the token they have. If renewal fails, the old token serves until its end, and the next attempt is half
 *       a minute later.
 *   <li><b>Renewal on 401.</b> A rejected token is replaced once a minute at most: a vault that rejects every token must not turn
 *       each read into a login.
 * </ul>
 */
public final class TokenCache {

    private static final Duration EARLY = Duration.ofMinutes(5);
    private static final Duration RENEWAL_PAUSE = Duration.ofSeconds(30);
    private static final Duration REFUSAL_STANDS = Duration.ofSeconds(1);
    private static final Duration BETWEEN_REJECTIONS = Duration.ofSeconds(60);

    private final Identity identity;
    private final InstantSource clock;
    private final Map<Audience, Entry> entries = new HashMap<>();

    public TokenCache(Identity identity, InstantSource clock) {
        this.identity = identity;
        this.clock = clock;
    }

    /** All guarded by the entry itself. */
    private static final class Entry {
        private @Nullable AccessToken token;
        private @Nullable CompletableFuture<AccessToken> flight;
        private @Nullable TokenException refusal;
        private Instant refused = Instant.MIN;
        private Instant renewalFrom = Instant.MIN;
        private Instant rejected = Instant.MIN;
    }

    public Identity identity() {
        return identity;
    }

    /** The newest token for messages, also an expired one; {@code null} when there never was one. */
    public @Nullable AccessToken last(Audience audience) {
        Entry entry = entry(audience);
        synchronized (entry) {
            return entry.token;
        }
    }

    /** What a caller of {@link #get} is in for. */
    public enum Prospect {
        /** A token that is there. */
        TOKEN,
        /** The wait for a request that somebody else has made. */
        WAIT,
        /** A request, unless somebody else is quicker. */
        REQUEST
    }

    public Prospect prospect(Audience audience) {
        Entry entry = entry(audience);
        synchronized (entry) {
            AccessToken token = entry.token;
            if (token != null && clock.instant().isBefore(token.expires())) {
                return Prospect.TOKEN;
            }
            return entry.flight == null ? Prospect.REQUEST : Prospect.WAIT;
        }
    }

    /**
     * A token that has not expired.
     *
     * @throws TokenException when there is none by the deadline
     */
    public AccessToken get(Audience audience, Deadline deadline) throws TokenException {
        Entry entry = entry(audience);
        CompletableFuture<AccessToken> flight;
        boolean mine = false;
        AccessToken usable = null;
        synchronized (entry) {
            Instant now = clock.instant();
            AccessToken token = entry.token;
            usable = token != null && now.isBefore(token.expires()) ? token : null;
            if (token != null && usable != null && !(due(token, now) && now.isAfter(entry.renewalFrom))) {
                return usable;
            }
            if (usable == null && entry.refusal != null && now.isBefore(entry.refused.plus(REFUSAL_STANDS))) {
                throw entry.refusal;
            }
            flight = entry.flight;
            if (flight == null) {
                flight = new CompletableFuture<>();
                entry.flight = flight;
                mine = true;
            }
        }
        if (mine) {
            return fly(entry, flight, audience, usable, deadline);
        }
        return usable != null ? usable : join(flight, deadline);
    }

    /**
     * A token to try after the vault answered 401 to {@code rejected}, or {@code null} when there is no use in another.
     *
     * @throws TokenException when a new one was asked for in vain
     */
    public @Nullable AccessToken insteadOf(AccessToken rejected, Audience audience, Deadline deadline)
            throws TokenException {
        Entry entry = entry(audience);
        synchronized (entry) {
            if (entry.token != null && entry.token != rejected) {
                return entry.token;
            }
            Instant now = clock.instant();
            if (entry.flight == null) {
                if (now.isBefore(entry.rejected.plus(BETWEEN_REJECTIONS))) {
                    return null;
                }
                entry.rejected = now;
                entry.token = null;
                entry.refusal = null;
            }
        }
        AccessToken other = get(audience, deadline);
        return other == rejected ? null : other;
    }

    private AccessToken fly(
            Entry entry,
            CompletableFuture<AccessToken> flight,
            Audience audience,
            @Nullable AccessToken usable,
            Deadline deadline)
            throws TokenException {
        try {
            long begun = Timeline.now();
            AccessToken token = identity.acquire(audience, deadline);
            Timeline.phase("token", begun);
            synchronized (entry) {
                entry.token = token;
                entry.refusal = null;
                entry.flight = null;
            }
            flight.complete(token);
            return token;
        } catch (TokenException e) {
            land(entry, flight, e);
            if (usable != null) {
                return usable;
            }
            throw e;
        } catch (RuntimeException | Error e) {
            land(
                    entry,
                    flight,
                    TokenException.configuration(
                            "the identity failed with " + e.getClass().getName()));
            throw e;
        }
    }

    private void land(Entry entry, CompletableFuture<AccessToken> flight, TokenException refusal) {
        synchronized (entry) {
            Instant now = clock.instant();
            entry.refusal = refusal;
            entry.refused = now;
            entry.renewalFrom = now.plus(RENEWAL_PAUSE);
            entry.flight = null;
        }
        flight.completeExceptionally(refusal);
    }

    private static AccessToken join(CompletableFuture<AccessToken> flight, Deadline deadline) throws TokenException {
        try {
            return flight.get(deadline.left().toMillis(), TimeUnit.MILLISECONDS);
        } catch (ExecutionException e) {
            if (e.getCause() instanceof TokenException refusal) {
                throw refusal;
            }
            throw TokenException.configuration("the identity failed");
        } catch (TimeoutException e) {
            throw TokenException.configuration("no token came in time");
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw TokenException.configuration("interrupted while waiting for a token");
        }
    }

    private static boolean due(AccessToken token, Instant now) {
        Duration life = Duration.between(token.acquired(), token.expires());
        Duration early = life.dividedBy(3).compareTo(EARLY) < 0 ? life.dividedBy(3) : EARLY;
        return !now.isBefore(token.expires().minus(early));
    }

    private Entry entry(Audience audience) {
        synchronized (entries) {
            return entries.computeIfAbsent(audience, a -> new Entry());
        }
    }
}
