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
 *       refusal, which lasts a second so that a burst of fetches is one request and one login failure.
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
    private final Map<Audience, CachedToken> entries = new HashMap<>();

    public TokenCache(Identity identity, InstantSource clock) {
        this.identity = identity;
        this.clock = clock;
    }

    /** All guarded by the entry itself. */
    private static final class CachedToken {
        private @Nullable AccessToken token;
        private @Nullable CompletableFuture<AccessToken> inFlight;
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
        CachedToken entry = entry(audience);
        synchronized (entry) {
            return entry.token;
        }
    }

    /** Any of the newest tokens; {@code null} when there never was one. */
    public @Nullable AccessToken any() {
        synchronized (entries) {
            for (CachedToken entry : entries.values()) {
                synchronized (entry) {
                    if (entry.token != null) {
                        return entry.token;
                    }
                }
            }
        }
        return null;
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
        CachedToken entry = entry(audience);
        synchronized (entry) {
            AccessToken token = entry.token;
            if (token != null && clock.instant().isBefore(token.expires())) {
                return Prospect.TOKEN;
            }
            return entry.inFlight == null ? Prospect.REQUEST : Prospect.WAIT;
        }
    }

    /**
     * A token that has not expired.
     *
     * @throws TokenException when there is none by the deadline
     */
    public AccessToken get(Audience audience, Deadline deadline) throws TokenException {
        return get(audience, null, deadline);
    }

    private AccessToken get(Audience audience, @Nullable String claims, Deadline deadline) throws TokenException {
        CachedToken entry = entry(audience);
        CompletableFuture<AccessToken> inFlight;
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
            inFlight = entry.inFlight;
            if (inFlight == null) {
                inFlight = new CompletableFuture<>();
                entry.inFlight = inFlight;
                mine = true;
            }
        }
        if (!mine) {
            return usable != null ? usable : join(inFlight, deadline);
        }
        try {
            return startRequest(entry, inFlight, audience, claims, deadline);
        } catch (TokenException e) {
            if (usable != null) {
                return usable;
            }
            throw e;
        }
    }

    /**
     * A token to try after the vault answered 401 to {@code rejected}, or {@code null} when there is no use in another.
     *
     * @param claims what the vault wants in it, as JSON; {@code null}: it did not say
     * @throws TokenException when a new one was asked for without success
     */
    public @Nullable AccessToken insteadOf(
            AccessToken rejected, Audience audience, @Nullable String claims, Deadline deadline) throws TokenException {
        CachedToken entry = entry(audience);
        synchronized (entry) {
            if (entry.token != null && entry.token != rejected) {
                return entry.token;
            }
            Instant now = clock.instant();
            if (entry.inFlight == null) {
                if (now.isBefore(entry.rejected.plus(BETWEEN_REJECTIONS))) {
                    return null;
                }
                entry.rejected = now;
                entry.token = null;
                entry.refusal = null;
            }
        }
        AccessToken other = get(audience, claims, deadline);
        return other == rejected ? null : other;
    }

    private AccessToken startRequest(
            CachedToken entry,
            CompletableFuture<AccessToken> inFlight,
            Audience audience,
            @Nullable String claims,
            Deadline deadline)
            throws TokenException {
        try {
            long begun = Timeline.now();
            AccessToken token = identity.acquire(audience, claims, deadline);
            Timeline.phase("token", begun);
            complete(entry, inFlight, token);
            return token;
        } catch (TokenException e) {
            fail(entry, inFlight, e);
            throw e;
        } catch (RuntimeException | Error e) {
            fail(
                    entry,
                    inFlight,
                    TokenException.configuration(
                            "the identity failed with " + e.getClass().getName()));
            throw e;
        }
    }

    private static void complete(CachedToken entry, CompletableFuture<AccessToken> inFlight, AccessToken token) {
        synchronized (entry) {
            entry.token = token;
            entry.refusal = null;
            entry.inFlight = null;
        }
        inFlight.complete(token);
    }

    private void fail(CachedToken entry, CompletableFuture<AccessToken> inFlight, TokenException refusal) {
        synchronized (entry) {
            Instant now = clock.instant();
            entry.refusal = refusal;
            entry.refused = now;
            entry.renewalFrom = now.plus(RENEWAL_PAUSE);
            entry.inFlight = null;
        }
        inFlight.completeExceptionally(refusal);
    }

    private AccessToken join(CompletableFuture<AccessToken> inFlight, Deadline deadline) throws TokenException {
        try {
            return inFlight.get(deadline.left().toMillis(), TimeUnit.MILLISECONDS);
        } catch (ExecutionException e) {
            if (e.getCause() instanceof TokenException refusal) {
                throw refusal;
            }
            throw TokenException.configuration("the identity failed");
        } catch (TimeoutException e) {
            throw TokenException.late(identity.kind());
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

    private CachedToken entry(Audience audience) {
        synchronized (entries) {
            return entries.computeIfAbsent(audience, a -> new CachedToken());
        }
    }
}
