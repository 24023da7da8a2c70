package io.keyweave.kafka;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class ReloadTest {

    private static final long SECOND = 1_000_000_000L;

    private final Reload reload = new Reload(Duration.ofMinutes(2));

    @Test
    void anUnchangedValueIsTheSameForEverybody() {
        for (long now = 0; now < 600 * SECOND; now += 120 * SECOND) {
            reload.sees("v1", now);
            assertFalse(reload.differs(now));
            assertEquals(0, reload.least(now));
            reload.promise(now, 120 * SECOND);
        }
    }

    @Test
    void theBaselineDiffersUntilEverybodyWithTheOldValueHasComeBack() {
        reload.sees("v1", 0);
        reload.promise(0, 120 * SECOND);
        reload.sees("v1", 60 * SECOND);
        reload.promise(60 * SECOND, 120 * SECOND);

        reload.sees("v2", 120 * SECOND);

        assertTrue(reload.differs(120 * SECOND));
        // The connector started at 60 s comes back at 180 s, and has a minute.
        assertTrue(reload.differs(239 * SECOND));
        assertFalse(reload.differs(240 * SECOND));
    }

    @Test
    void whoeverHasTheNewValueComesBackAfterThat() {
        reload.sees("v1", 0);
        reload.promise(0, 120 * SECOND);
        reload.sees("v2", 100 * SECOND);

        long least = reload.least(100 * SECOND);
        reload.promise(100 * SECOND, Math.max(least, 20 * SECOND));

        assertFalse(reload.differs(100 * SECOND + least));
        reload.sees("v2", 100 * SECOND + least);
        assertEquals(0, reload.least(100 * SECOND + least));
    }

    @Test
    void aSecondRotationCountsFromThePromisesOfTheFirst() {
        reload.sees("v1", 0);
        reload.promise(0, 120 * SECOND);
        reload.sees("v2", 100 * SECOND);
        long least = reload.least(100 * SECOND);
        reload.promise(100 * SECOND, least);

        reload.sees("v3", 110 * SECOND);

        assertTrue(reload.differs(100 * SECOND + least));
    }

    @Test
    void aValueNobodyWasPromisedIsForgottenAtOnce() {
        reload.sees("v1", 0);
        reload.sees("v2", SECOND);

        assertFalse(reload.differs(SECOND));
    }

    @Test
    void theMarginIsBounded() {
        Reload quick = new Reload(Duration.ofSeconds(1));
        quick.sees("v1", 0);
        quick.promise(0, SECOND);
        quick.sees("v2", SECOND);

        assertTrue(quick.differs(5 * SECOND));
        assertFalse(quick.differs(6 * SECOND));
    }
}
