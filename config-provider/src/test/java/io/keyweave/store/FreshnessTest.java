package io.keyweave.store;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.keyweave.LiveValue;
import io.keyweave.Secret;
import io.keyweave.SecretStatus;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Promises 2 and 5: fresh, and frugal. */
class FreshnessTest extends StoreFixture {

    @Test
    void refreshedAtTtlWithUpToTenPercentWhetherReadOrNot() {
        vault.put("vault/a", "old", V1);
        LiveValue value = live("$<kv:vault/a>");
        time.advance(Duration.ofHours(3));
        assertTrue(gaps().size() >= 32, "refreshes: " + gaps().size());
        for (double gap : gaps()) {
            assertBetween(300, 330, gap);
        }
        assertTrue(gaps().stream().distinct().count() > 20, "no jitter: " + gaps());
        assertEquals("old", value.current());
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
    void aRotationIsSeenWithinTtlTenPercentAndFiveSeconds(long seed) {
        open(seed, "ttl", "60s");
        vault.put("vault/a", "0", "0");
        LiveValue value = live("$<kv:vault/a>");
        for (int i = 1; i < 20; i++) {
            time.advance(Duration.ofSeconds(7 * i));
            vault.put("vault/a", "" + i, "" + i);
            time.advance(Duration.ofSeconds(60 + 6 + 5));
            assertEquals("" + i, value.current());
        }
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5})
    void atMostThirteenRequestsAnHourAtFiveMinutes(long seed) {
        open(seed);
        vault.put("vault/a", "x", V1);
        LiveValue value = live("$<kv:vault/a>");
        for (int hour = 0; hour < 5; hour++) {
            int before = hour == 0 ? 0 : vault.count();
            time.advance(Duration.ofHours(1));
            assertTrue(vault.count() - before <= 13, "requests: " + (vault.count() - before));
        }
        assertEquals("x", value.current());
    }

    @Test
    void theSmallestTtlOfAllReadersWins() {
        vault.put("vault/a", "x", V1);
        LiveValue slow = live("$<kv:vault/a>");
        time.advance(Duration.ofSeconds(100));
        assertEquals(1, vault.count());
        LiveValue fast = live("$<kv:vault/a?ttl=60s>");
        time.advance(Duration.ofSeconds(10));
        assertEquals(2, vault.count(), "one entry, refreshed by the smaller ttl at once");
        time.advance(Duration.ofSeconds(660));
        assertBetween(11, 13, vault.count());
        assertEquals("xx", slow.current() + fast.current());
    }

    @Test
    void aPinnedVersionIsFetchedOnce() {
        vault.put("vault/a/" + V1, "x", V1);
        LiveValue value = live("$<kv:vault/a/" + V1 + ">");
        time.advance(Duration.ofDays(3));
        assertEquals(1, vault.count());
        assertEquals("x", value.current());
        assertEquals(0, time.pending(), "nothing left to do, and so no beat");
    }

    @Test
    void aHundredShortTtlsAreFiveRequestsASecondAndOneWarning() {
        open("ttl", "1s");
        List<LiveValue> values = new ArrayList<>();
        for (int i = 0; i < 100; i++) {
            vault.put("vault/s" + i, "x", V1);
            values.add(resolver.bind("$<kv:vault/s" + i + ">", ORIGIN));
        }
        resolver.require(values);
        assertEquals(100, vault.count(), "the start is not held up");
        assertEquals(0, time.nanos());
        time.advance(Duration.ofMinutes(5));
        assertAtMostFiveASecondFrom(100);
        assertBetween(0.9 * 5 * 280, 5 * 300 + 5, vault.count() - 100);
        // Everybody's turn comes: nobody is older than the effective ttl of 20 s allows.
        for (SecretStatus status : resolver.status()) {
            assertTrue(status.age().compareTo(Duration.ofSeconds(20 + 2 + 5)) <= 0, status.toString());
            assertTrue(status.ttl().compareTo(Duration.ofSeconds(19)) > 0, status.toString());
        }
        List<String> warnings = log.containing("the effective ttl is about");
        assertTrue(
                warnings.get(warnings.size() - 1).contains("100 secrets") || warnings.size() > 1, warnings.toString());
        assertEquals(1, log.containing("below 30 s").size());
    }

    /** What does not exist has no share of the request budget. */
    @Test
    void threeHundredSecretsThatDoNotExistSlowNobody() {
        open("ttl", "10s");
        vault.put("vault/a", "0", V1);
        LiveValue real = live("$<kv:vault/a>");
        List<LiveValue> missing = new ArrayList<>();
        for (int i = 0; i < 300; i++) {
            missing.add(resolver.bind("$<kv:vault/missing" + i + "?optional&ttl=1s>", ORIGIN));
        }
        resolver.require(missing);
        for (int i = 1; i <= 20; i++) {
            vault.put("vault/a", Integer.toString(i), i % 2 == 0 ? V1 : V2);
            // The ttl, a tenth, and five seconds: the promise for a secret that is alone.
            time.advance(Duration.ofSeconds(16));
            assertEquals(Integer.toString(i), real.current());
        }
        assertEquals(List.of(), log.containing("the effective ttl"));
        assertAtMostFiveASecondFrom(301);
        assertEquals(300, missing.size());
    }

    @Test
    void aSleepingMachineRefreshesOnWakingAndWithoutAStorm() {
        List<LiveValue> values = new ArrayList<>();
        for (int i = 0; i < 30; i++) {
            vault.put("vault/s" + i, "old", V1);
            values.add(resolver.bind("$<kv:vault/s" + i + ">", ORIGIN));
        }
        resolver.require(values);
        time.advance(Duration.ofSeconds(20));
        time.suspend(Duration.ofHours(8));
        for (int i = 0; i < 30; i++) {
            vault.put("vault/s" + i, "new", V2);
        }
        time.advance(Duration.ofSeconds(9));
        assertEquals(60, vault.count(), "each once");
        assertAtMostFiveASecondFrom(30);
        for (LiveValue value : values) {
            assertEquals("new", value.current());
        }
    }

    @ParameterizedTest
    @ValueSource(longs = {1, -1, 5, -5})
    void aClockThatJumpsCausesNeitherStormNorStaleness(long hours) {
        List<LiveValue> values = new ArrayList<>();
        for (int i = 0; i < 30; i++) {
            vault.put("vault/s" + i, "x", V1);
            values.add(resolver.bind("$<kv:vault/s" + i + ">", ORIGIN));
        }
        resolver.require(values);
        time.advance(Duration.ofSeconds(60));
        time.jump(Duration.ofHours(hours));
        watch(Duration.ofMinutes(30), Duration.ofSeconds(1), () -> {
            for (LiveValue value : values) {
                assertEquals("x", value.current());
            }
        });
        assertAtMostFiveASecondFrom(30);
        // Six ttls, and at most one more round for a clock that was set forward.
        assertBetween(30 * 6, 30 * 8, vault.count());
        for (SecretStatus status : resolver.status()) {
            assertTrue(status.age().compareTo(Duration.ofSeconds(335)) <= 0, status.toString());
        }
    }

    @Test
    void theStartIsSpreadOnceAndOnTopOfItsTimeout() {
        open("startup-spread", "60s");
        vault.put("vault/a", "x", V1).put("vault/b", "y", V1);
        assertEquals("x", live("$<kv:vault/a>").current());
        double first = vault.times().get(0) / 1e9;
        assertBetween(1, 60, first);
        assertEquals("y", live("$<kv:vault/b>").current());
        assertEquals(vault.times().get(0), vault.times().get(1));
    }

    @Test
    void readersThatWereCollectedCostNothingAndComeBackForNothingWithinTheTtl() throws InterruptedException {
        vault.put("vault/a", "x", V1);
        LiveValue value = live("$<kv:vault/a>");
        value = null;
        for (int i = 0; i < 200 && !resolver.status().isEmpty(); i++) {
            System.gc();
            Thread.onSpinWait();
        }
        assertEquals(List.of(), resolver.status(), "not collected");
        time.advance(Duration.ofSeconds(200));
        assertEquals("x", live("$<kv:vault/a>").current());
        assertEquals(1, vault.count(), "still within its ttl");
        for (int i = 0; i < 200 && !resolver.status().isEmpty(); i++) {
            System.gc();
            Thread.onSpinWait();
        }
        time.advance(Duration.ofHours(5));
        assertEquals(1, vault.count(), "refreshed for nobody");
        vault.put("vault/a", "y", V2);
        assertEquals("y", live("$<kv:vault/a>").current());
        assertEquals(2, vault.count());
    }

    @Test
    void aForcedRefreshSharesTheLimit() {
        vault.put("vault/a", "x", V1);
        LiveValue value = live("$<kv:vault/a>");
        assertFalse(resolver.refresh(value, Duration.ofSeconds(5)));
        vault.put("vault/a", "y", V2);
        assertTrue(resolver.refresh(value, Duration.ofSeconds(5)));
        assertEquals("y", value.current());
        for (int i = 0; i < 20; i++) {
            resolver.refresh(value, Duration.ofSeconds(5));
        }
        assertAtMostFiveASecondFrom(0);
    }

    @Test
    void readsAreCounted() {
        vault.put("vault/a", new Secret("x", V1, null, true, null, time.now().plus(Duration.ofDays(90))));
        LiveValue value = live("$<kv:vault/a>");
        for (int i = 0; i < 10; i++) {
            value.current();
        }
        time.advance(Duration.ofSeconds(42));
        SecretStatus status = resolver.status().get(0);
        assertEquals(10, status.reads());
        assertEquals(0, status.staleReads());
        assertEquals(1, status.fetches());
        assertEquals(Duration.ofSeconds(42), status.age());
        assertEquals(V1, status.version());
        assertBetween(300 - 42, 330 - 42, status.nextRefresh().toMillis() / 1e3);
        assertEquals(List.of("system property db.password"), status.origins());
    }
}
