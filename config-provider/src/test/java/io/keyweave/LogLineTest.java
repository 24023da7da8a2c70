package io.keyweave;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/** The forms in which a line is written. */
class LogLineTest {

    private static final long NOW = Instant.parse("2026-11-30T03:00:00.007Z").toEpochMilli();
    private static final MessageCode CODE = new MessageCode(
            "KW-4999",
            Log.Level.WARN,
            "{secret} of {vault}« for {servedFor}»« by {origins}»: {cause}« ({details})»",
            "-");

    private static LogEvent event() {
        return LogEvent.of(CODE)
                .with("secret", new SecretRef("kv", "contoso", "db", null))
                .with("origins", List.of("env A", "file \"x\"", "2 more"))
                .with("servedFor", Duration.ofMinutes(90))
                .with("servedUntil", null)
                .with("failing", 3)
                .because(new Failure(
                                Failure.Kind.SERVICE_ERROR,
                                null,
                                "It says: \u00e9\n.",
                                "Wait.",
                                503,
                                "Busy",
                                "r-1",
                                "managed-identity",
                                Duration.ofMillis(12),
                                Duration.ofSeconds(2))
                        .coded("KW-2042")
                        .tried(5, Duration.ofSeconds(15)));
    }

    @Test
    void aLineForAPerson() {
        assertEquals(
                "2026-11-30T03:00:00.007Z WARN KW-4999 keyweave: contoso/db of contoso for 90 min by env A, file \"x\" and 2 more: It"
                        + " says: \u00e9\n. (HTTP 503, Busy, managed-identity, request r-1, after 12 ms, tried 5 times in 15 s, KW-2042)"
                        + " (docs/troubleshooting.md#kw-4999)",
                LogLine.text(NOW, event()));
    }

    @Test
    void whatIsNotKnownIsLeftOut() {
        assertEquals(
                "2026-11-30T03:00:00.007Z DEBUG KW-4999 keyweave: a of b: <cause>",
                LogLine.text(
                        NOW,
                        LogEvent.of(CODE)
                                .at(Log.Level.DEBUG)
                                .with("secret", "a")
                                .with("vault", "b")
                                .with("origins", List.of())));
    }

    @Test
    void anObjectForAProgram() {
        String line = LogLine.json(NOW, event());
        assertEquals(
                "{\"time\":\"2026-11-30T03:00:00.007Z\",\"level\":\"WARN\",\"logger\":\"keyweave\",\"code\":\"KW-4999\","
                        + "\"page\":\"docs/troubleshooting.md#kw-4999\",\"message\":\"contoso/db of contoso for 90 min by env A, file"
                        + " \\\"x\\\" and 2 more: It says: \\u00E9\\n. (HTTP 503, Busy, managed-identity, request r-1, after 12 ms, tried"
                        + " 5 times in 15 s, KW-2042)\",\"secret\":\"contoso/db\",\"vault\":\"contoso\",\"origins\":[\"env A\",\"file"
                        + " \\\"x\\\"\",\"2 more\"],\"servedForMs\":5400000,\"failing\":3,\"reason\":\"KW-2042\",\"cause\":\"It says:"
                        + " \\u00E9\\n.\",\"remedy\":\"Wait.\",\"kind\":\"SERVICE_ERROR\",\"status\":503,\"error\":\"Busy\","
                        + "\"requestId\":\"r-1\",\"identity\":\"managed-identity\",\"tookMs\":12,\"retryAfterMs\":2000,\"attempts\":5,"
                        + "\"triedForMs\":15000}",
                line);
        assertFalse(line.contains("\n"), line);
    }

    @Test
    void eachReasonOfAStartIsAnObject() {
        SecretRef ref = new SecretRef("kv", "contoso", "db", null);
        Failure busy = new Failure(
                        Failure.Kind.SERVICE_ERROR,
                        ref,
                        "Busy.",
                        "Wait.",
                        503,
                        "Busy",
                        "r-1",
                        "managed-identity",
                        Duration.ofMillis(12),
                        null)
                .coded("KW-2042");
        Failure wrong = Failure.local(Failure.Kind.MALFORMED, null, "Wrong.", "Correct it.");
        String line = LogLine.json(
                NOW,
                LogEvent.of(CODE)
                        .with(
                                "causes",
                                List.of(
                                        new LogEvent.Cause(
                                                busy, "Busy.", List.of("contoso/db"), List.of("env A", "file \"x\"")),
                                        new LogEvent.Cause(wrong, "Wrong.", List.of(), List.of("env B, column 1")))));
        assertTrue(
                line.endsWith(
                        ",\"causes\":[{\"reason\":\"KW-2042\",\"cause\":\"Busy.\",\"remedy\":\"Wait.\",\"kind\":\"SERVICE_ERROR\","
                                + "\"status\":503,\"error\":\"Busy\",\"requestId\":\"r-1\",\"identity\":\"managed-identity\",\"tookMs\":12,"
                                + "\"attempts\":1,\"vault\":\"contoso\",\"secrets\":[\"contoso/db\"],\"origins\":[\"env A\",\"file"
                                + " \\\"x\\\"\"]},{\"cause\":\"Wrong.\",\"remedy\":\"Correct it.\",\"kind\":\"MALFORMED\","
                                + "\"origins\":[\"env B, column 1\"]}]}"),
                line);
    }

    @Test
    void aCountIsANumberForAProgramAndHasItsNounForAPerson() {
        LogEvent event = LogEvent.of(CODE)
                .with("secret", new LogEvent.Count(1, "secret"))
                .with("vault", new LogEvent.Count(2, "vault"));
        String line = LogLine.json(NOW, event);
        assertTrue(line.endsWith("\"secret\":1,\"vault\":2}"), line);
        assertTrue(event.text().startsWith("1 secret of 2 vaults"), event.text());
    }

    @Test
    void timesAreThoseOfTheJdk() {
        DateTimeFormatter jdk =
                DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss.SSS'Z'").withZone(ZoneOffset.UTC);
        SplittableRandom random = new SplittableRandom(1);
        for (int i = 0; i < 20_000; i++) {
            long millis = random.nextLong(-2_208_988_800_000L, 7_258_118_400_000L);
            StringBuilder line = new StringBuilder();
            LogLine.time(line, millis);
            assertEquals(jdk.format(Instant.ofEpochMilli(millis)), line.toString());
        }
    }
}
