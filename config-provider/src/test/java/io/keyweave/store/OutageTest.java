package io.keyweave.store;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.keyweave.Failure;
import io.keyweave.Failure.Kind;
import io.keyweave.LiveValue;
import io.keyweave.Secret;
import io.keyweave.SecretRef;
import io.keyweave.SecretStatus;
import io.keyweave.settings.Settings;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Promise 3: outage and refusal. */
class OutageTest extends StoreFixture {

    private LiveValue fetched(String... settings) {
        open(settings);
        vault.put("vault/a", "x", V1);
        return live("$<kv:vault/a?default=never>");
    }

    @ParameterizedTest
    @EnumSource(names = {"UNREACHABLE", "THROTTLED", "SERVICE_ERROR", "INVALID_RESPONSE", "IDENTITY"})
    void servedUpToMaxStaleThenAbsentThenRestored(Kind kind) {
        LiveValue value = fetched("max-stale", "2h");
        vault.fail("vault/a", kind);
        double due = 300;
        watch(Duration.ofSeconds(300 + 7200), Duration.ofSeconds(10), () -> assertEquals("x", value.current()));
        time.advance(Duration.ofSeconds(35));
        assertNull(value.current(), "older than " + due + " s and max-stale; a default is not for outages");
        assertEquals(
                1,
                log.containing("ERROR revoked vault/a 11110000..").size(),
                log.all().toString());
        vault.put("vault/a", "y", V2);
        time.advance(Duration.ofSeconds(62));
        assertEquals("y", value.current());
        assertEquals(1, log.containing("INFO restored vault/a").size());
    }

    @Test
    void aThrottledVaultIsAskedOnceAndNotForEverySecretOfAStart() {
        List<LiveValue> values = new ArrayList<>();
        for (int i = 0; i < 100; i++) {
            vault.fail("vault/s" + i, Kind.THROTTLED);
            vault.put("other/s" + i, "x", V1);
            values.add(resolver.bind("$<kv:vault/s" + i + "> $<kv:other/s" + i + ">", ORIGIN));
        }
        List<Integer> asked = new ArrayList<>();
        time.after(Duration.ofMillis(500), () -> {
            asked.add(vault.count());
            for (int i = 0; i < 100; i++) {
                vault.put("vault/s" + i, "x", V1);
            }
        });
        resolver.require(values);
        assertEquals(List.of(101), asked, "one request that was throttled, and the other vault's");
        assertEquals(201, vault.count());
        assertTrue(time.nanos() <= Duration.ofSeconds(2).toNanos(), "waited " + time.nanos());
    }

    @Test
    void maxStaleIsMeasuredToTheSecondNotToTheNextAttempt() {
        LiveValue value = fetched("max-stale", "1000s");
        vault.fail("vault/a", Kind.UNREACHABLE);
        time.advance(Duration.ofSeconds(299));
        until(Duration.ofMillis(100), () -> vault.count() > 1);
        double dueAt = vault.times().get(1) / 1e9;
        watch(Duration.ofSeconds(995), Duration.ofSeconds(5), () -> assertNotNull(value.current()));
        until(Duration.ofMillis(100), () -> value.current() == null);
        assertBetween(999.8, 1000.2, time.nanos() / 1e9 - dueAt);
    }

    @Test
    void strictMeansGoneWithTheFirstFailure() {
        LiveValue value = fetched("max-stale", "0");
        vault.fail("vault/a", Kind.UNREACHABLE);
        time.advance(Duration.ofSeconds(299));
        assertEquals("x", value.current());
        time.advance(Duration.ofSeconds(32));
        assertNull(value.current());
    }

    @Test
    void refusedIsServedForAnHour() {
        LiveValue value = fetched();
        vault.fail("vault/a", Kind.REFUSED);
        watch(Duration.ofSeconds(300 + 3600), Duration.ofSeconds(10), () -> assertEquals("x", value.current()));
        time.advance(Duration.ofSeconds(35));
        assertNull(value.current());
    }

    @Test
    void anOutageAfterARefusalDoesNotProlongTheHour() {
        LiveValue value = fetched();
        vault.fail("vault/a", Kind.REFUSED);
        time.advance(Duration.ofMinutes(30));
        vault.fail("vault/a", Kind.UNREACHABLE);
        time.advance(Duration.ofMinutes(34));
        assertEquals("x", value.current());
        time.advance(Duration.ofMinutes(3));
        assertNull(value.current());
    }

    @Test
    void aRefusalDoesNotProlongMaxStale() {
        LiveValue value = fetched("max-stale", "10m");
        vault.fail("vault/a", Kind.UNREACHABLE);
        time.advance(Duration.ofMinutes(14));
        assertEquals("x", value.current());
        vault.fail("vault/a", Kind.REFUSED);
        time.advance(Duration.ofMinutes(2));
        assertNull(value.current());
    }

    @Test
    void anHourOfRefusalEndsWithASuccessAndBeginsAnew() {
        LiveValue value = fetched();
        for (int i = 0; i < 4; i++) {
            vault.fail("vault/a", Kind.REFUSED);
            time.advance(Duration.ofMinutes(50));
            vault.put("vault/a", "x", V1);
            time.advance(Duration.ofMinutes(2));
            assertEquals("x", value.current());
        }
    }

    @Test
    void backOffGrowsFromOneSecondToSixty() {
        LiveValue value = fetched();
        vault.fail("vault/a", Kind.UNREACHABLE);
        time.advance(Duration.ofMinutes(40));
        List<Double> waits = gaps().subList(1, gaps().size());
        double[] most = {2, 4, 8, 16, 32, 60, 60, 60};
        for (int i = 0; i < waits.size(); i++) {
            double cap = most[Math.min(i, most.length - 1)];
            assertBetween(cap / 2, cap, waits.get(i));
        }
        assertTrue(waits.size() > 30, "attempts: " + waits.size());
        assertEquals("x", value.current());
    }

    @Test
    void backOffOfAShortTtlEndsAtTheTtlButNotBelowTwoSeconds() {
        fetched("ttl", "1s");
        LiveValue value = live("$<kv:vault/a>");
        vault.fail("vault/a", Kind.UNREACHABLE);
        time.advance(Duration.ofSeconds(100));
        List<Double> waits = gaps();
        for (double wait : waits.subList(1, waits.size())) {
            assertBetween(1, 2, wait);
        }
        assertEquals("x", value.current());
    }

    @Test
    void retryAfterIsHonoured() {
        LiveValue value = fetched();
        vault.fail("vault/a", Kind.THROTTLED, Duration.ofSeconds(20));
        time.advance(Duration.ofMinutes(7));
        assertBetween(20, 22, gaps().get(1));
        assertEquals("x", value.current());
    }

    @ParameterizedTest
    @ValueSource(longs = {86_400, Long.MAX_VALUE / 2, 61, -5})
    void anAbsurdRetryAfterIsNot(long seconds) {
        LiveValue value = fetched();
        vault.fail("vault/a", Kind.THROTTLED, Duration.ofSeconds(seconds));
        time.advance(Duration.ofMinutes(20));
        double[] most = {2, 4, 8, 16, 32, 60};
        for (int i = 1; i < gaps().size(); i++) {
            assertBetween(1, most[Math.min(i - 1, 5)], gaps().get(i));
        }
        assertEquals("x", value.current());
    }

    @Test
    void anOutageIsOneLineAndSoIsItsEnd() {
        for (int i = 0; i < 20; i++) {
            vault.put("vault/s" + i, "hunter2", V1);
        }
        List<LiveValue> values = new ArrayList<>();
        for (int i = 0; i < 20; i++) {
            values.add(live("$<kv:vault/s" + i + ">"));
        }
        for (int i = 0; i < 20; i++) {
            vault.fail("vault/s" + i, Kind.UNREACHABLE);
        }
        time.advance(Duration.ofSeconds(900));
        List<String> warnings = log.containing("WARN cannot refresh");
        assertBetween(1, 2, warnings.size());
        assertTrue(warnings.get(0).contains("(read by "), warnings.get(0));
        assertTrue(warnings.get(0)
                .contains("It is UNREACHABLE. Do something. The value 11110000.., 5 min old, is served for up to"));
        for (int i = 0; i < 20; i++) {
            vault.put("vault/s" + i, "hunter2", V1);
        }
        time.advance(Duration.ofSeconds(70));
        assertEquals(1, log.containing("answers again").size(), log.all().toString());
        assertTrue(log.containing("hunter2").isEmpty());
        assertEquals(20, values.size());
    }

    @Test
    void whatFailedForTwoReasonsIsCountedWholeAtItsEnd() {
        fetched();
        vault.fail("vault/a", Kind.UNREACHABLE);
        int before = vault.count();
        until(Duration.ofMillis(100), () -> !log.withCode("KW-4101").isEmpty());
        time.advance(Duration.ofSeconds(20));
        vault.fail("vault/a", Kind.INVALID_RESPONSE);
        time.advance(Duration.ofSeconds(60));
        int failures = vault.count() - before;
        vault.put("vault/a", "x", V1);
        until(Duration.ofSeconds(1), () -> !log.withCode("KW-4103").isEmpty());
        String end = log.withCode("KW-4103").get(0);
        assertTrue(end.endsWith(" in all, with " + failures + " failed attempts."), failures + " " + end);
        assertTrue(end.contains(" 1 secret could not be refreshed, for "), end);
    }

    /** Every number in these lines against what the vault has been asked. */
    @Test
    void whileItLastsOneLineAMinuteCounts() {
        open("max-stale", "1h");
        List<LiveValue> values = new ArrayList<>();
        for (int i = 0; i < 7; i++) {
            vault.put("vault/s" + i, "x", V1);
            values.add(live("$<kv:vault/s" + i + ">"));
        }
        for (int i = 0; i < 7; i++) {
            vault.fail("vault/s" + i, Kind.UNREACHABLE);
        }
        int before = vault.count();
        until(Duration.ofMillis(100), () -> !log.withCode("KW-4101").isEmpty());
        String beginning = log.withCode("KW-4101").get(0);
        assertTrue(beginning.endsWith("1 of 7 secrets of vault fail so far."), beginning);
        assertTrue(
                beginning.matches(".*The value 11110000\\.\\., \\d+ (s|min) old, is served for up to 60 min more, until"
                        + " 20\\d\\d-\\S+Z; next attempt in \\d+ m?s\\. .*"),
                beginning);
        // The request that the line before told of: the first of the outage, and each summary comes with the first
        // after a minute.
        int told = before;
        for (int minute = 1; minute <= 5; minute++) {
            int lines = minute;
            until(Duration.ofSeconds(1), () -> log.withCode("KW-4102").size() == lines);
            String line = log.withCode("KW-4102").get(minute - 1);
            Matcher count = Pattern.compile(
                            "^still cannot refresh 7 of 7 secrets of vault, (\\d+) failures in the last \\d+ (s|min)"
                                    + ", \\d+ (s|min) after the first: It is UNREACHABLE\\. Do something\\. The oldest value is \\d+ min"
                                    + " old; the first is gone in \\d+ min, at 20\\S+Z\\. Next attempt in \\d+ m?s\\. Concerned:"
                                    + "( vault/s\\d,?){5} and 2 more\\.$")
                    .matcher(line);
            assertTrue(count.find(), line);
            int now = told + Integer.parseInt(count.group(1));
            List<Long> times = vault.times();
            assertTrue(times.get(now) - times.get(told) >= 60_000_000_000L, line);
            assertTrue(times.get(now - 1) - times.get(told) < 60_000_000_000L, line);
            told = now;
        }
        assertEquals(1, log.containing("WARN cannot refresh").size());
        int failures = vault.count() - before;
        for (int i = 0; i < 7; i++) {
            vault.put("vault/s" + i, "x", V1);
        }
        until(Duration.ofSeconds(1), () -> !log.withCode("KW-4103").isEmpty());
        String end = log.withCode("KW-4103").get(0);
        assertTrue(
                end.matches(
                        "the vault vault answers again: vault/s\\d is fresh\\. 7 secrets could not be refreshed, for \\d+"
                                + " min in all, with " + failures + " failed attempts\\."),
                end + " after " + failures);
        assertEquals(7, values.size());
    }

    @Test
    void aFetchThatNeverEndsIsGivenUp() {
        int[] begun = new int[1];
        Fetcher silent = (ref, answer) -> {
            if (begun[0]++ == 0) {
                answer.secret(Secret.of("x", V1));
            }
        };
        Rules rules = Rules.of(Settings.of(Map.of("max-stale", "60s"), Map.of()));
        try (SecretStore store = new SecretStore(silent, rules, time, new SplittableRandom(1), log, StoreWatch.NONE)) {
            Object reader = new Object();
            StoredSecret secret = store.track(new SecretRef("kv", "vault", "a", null), null, ORIGIN, reader);
            store.require(List.of(secret), Duration.ofSeconds(15));
            assertEquals("x", secret.view().secret().value());
            time.advance(Duration.ofSeconds(360));
            assertTrue(begun[0] > 2, "not tried again");
            time.advance(Duration.ofSeconds(60));
            assertNull(secret.view().secret(), "served beyond the bound");
            assertEquals(Failure.Kind.UNREACHABLE, secret.view().failure().kind());
            assertNotNull(reader);
        }
    }

    /** After an answer that passes, one that stays: it was not tried once. */
    @Test
    void aStartSaysHowOftenItWasTriedWhateverEndedIt() {
        int[] begun = new int[1];
        Fetcher refusing = (ref, answer) -> answer.failure(
                Failure.local(begun[0]++ == 0 ? Kind.SERVICE_ERROR : Kind.REFUSED, ref, "No.", "Do something."));
        Rules rules = Rules.of(Settings.of(Map.of(), Map.of()));
        try (SecretStore store =
                new SecretStore(refusing, rules, time, new SplittableRandom(1), log, StoreWatch.NONE)) {
            StoredSecret secret = store.track(new SecretRef("kv", "vault", "a", null), null, ORIGIN, this);
            Failure failure =
                    store.require(List.of(secret), Duration.ofSeconds(15)).get(secret);
            assertEquals(Kind.REFUSED, failure.kind());
            assertEquals(2, failure.attempts());
            Failure known =
                    store.require(List.of(secret), Duration.ofSeconds(15)).get(secret);
            assertEquals(1, known.attempts(), "what is known is not asked for again");
            assertEquals(2, begun[0]);
        }
    }

    @Test
    void staleReadsAreCounted() {
        LiveValue value = fetched();
        vault.fail("vault/a", Kind.UNREACHABLE);
        time.advance(Duration.ofSeconds(400));
        value.current();
        SecretStatus status = resolver.status().get(0);
        assertEquals(1, status.staleReads());
        assertEquals(Kind.UNREACHABLE, status.failure().kind());
        vault.put("vault/a", "x", V1);
        time.advance(Duration.ofSeconds(62));
        value.current();
        assertEquals(1, resolver.status().get(0).staleReads());
        assertNull(resolver.status().get(0).failure());
        assertFalse(log.containing("answers again").isEmpty());
    }

    @Test
    void twoReasonsOfOneCodeAreTwoIncidents() {
        open();
        vault.put("vault/a", "x", V1).put("vault/b", "y", V1);
        live("$<kv:vault/a>");
        live("$<kv:vault/b>");
        vault.fail("vault/a", refusal("KW-8127")).fail("vault/b", refusal("KW-8126"));
        time.advance(Duration.ofSeconds(340));
        assertEquals(2, log.containing("WARN cannot refresh").size(), log.all().toString());
    }

    private static Failure refusal(String code) {
        return new Failure(
                        Kind.REFUSED,
                        null,
                        "Told as " + code + ".",
                        "Allow it.",
                        400,
                        "AccessDeniedException",
                        null,
                        null,
                        Duration.ofMillis(1),
                        null)
                .coded(code);
    }

    /** A vault that cannot be reached now times out, now refuses the connection. */
    @Test
    void anOutageWhoseReasonsAlternateIsOneIncident() {
        open("ttl", "30s");
        vault.put("vault/a", "x", V1).put("vault/b", "y", V1);
        live("$<kv:vault/a>");
        live("$<kv:vault/b>");
        for (int i = 0; i < 10; i++) {
            Failure outage = Failure.local(Kind.UNREACHABLE, null, "It is down.", "Look.");
            vault.fail("vault/a", outage.coded("KW-200" + (3 + i % 3)));
            vault.fail("vault/b", outage.coded("KW-200" + (3 + (i + 1) % 3)));
            time.advance(Duration.ofSeconds(10));
        }
        assertEquals(1, log.containing("WARN cannot refresh").size(), log.all().toString());
    }
}
