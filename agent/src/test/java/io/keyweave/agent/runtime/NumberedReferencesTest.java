package io.keyweave.agent.runtime;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class NumberedReferencesTest {

    private static final long PATIENCE = TimeUnit.SECONDS.toNanos(60);

    private final NumberedReferences<Object> references = new NumberedReferences<>();

    @Test
    void eachIsFoundByItsNumberAsLongAsItIsHeld() {
        assertFalse(references.any());
        List<Object> held = new ArrayList<>();
        for (int i = 0; i < 1_000; i++) {
            Object item = new Object();
            held.add(item);
            assertEquals(i, references.add(item));
        }
        for (int i = 0; i < 1_000; i++) {
            assertSame(held.get(i), references.get(i));
        }
        assertNull(references.get(1_000));
        assertNull(references.get(-1));
        assertTrue(references.any());
    }

    @Test
    void whatNobodyHoldsGoesAndItsNumberIsNotUsedAgain() {
        Object kept = new Object();
        int number = references.add(kept);
        for (int i = 0; i < 1_000; i++) {
            references.add(new Object());
        }
        long deadline = System.nanoTime() + PATIENCE;
        while (alive() > 1 && System.nanoTime() < deadline) {
            System.gc();
        }
        assertEquals(1, alive());
        assertNull(references.get(500));
        assertEquals(1_001, references.add(kept));
        assertSame(kept, references.get(number));
        assertSame(kept, references.get(1_001));
    }

    private int alive() {
        List<Object> alive = new ArrayList<>();
        references.forEach(alive::add);
        return alive.size();
    }
}
