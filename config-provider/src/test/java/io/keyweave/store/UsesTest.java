package io.keyweave.store;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.keyweave.SecretRef;
import io.keyweave.placeholder.Origin;
import io.keyweave.settings.Settings;
import java.lang.ref.ReferenceQueue;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class UsesTest {

    private static final Duration USUAL = Duration.ofMinutes(5);

    private final StoredSecret secret = new StoredSecret(
            new SecretRef("kv", "vault", "a", null), Rules.of(Settings.of(Map.of(), Map.of())), new Moment(0, 0));
    private final ReferenceQueue<Object> collected = new ReferenceQueue<>();
    private final Uses uses = new Uses();

    private Use use(@Nullable Duration ttl) {
        Use use = new Use(this, secret, ttl, Origin.of("test"), collected);
        uses.add(use);
        return use;
    }

    private List<Use> all() {
        List<Use> all = new ArrayList<>();
        uses.forEach(all::add);
        return all;
    }

    @Test
    void theSmallestTtlOfThoseWhoAreThereCounts() {
        assertEquals(USUAL, uses.ttl(USUAL));
        Use usual = use(null);
        Use slow = use(Duration.ofHours(1));
        assertEquals(USUAL, uses.ttl(USUAL));
        assertTrue(uses.remove(usual));
        assertEquals(Duration.ofHours(1), uses.ttl(USUAL));
        Use quick = use(Duration.ofSeconds(30));
        Use asQuick = use(Duration.ofSeconds(30));
        assertTrue(uses.remove(quick));
        assertEquals(Duration.ofSeconds(30), uses.ttl(USUAL));
        assertTrue(uses.remove(asQuick));
        assertEquals(Duration.ofHours(1), uses.ttl(USUAL));
        assertTrue(uses.remove(slow));
        assertTrue(uses.isEmpty());
    }

    @Test
    void whoHasGoneCannotGoAgain() {
        Use quick = use(Duration.ofSeconds(30));
        Use asQuick = use(Duration.ofSeconds(30));
        assertTrue(uses.remove(quick));
        assertFalse(uses.remove(quick));
        assertEquals(Duration.ofSeconds(30), uses.ttl(USUAL));
        assertEquals(List.of(asQuick), all());
    }

    @Test
    void theyStayInTheOrderInWhichTheyCameWhoeverGoes() {
        List<Use> expected = new ArrayList<>();
        for (int i = 0; i < 40; i++) {
            expected.add(use(null));
        }
        List<Use> going = new ArrayList<>(expected);
        Collections.shuffle(going, new Random(7));
        for (Use use : going) {
            assertEquals(expected, all());
            uses.remove(use);
            expected.remove(use);
            Use late = use(null);
            uses.remove(late);
        }
        assertEquals(List.of(), all());
    }
}
