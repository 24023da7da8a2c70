package io.keyweave.store;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.keyweave.Failure.Kind;
import io.keyweave.LiveValue;
import io.keyweave.Origin;
import io.keyweave.Secret;
import io.keyweave.SecretChange;
import io.keyweave.SecretException;
import io.keyweave.SecretRef;
import io.keyweave.Subscription;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Promise 4, changes and who hears of them. */
class RevocationTest extends StoreFixture {

    private static final SecretRef A = new SecretRef("kv", "vault", "a", null);
    private static final Duration ONE_TTL = Duration.ofSeconds(335);

    private LiveValue fetched(String text) {
        vault.put("vault/a", "x", V1);
        return live(text);
    }

    @Test
    void disabledIsGoneAtOnceAndComesBack() {
        LiveValue value = fetched("$<kv:vault/a>");
        LiveValue pair = fetched("a $<kv:vault/a> b");
        LiveValue other = fetched("$<kv:vault/a?default=none>");
        vault.fail("vault/a", Kind.DISABLED);
        time.advance(ONE_TTL);
        assertNull(value.current());
        assertNull(pair.current());
        assertEquals("none", other.current());
        assertEquals(2, vault.count());
        List<String> lines = log.containing("ERROR revoked vault/a 11110000..");
        assertEquals(1, lines.size());
        assertTrue(lines.get(0).contains("(read by system property db.password)"), lines.get(0));
        vault.put("vault/a", "y", V2);
        time.advance(ONE_TTL);
        assertEquals("y", value.current());
        assertEquals("a y b", pair.current());
        assertEquals("y", other.current());
    }

    @Test
    void deletedIsGoneAfterTwoReadsThirtySecondsApart() {
        LiveValue value = fetched("$<kv:vault/a>");
        vault.fail("vault/a", Kind.MISSING);
        until(Duration.ofSeconds(1), () -> vault.count() > 1);
        watch(Duration.ofSeconds(28), Duration.ofSeconds(1), () -> assertEquals("x", value.current()));
        time.advance(Duration.ofSeconds(3));
        assertNull(value.current());
        assertEquals(3, vault.count());
        assertBetween(30, 31, gaps().get(1));
    }

    @Test
    void oneMissingAnswerBetweenGoodOnesChangesNothing() {
        LiveValue value = fetched("$<kv:vault/a>");
        for (int i = 0; i < 5; i++) {
            vault.fail("vault/a", Kind.MISSING);
            int requests = vault.count();
            until(Duration.ofSeconds(1), () -> vault.count() > requests);
            vault.put("vault/a", "x", V1);
            watch(Duration.ofSeconds(60), Duration.ofSeconds(1), () -> assertEquals("x", value.current()));
        }
    }

    @Test
    void anOutageBetweenTheTwoReadsDoesNotForgetTheFirst() {
        LiveValue value = fetched("$<kv:vault/a>");
        vault.fail("vault/a", Kind.MISSING);
        until(Duration.ofSeconds(1), () -> vault.count() > 1);
        vault.fail("vault/a", Kind.UNREACHABLE);
        time.advance(Duration.ofSeconds(100));
        assertEquals("x", value.current());
        vault.fail("vault/a", Kind.MISSING);
        time.advance(Duration.ofSeconds(61));
        assertNull(value.current());
    }

    @Test
    void aRollBackIsFollowedLikeAnyChange() {
        vault.put("vault/a", "new", V2);
        LiveValue value = live("$<kv:vault/a>");
        LiveValue second = resolver.bind("$<kv:vault/a>", Origin.fileLine("application.conf", 12));
        resolver.require(List.of(second));
        vault.put("vault/a", "old", V1);
        time.advance(ONE_TTL);
        assertEquals("old", value.current());
        assertEquals("old", second.current());
        assertEquals(
                List.of(
                        "INFO rotated vault/a 22220000.. -> 11110000.. (read by system property db.password, application.conf: 12)"),
                log.containing("rotated"));
    }

    @Test
    void listenersHearOfEveryChangeAndOnlyUntilClosed() {
        vault.put("vault/a", "x", V1);
        List<SecretChange> one = new ArrayList<>();
        List<SecretChange> all = new ArrayList<>();
        Subscription bad = resolver.subscribe(A, change -> {
            throw new IllegalStateException("listener");
        });
        Subscription first = resolver.subscribe(A, one::add);
        Subscription every = resolver.subscribe(all::add);
        time.advance(Duration.ofSeconds(1));
        vault.put("vault/a", "y", V2);
        time.advance(ONE_TTL);
        vault.fail("vault/a", Kind.DISABLED);
        time.advance(ONE_TTL);
        vault.put("vault/a", "x", V1);
        time.advance(ONE_TTL);
        List<SecretChange> expected = List.of(
                new SecretChange(A, V1, V2, SecretChange.ChangeKind.ROTATED),
                new SecretChange(A, V2, null, SecretChange.ChangeKind.REVOKED),
                new SecretChange(A, null, V1, SecretChange.ChangeKind.RESTORED));
        assertEquals(expected, one);
        assertEquals(expected, all);
        assertEquals(
                3,
                log.containing("ERROR a listener to vault/a failed: java.lang.IllegalStateException")
                        .size());
        first.close();
        first.close();
        vault.put("vault/a", "y", V2);
        time.advance(ONE_TTL);
        assertEquals(expected, one);
        assertEquals(4, all.size());
        bad.close();
        every.close();
        int requests = vault.count();
        time.advance(Duration.ofHours(1));
        assertEquals(requests, vault.count(), "nobody is left to be told");
    }

    @Test
    void aListenerReadsTheNewValue() {
        LiveValue value = fetched("$<kv:vault/a>");
        List<String> seen = new ArrayList<>();
        try (Subscription open = resolver.subscribe(A, change -> seen.add(value.current()))) {
            vault.put("vault/a", "y", V2);
            time.advance(ONE_TTL);
        }
        assertEquals(List.of("y"), seen);
    }

    @Test
    void aVersionTheTemplateCannotUseLeavesTheLastGoodText() {
        vault.put("vault/a", "{\"u\":\"me\",\"p\":\"1\"}", V1);
        LiveValue value = live("$<kv:vault/a#u>:$<kv:vault/a#p>");
        vault.put("vault/a", "{\"u\":\"you\"}", V2);
        time.advance(ONE_TTL);
        assertEquals("me:1", value.current());
        assertEquals("me:1", value.current());
        assertEquals(
                1,
                log.containing("ERROR system property db.password: The JSON secret vault/a has no text")
                        .size());
        vault.put("vault/a", "{\"u\":\"you\",\"p\":\"2\"}", "3");
        time.advance(ONE_TTL);
        assertEquals("you:2", value.current());
        vault.put("vault/a", "{\"u\":\"her\",\"p\":\"4\"}", "4");
        time.advance(ONE_TTL);
        vault.put("vault/a", "nothing", "5");
        time.advance(ONE_TTL);
        assertEquals("her:4", value.current(), "the last good one, although nobody had read it");
    }

    @Test
    void whatATemplateCannotUseAtStartIsAProblem() {
        vault.put("vault/a", "{\"u\":\"hunter2\"}", V1).put("vault/b", "hunter2 ", V1);
        for (String text : List.of("$<kv:vault/a#p?optional>", "$<kv:vault/b#p>", "$<kv:vault/b?as=base64-decode>")) {
            SecretException e = assertThrows(SecretException.class, () -> live(text));
            assertEquals(78, e.exitCode());
            assertTrue(!e.getMessage().contains("hunter2") && e.getMessage().contains("system property db.password"));
        }
    }

    @Test
    void expiredIsServedWithADailyWarning() {
        Instant end = time.now().plus(Duration.ofDays(31));
        vault.put("vault/a", new Secret("x", V1, null, true, null, end));
        LiveValue value = live("$<kv:vault/a>");
        time.advance(Duration.ofHours(23));
        assertEquals(0, log.containing("expire").size());
        time.advance(Duration.ofDays(33).plusHours(2));
        assertEquals("x", value.current());
        assertBetween(33, 34, log.containing("WARN vault/a 11110000.. expire").size());
        assertEquals(
                1,
                log.containing("expires in 29 days, at " + end).size(),
                log.all().toString());
        assertEquals(4, log.containing("expired ").size());
    }

    @Test
    void aVersionForLaterIsServedWithADailyWarning() {
        Instant begins = time.now().plus(Duration.ofHours(30));
        vault.put("vault/a", new Secret("x", V1, null, true, begins, null));
        LiveValue value = live("$<kv:vault/a>");
        time.advance(Duration.ofDays(3));
        assertEquals("x", value.current());
        assertEquals(
                2,
                log.containing("WARN vault/a 11110000.. is meant to be used from " + begins)
                        .size());
    }

    @Test
    void failOnExpiredRefusesAtStartAndDropsInTime() {
        open("fail-on-expired", "true", "ttl", "1h");
        vault.put("vault/b", new Secret("x", V1, null, true, null, time.now().minusSeconds(1)));
        SecretException e = assertThrows(SecretException.class, () -> live("$<kv:vault/b?default=no>"));
        assertEquals(Kind.EXPIRED, e.failures().get(0).kind());
        assertEquals(78, e.exitCode());
        vault.put("vault/a", new Secret("x", V1, null, true, null, time.now().plusSeconds(100)));
        LiveValue value = live("$<kv:vault/a>");
        time.advance(Duration.ofSeconds(99));
        assertEquals("x", value.current());
        time.advance(Duration.ofSeconds(3));
        assertNull(value.current());
        assertEquals(1, log.containing("ERROR revoked vault/a").size());
    }

    @Test
    void anOptionalSecretAppears() {
        LiveValue value = live("$<kv:vault/a?optional>");
        assertNull(value.current());
        vault.put("vault/a", "x", V1);
        time.advance(ONE_TTL);
        assertEquals("x", value.current());
    }

    @Test
    void valuesOfOneMomentTogether() {
        vault.put("vault/a", "{\"u\":\"me\",\"p\":\"1\"}", V1);
        LiveValue user = live("$<kv:vault/a#u>");
        LiveValue password = live("$<kv:vault/a#p>");
        assertEquals(List.of("me", "1"), resolver.snapshot(List.of(user, password)));
    }
}
