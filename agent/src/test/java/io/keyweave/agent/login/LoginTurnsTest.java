package io.keyweave.agent.login;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

/** How many logins of one account are under way at a time. */
class LoginTurnsTest {

    private final AtomicLong nanos = new AtomicLong();
    private final LoginTurns turns = new LoginTurns(nanos::get);

    @Test
    void fourAtFirstAndOneMoreForEachThatSucceeds() {
        assertEquals(4, entered());
        assertFalse(turns.enter(), "nobody waits for long");
        turns.succeeded();
        assertEquals(1, entered());
        turns.refused();
        leave(2);
        assertEquals(1, entered(), "four again, and three are under way");
    }

    @Test
    void sixtyFourAtMost() {
        for (int i = 0; i < 100; i++) {
            turns.succeeded();
        }
        assertEquals(64, entered());
    }

    @Test
    void fourAgainWhenNothingHasSucceededForTenSeconds() {
        nanos.set(TimeUnit.SECONDS.toNanos(1));
        turns.succeeded();
        nanos.addAndGet(TimeUnit.SECONDS.toNanos(10));
        assertEquals(5, entered());
        leave(5);
        nanos.incrementAndGet();
        assertEquals(4, entered());
    }

    @Test
    void whoGotNoTurnGivesNoneBack() {
        assertEquals(4, entered());
        turns.leave(false);
        assertFalse(turns.enter());
        turns.leave(true);
        assertTrue(turns.enter());
    }

    /** Whoever waits goes on when another one leaves, or when more are allowed. */
    @Test
    void aTurnThatIsGivenBackGoesToOneWhoWaits() throws Exception {
        for (Runnable frees : new Runnable[] {() -> turns.leave(true), turns::succeeded}) {
            entered();
            boolean got = false;
            // A machine that was busy for a quarter of a second made the other thread give up: again.
            for (int i = 0; i < 100 && !got; i++) {
                CompletableFuture<Boolean> other = new CompletableFuture<>();
                Thread thread = new Thread(() -> other.complete(turns.enter()));
                thread.start();
                while (thread.getState() != Thread.State.TIMED_WAITING && !other.isDone()) {
                    Thread.onSpinWait();
                }
                if (!other.isDone()) {
                    frees.run();
                    got = other.get(60, TimeUnit.SECONDS);
                }
            }
            assertTrue(got);
        }
    }

    @Test
    void anInterruptedThreadGetsNoTurnAndStaysInterrupted() {
        entered();
        Thread.currentThread().interrupt();
        assertFalse(turns.enter());
        assertTrue(Thread.interrupted());
    }

    private int entered() {
        int entered = 0;
        while (turns.enter()) {
            entered++;
        }
        return entered;
    }

    private void leave(int times) {
        for (int i = 0; i < times; i++) {
            turns.leave(true);
        }
    }
}
