package io.keyweave.agent.trust;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class WeakIdentityMapTest {

    private final WeakIdentityMap<String> map = new WeakIdentityMap<>();

    @Test
    void keysAreObjectsAndNotWhatTheyAreEqualTo() {
        List<Integer> key = new ArrayList<>();
        List<Integer> equal = new ArrayList<>();
        assertTrue(map.put(key, "of one"));
        assertFalse(map.put(key, "later"));
        assertTrue(map.put(equal, "of the other"));
        key.add(1);
        assertEquals("later", map.get(key), "whatever becomes of the object");
        assertEquals("of the other", map.get(equal));
        assertEquals(2, map.size());
        assertTrue(map.contains(key));
        assertFalse(map.contains(new ArrayList<>()));
        assertNull(map.get(new ArrayList<>()));
        assertEquals(2, map.keys().size());
    }

    @Test
    void theFirstValueStays() {
        Object key = new Object();
        assertNull(map.putIfAbsent(key, "first"));
        assertEquals("first", map.putIfAbsent(key, "second"));
        assertEquals("first", map.get(key));
        assertEquals(1, map.size());
    }

    @Test
    void collectedKeysAreForgottenAndOthersAreNot() {
        Object kept = new Object();
        map.put(kept, "kept");
        for (int i = 0; i < 100; i++) {
            map.put(new Object(), "collected");
        }
        long deadline = System.nanoTime() + Duration.ofSeconds(60).toNanos();
        while (map.size() > 2 && System.nanoTime() < deadline) {
            System.gc();
            Thread.yield();
        }
        // A frame may still hold the last one.
        assertTrue(map.size() == 1 || map.size() == 2, map.size() + " left");
        assertEquals("kept", map.get(kept));
        assertSame(
                kept, map.keys().stream().filter(key -> key == kept).findFirst().orElseThrow());
    }
}
