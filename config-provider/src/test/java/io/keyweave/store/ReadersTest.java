package io.keyweave.store;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.keyweave.Origin;
import io.keyweave.SecretRef;
import io.keyweave.settings.Settings;
import io.keyweave.time.Moment;
import java.lang.ref.ReferenceQueue;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class ReadersTest {

    private static final Duration USUAL = Duration.ofMinutes(5);

    private final StoredSecret secret = new StoredSecret(
            new SecretRef("kv", "vault", "a", null), Rules.of(Settings.of(Map.of(), Map.of())), new Moment(0, 0));
    private final ReferenceQueue<Object> collected = new ReferenceQueue<>();
    private final Readers uses = new Readers();

    private ReaderReference use(@Nullable Duration ttl) {
        ReaderReference use = new ReaderReference(this, secret, ttl, Origin.of("test"), collected);
        uses.add(use);
        return use;
    }

    private List<ReaderReference> all() {
        List<ReaderReference> all = new ArrayList<>();
        uses.forEach(all::add);
        return all;
    }

    @Test
    void theSmallestTtlOfThoseWhoAreThereCounts() {
        assertEquals(USUAL, uses.ttl(USUAL));
        ReaderReference usual = use(null);
        ReaderReference slow = use(Duration.ofHours(1));
        assertEquals(USUAL, uses.ttl(USUAL));
        assertTrue(uses.remove(usual));
        assertEquals(Duration.ofHours(1), uses.ttl(USUAL));
        ReaderReference quick = use(Duration.ofSeconds(30));
        ReaderReference asQuick = use(Duration.ofSeconds(30));
        assertTrue(uses.remove(quick));
        assertEquals(Duration.ofSeconds(30), uses.ttl(USUAL));
        assertTrue(uses.remove(asQuick));
        assertEquals(Duration.ofHours(1), uses.ttl(USUAL));
        assertTrue(uses.remove(slow));
        assertTrue(uses.isEmpty());
    }

    @Test
    void whoHasGoneCannotGoAgain() {
        ReaderReference quick = use(Duration.ofSeconds(30));
        ReaderReference asQuick = use(Duration.ofSeconds(30));
        assertTrue(uses.remove(quick));
        assertFalse(uses.remove(quick));
        assertEquals(Duration.ofSeconds(30), uses.ttl(USUAL));
        assertEquals(List.of(asQuick), all());
    }

    @Test
    void theyStayInTheOrderInWhichTheyCameWhoeverGoes() {
        List<ReaderReference> expected = new ArrayList<>();
        for (int i = 0; i < 40; i++) {
            expected.add(use(null));
        }
        List<ReaderReference> going = new ArrayList<>(expected);
        Collections.shuffle(going, new Random(7));
        for (ReaderReference use : going) {
            assertEquals(expected, all());
            uses.remove(use);
            expected.remove(use);
            ReaderReference late = use(null);
            uses.remove(late);
        }
        assertEquals(List.of(), all());
    }
}
