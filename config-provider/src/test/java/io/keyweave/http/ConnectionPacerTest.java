package io.keyweave.http;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.concurrent.locks.ReentrantLock;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class ConnectionPacerTest {

    private static final long MILLISECOND = 1_000_000;

    private final ReentrantLock lock = new ReentrantLock();
    private final ConnectionPacer turns = new ConnectionPacer(lock.newCondition());

    @BeforeEach
    void hold() {
        lock.lock();
    }

    @AfterEach
    void release() {
        lock.unlock();
    }

    @Test
    void theFirstGoesAloneForAWhile() {
        assertEquals(0, turns.turnIn(0));
        turns.begins(0);
        assertEquals(ConnectionPacer.FIRST_TURN, turns.turnIn(0));
        assertEquals(40 * MILLISECOND, turns.turnIn(60 * MILLISECOND));
        assertEquals(0, turns.turnIn(ConnectionPacer.FIRST_TURN), "a host that does not answer holds nobody up");
    }

    @Test
    void thenTwoAtATime() {
        turns.begins(0);
        turns.ends(true);
        assertEquals(0, turns.turnIn(1));
        turns.begins(1);
        assertEquals(0, turns.turnIn(1));
        turns.begins(MILLISECOND);
        assertEquals(ConnectionPacer.TURN, turns.turnIn(MILLISECOND));
        turns.ends(true);
        assertEquals(0, turns.turnIn(MILLISECOND));
    }

    @Test
    void aTurnEndsThoughTheHandshakeDoesNot() {
        turns.begins(0);
        turns.ends(true);
        for (int i = 0; i < 20; i++) {
            turns.begins(i * ConnectionPacer.TURN);
        }
        assertEquals(0, turns.turnIn(20 * ConnectionPacer.TURN));
    }

    @Test
    void aFailureLetsTheNextTryAndProvesNothing() {
        turns.begins(0);
        turns.ends(false);
        assertEquals(0, turns.turnIn(1));
        turns.begins(1);
        assertEquals(ConnectionPacer.FIRST_TURN, turns.turnIn(1));
    }
}
