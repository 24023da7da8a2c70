package io.keyweave;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.keyweave.placeholder.PlaceholderParser;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** One reason is one paragraph, however often it is met. */
class ProblemReportTest {

    private static final PlaceholderParser PARSER =
            new PlaceholderParser(Set.of("kv"), Set.of("contoso"), ".vault.azure.net");

    private static SecretException malformed(String text, String origin) {
        try {
            PARSER.parse(text, Origin.of(origin));
        } catch (SecretException e) {
            return e;
        }
        throw new AssertionError("well formed: " + text);
    }

    private static Failure refused(String name, String request, long millis) {
        SecretRef ref = new SecretRef("kv", "contoso", name, null);
        return new Failure(
                Failure.Kind.REFUSED,
                ref,
                "The vault contoso refuses to show the secret " + ref + " to the identity x (waited " + millis
                        + " ms).",
                "az role assignment create --assignee x --scope .../secrets/" + name + " for the vault's key",
                403,
                "ForbiddenByRbac",
                request,
                "managed identity",
                Duration.ofMillis(millis),
                null);
    }

    private static int paragraphs(String text) {
        return text.split("\n  -> ", -1).length - 1;
    }

    @Test
    void aThousandPlaceholdersWithOneUnknownAliasAreOneParagraph() {
        ProblemReport report = new ProblemReport();
        for (int i = 0; i < 1000; i++) {
            report.add(malformed("$<kv:9unknown/s" + i + ">", "application.properties: key" + i));
        }
        String text = report.text();
        assertTrue(text.startsWith("1000 placeholders cannot be resolved:\n"), text);
        assertEquals(1, paragraphs(text), text);
        assertTrue(text.contains("\"9unknown\" is neither an alias of the settings nor a vault name."), text);
        assertTrue(
                text.contains("application.properties: key0, column 6, application.properties: key1, column 6"), text);
        assertTrue(text.contains(" and 980 more\n"), text);
        assertTrue(text.contains("check --all shows all of them"), text);
        assertTrue(report.text(true).contains("key999"), "all of them");
        assertFalse(report.text(true).contains("more"), "all of them");
        assertEquals(1000, report.exception().failures().size());
        ProblemReport merged = new ProblemReport().add(report);
        assertEquals(text, merged.text());
    }

    @Test
    void aProgramGetsEachReasonWithAllItsSecretsAndPlaces() {
        SecretException exception = new ProblemReport()
                .add(refused("a", "r-1", 12), Origin.of("env A"))
                .add(refused("b", "r-2", 340), Origin.of("env B"))
                .add(refused("b", "r-2", 340), Origin.of("env A"))
                .add(malformed("$<kv:9unknown/s>", "env C"))
                .add(malformed("$<kv:9unknown/s>", "env D"))
                .exception();
        List<LogEvent.Cause> causes = ProblemReport.causes(exception);
        assertEquals(2, causes.size());
        assertEquals("r-1", causes.get(0).failure().requestId());
        assertEquals(List.of("contoso/a", "contoso/b"), causes.get(0).secrets());
        assertEquals(List.of("env A", "env B"), causes.get(0).origins());
        assertEquals(List.of(), causes.get(1).secrets());
        assertEquals(
                List.of("env C, column 6", "env D, column 6"), causes.get(1).origins());
        assertTrue(
                causes.get(1).cause().startsWith("\"9unknown\" is neither"),
                causes.get(1).cause());
        assertEquals("io.keyweave.SecretException: " + exception.getMessage(), exception.toString());
        List<LogEvent.Cause> without = ProblemReport.causes(new SecretException(refused("a", "r-1", 12)));
        assertEquals(List.of("contoso/a"), without.get(0).secrets());
        assertEquals(List.of(), without.get(0).origins());
    }

    @Test
    void whatWasTriedOnceSaysSo() {
        assertTrue(
                new ProblemReport().add(refused("a", "r-1", 12), null).text().contains(", tried once in 12 ms)"),
                "one attempt");
        String several = new ProblemReport()
                .add(refused("a", "r-1", 12).tried(3, Duration.ofSeconds(4)), null)
                .text();
        assertTrue(several.contains(", after 12 ms, tried 3 times in 4 s)"), several);
    }

    @Test
    void oneMalformedPlaceholderIsToldWithItsPlace() {
        String text = new ProblemReport()
                .add(malformed("$<kv:9unknown/s>", "application.properties: db"))
                .text();
        assertTrue(text.contains("\n  application.properties: db, column 6: \"9unknown\" is neither"), text);
    }

    /** Also where secrets are called as words of the messages are, and each attempt took its own time. */
    @Test
    void whatDiffersInSecretRequestAndTimeIsOneReason() {
        ProblemReport report = new ProblemReport();
        int at = 0;
        for (String name : List.of("a", "vault", "key", "secret", "db-password", "the", "x")) {
            report.add(refused(name, "request-" + at, 100 + at), Origin.of("place " + at));
            at++;
        }
        String text = report.text();
        assertEquals(1, paragraphs(text), text);
        assertTrue(text.contains("contoso/db-password  place 4"), text);
    }

    @Test
    void twoVaultsAreTwoReasons() {
        ProblemReport report = new ProblemReport();
        for (String vault : List.of("one", "two")) {
            SecretRef ref = new SecretRef("kv", vault, "db", null);
            report.add(
                    Failure.local(Failure.Kind.UNREACHABLE, ref, "It does not answer.", "Wait."), Origin.of("place"));
        }
        assertEquals(2, paragraphs(report.text()), report.text());
    }

    @Test
    void longListsAreCut() {
        ProblemReport report = new ProblemReport();
        for (int i = 0; i < 1000; i++) {
            report.add(refused("s" + i, "r" + i, i), Origin.of("place " + i));
        }
        String text = report.text();
        assertTrue(text.contains("       and 950 more\n"), text);
        assertTrue(text.lines().count() < 70, text);
        assertTrue(report.text(true).contains("place 999"), "all of them");
    }
}
