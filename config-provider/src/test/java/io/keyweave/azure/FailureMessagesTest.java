package io.keyweave.azure;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.keyweave.Failure.Kind;
import io.keyweave.azure.Incident.FailedStep;
import io.keyweave.http.TransportException.Reason;
import io.keyweave.text.MessageTemplate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

class FailureMessagesTest {

    private static final Pattern FACT = Pattern.compile("\\{([a-z-]+)}");

    private static List<FailureMessage> rows() {
        return FailureMessages.all();
    }

    /** Every incident the row claims, one by one. */
    private static List<Incident> incidents(FailurePattern pattern) {
        List<Incident> incidents = new ArrayList<>();
        for (Reason reason : pattern.reasons()) {
            incidents.add(Incident.silent(pattern.stage(), reason));
        }
        if (pattern.reasons().isEmpty()) {
            int status = pattern.from() == 0 && pattern.to() == Integer.MAX_VALUE ? 418 : pattern.from();
            for (String code : pattern.codes()) {
                incidents.add(Incident.answered(pattern.stage(), status, code));
            }
            if (pattern.codes().isEmpty()) {
                incidents.add(Incident.answered(pattern.stage(), status, null));
            }
        }
        String fact = pattern.fact();
        return incidents.stream()
                .map(incident -> fact == null ? incident : incident.with(fact, "yes"))
                .map(incident -> incident.with("detail", pattern.words()))
                .toList();
    }

    @ParameterizedTest
    @MethodSource("rows")
    void noRowHidesAnother(FailureMessage row) {
        for (Incident incident : incidents(row.pattern())) {
            assertSame(row, FailureMessages.of(incident), incident.toString());
        }
    }

    @Test
    void everythingThatCanHappenHasARow() {
        for (FailedStep stage : FailedStep.values()) {
            for (Reason reason : Reason.values()) {
                FailureMessages.of(Incident.silent(stage, reason));
            }
            for (int status = 200; status < 600; status++) {
                FailureMessages.of(Incident.answered(stage, status, null));
                FailureMessages.of(Incident.answered(stage, status, "SomethingNew"));
            }
        }
    }

    @ParameterizedTest
    @MethodSource("rows")
    void textsAreSentencesWithOneThingToDo(FailureMessage row) {
        Map<String, String> facts = new HashMap<>();
        for (String text : List.of(row.row().cause(), row.row().remedy())) {
            Matcher matcher = FACT.matcher(text);
            while (matcher.find()) {
                facts.put(matcher.group(1), "FACT");
            }
        }
        for (Map<String, String> known : List.of(facts, Map.<String, String>of())) {
            String cause = row.cause(known);
            String remedy = row.remedy(known);
            assertTrue(cause.endsWith("."), cause);
            assertTrue(remedy.endsWith("."), remedy);
            assertFalse((cause + remedy).matches(".*[«»{}].*"), cause + remedy);
            assertFalse((cause + remedy).contains("  "), cause + remedy);
        }
    }

    /** What decides about a value that is already there. */
    @ParameterizedTest
    @CsvSource({
        "401, AKV10032, REFUSED",
        "401, , REFUSED",
        "403, ForbiddenByRbac, REFUSED",
        "403, AccessDenied, REFUSED",
        "403, ForbiddenByPolicy, REFUSED",
        "403, ForbiddenByFirewall, REFUSED",
        "403, ForbiddenByConnection, REFUSED",
        "403, SomethingNew, REFUSED",
        "403, SecretDisabled, DISABLED",
        "404, SecretNotFound, MISSING",
        "404, , INVALID_RESPONSE",
        "404, SomethingNew, INVALID_RESPONSE",
        "400, BadParameter, MALFORMED",
        "408, , SERVICE_ERROR",
        "429, Throttled, THROTTLED",
        "500, , SERVICE_ERROR",
        "503, , SERVICE_ERROR",
        "599, , SERVICE_ERROR",
        "200, , INVALID_RESPONSE",
        "204, , INVALID_RESPONSE",
        "302, , INVALID_RESPONSE",
        "418, , INVALID_RESPONSE"
    })
    void theVaultsAnswersMean(int status, String code, Kind kind) {
        assertEquals(
                kind,
                FailureMessages.of(Incident.answered(FailedStep.VAULT, status, code))
                        .kind());
    }

    /** Only Key Vault's own words revoke. */
    @Test
    void nothingElseRevokes() {
        for (FailureMessage row : FailureMessages.all()) {
            boolean revokes = row.kind().absent();
            assertEquals(
                    revokes, row == VaultMessages.SECRET_DISABLED || row == VaultMessages.SECRET_MISSING, row.name());
        }
    }

    @Test
    void anUnknownAadstsNumberChangesOnlyTheWords() {
        for (FailureMessage row : FailureMessages.all()) {
            if (row.pattern().stage() == FailedStep.ENTRA_ID
                    && !row.pattern().codes().isEmpty()) {
                assertEquals(
                        FailureMessages.of(Incident.answered(FailedStep.ENTRA_ID, 401, "AADSTS1"))
                                .kind(),
                        row.kind(),
                        row.name());
            }
        }
    }

    @Test
    void factsAreNeverScannedAgain() {
        assertEquals(
                "a {host} «x» b",
                MessageTemplate.fill("a {detail} b", Map.of("detail", "{host} «x»", "host", "evil.example")));
        assertEquals("a", MessageTemplate.fill("a« {gone} {host}»", Map.of("host", "h")));
        assertEquals("a h", MessageTemplate.fill("a« {host}»", Map.of("host", "h")));
        assertEquals("az <object-id>", MessageTemplate.fill("az {object-id}", Map.of()));
    }
}
