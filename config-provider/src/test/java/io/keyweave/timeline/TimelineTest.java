package io.keyweave.timeline;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class TimelineTest {

    private static final long MILLISECOND = 1_000_000;

    @AfterEach
    void forget() {
        Timeline.end();
    }

    @Test
    void tellsNothingWhenNobodyAsked() {
        long begun = Timeline.now();
        Timeline.phase("token", begun);
        assertEquals(0, begun);
        assertNull(Timeline.end());
    }

    @Test
    void tellsPhasesByNameStartAndDuration() {
        long origin = System.nanoTime() - 500 * MILLISECOND;
        Timeline.start(origin);
        Timeline.phase("scan", origin);
        Timeline.phase("token", Timeline.now());
        String told = Timeline.end();
        assertNotNull(told);
        assertTrue(told.matches("scan 0\\.0 \\d+\\.\\d, token \\d{3,}\\.\\d \\d+\\.\\d"), told);
    }

    @Test
    void countsAPhaseOfSeveralThreadsFromTheFirstBeginToTheLastEnd() {
        long origin = System.nanoTime() - 5000 * MILLISECOND;
        Timeline.start(origin);
        Timeline.phase("get", origin + 2000 * MILLISECOND);
        Timeline.phase("get", origin + 1000 * MILLISECOND);
        Timeline.phase("get", origin + 3000 * MILLISECOND);
        String told = Timeline.end();
        assertNotNull(told);
        assertTrue(told.startsWith("get 1000.0 "), told);
        assertTrue(Double.parseDouble(told.substring(told.lastIndexOf(' '))) >= 4000, told);
    }

    @Test
    void tellsTheFirstOfManyFromTheOthers() {
        Timeline.start(System.nanoTime());
        Timeline.phase("tls", "more-tls", Timeline.now());
        Timeline.phase("tls", "more-tls", Timeline.now());
        Timeline.phase("tls", "more-tls", Timeline.now());
        String told = Timeline.end();
        assertNotNull(told);
        assertTrue(told.matches("tls [0-9. ]+, more-tls [0-9. ]+"), told);
    }

    @Test
    void aPhaseThatBeganBeforeTheRecordIsLeftOut() {
        long begun = Timeline.now();
        Timeline.start(System.nanoTime());
        Timeline.phase("token", begun);
        assertEquals("", Timeline.end());
    }
}
