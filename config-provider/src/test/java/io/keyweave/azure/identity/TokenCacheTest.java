package io.keyweave.azure.identity;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.keyweave.http.Deadline;
import io.keyweave.http.TransportException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class TokenCacheTest {

    private static final Audience VAULT = new Audience("https://vault.azure.net", null);
    private static final Deadline SOON = Deadline.after(Duration.ofMinutes(5));

    private Instant now = Instant.parse("2026-11-21T00:00:00Z");
    private volatile int asked;
    private boolean refusing;
    private @Nullable String demanded;
    private Duration life = Duration.ofHours(1);
    private @Nullable CountDownLatch hold;
    private final TokenCache cache = new TokenCache(new Counting(), () -> now);

    private final class Counting implements Identity {
        @Override
        public AccessToken acquire(Audience audience, @Nullable String claims, Deadline deadline)
                throws TokenException {
            demanded = claims;
            asked++;
            CountDownLatch latch = hold;
            if (latch != null) {
                try {
                    latch.await();
                } catch (InterruptedException e) {
                    throw new IllegalStateException(e);
                }
            }
            if (refusing) {
                throw TokenException.configuration("refused");
            }
            return new AccessToken("token" + asked, now, now.plus(life));
        }

        @Override
        public String kind() {
            return "test";
        }

        @Override
        public @Nullable String clientId() {
            return null;
        }

        @Override
        public @Nullable String tenant() {
            return null;
        }
    }

    private AccessToken get() throws TokenException {
        return cache.get(VAULT, SOON);
    }

    @Test
    void oneTokenUntilItIsNearItsEnd() throws TokenException {
        AccessToken first = get();
        now = now.plus(Duration.ofMinutes(54));
        assertSame(first, get());
        now = now.plus(Duration.ofMinutes(2));
        assertNotSame(first, get());
        assertEquals(2, asked);
    }

    @Test
    void aTokenForEachAudience() throws TokenException {
        get();
        cache.get(new Audience("https://vault.azure.cn", null), SOON);
        assertEquals(2, asked);
    }

    @Test
    void aShortTokenIsRenewedInItsLastThird() throws TokenException {
        life = Duration.ofSeconds(30);
        AccessToken first = get();
        now = now.plusSeconds(19);
        assertSame(first, get());
        now = now.plusSeconds(2);
        assertNotSame(first, get());
    }

    @Test
    void aFailedRenewalKeepsTheTokenAndPauses() throws TokenException {
        AccessToken first = get();
        now = now.plus(Duration.ofMinutes(56));
        refusing = true;
        assertSame(first, get());
        assertSame(first, get());
        assertEquals(2, asked, "no second attempt within half a minute");
        now = now.plusSeconds(31);
        assertSame(first, get());
        assertEquals(3, asked);
        refusing = false;
        now = now.plusSeconds(31);
        assertNotSame(first, get());
    }

    @Test
    void anExpiredTokenIsNotServed() throws TokenException {
        get();
        now = now.plus(Duration.ofMinutes(61));
        refusing = true;
        assertThrows(TokenException.class, this::get);
    }

    @Test
    void aRefusalStandsForASecond() throws TokenException {
        refusing = true;
        for (int i = 0; i < 5; i++) {
            assertThrows(TokenException.class, this::get);
        }
        assertEquals(1, asked);
        now = now.plusSeconds(2);
        refusing = false;
        assertNotNull(get());
    }

    @Test
    void aHundredReadersCauseOneRequest() throws Exception {
        CountDownLatch latch = new CountDownLatch(1);
        hold = latch;
        ExecutorService readers = Executors.newFixedThreadPool(16);
        try {
            List<Future<AccessToken>> tokens = new ArrayList<>();
            for (int i = 0; i < 16; i++) {
                tokens.add(readers.submit(this::get));
            }
            latch.countDown();
            AccessToken first = tokens.get(0).get(30, TimeUnit.SECONDS);
            for (Future<AccessToken> token : tokens) {
                assertSame(first, token.get(30, TimeUnit.SECONDS));
            }
            assertEquals(1, asked);
        } finally {
            readers.shutdownNow();
        }
    }

    @Test
    void aRejectedTokenIsReplacedOnceAMinute() throws TokenException {
        AccessToken first = get();
        AccessToken second = cache.insteadOf(first, VAULT, null, SOON);
        assertNotNull(second);
        assertSame(second, cache.insteadOf(first, VAULT, null, SOON), "somebody else was faster");
        assertNull(cache.insteadOf(second, VAULT, null, SOON), "the vault rejects all of them");
        assertEquals(2, asked);
        now = now.plusSeconds(61);
        assertNotNull(cache.insteadOf(second, VAULT, null, SOON));
        assertEquals(3, asked);
    }

    /** What passes it is told as a time-out: as a fault of the identity it would end a start at once. */
    @Test
    void waitingHasADeadline() throws Exception {
        CountDownLatch latch = new CountDownLatch(1);
        hold = latch;
        ExecutorService other = Executors.newSingleThreadExecutor();
        try {
            Future<AccessToken> slow = other.submit(this::get);
            while (asked == 0) {
                Thread.onSpinWait();
            }
            TokenException late =
                    assertThrows(TokenException.class, () -> cache.get(VAULT, Deadline.after(Duration.ofMillis(50))));
            assertEquals(TransportException.Reason.ANSWER_TIMEOUT, late.noAnswer());
            assertEquals(TokenException.Stage.ENTRA_ID, late.stage());
            latch.countDown();
            assertNotNull(slow.get(30, TimeUnit.SECONDS));
        } finally {
            other.shutdownNow();
        }
    }
}
