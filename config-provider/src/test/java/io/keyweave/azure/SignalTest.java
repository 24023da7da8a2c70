package io.keyweave.azure;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.keyweave.Failure.Kind;
import io.keyweave.azure.Incident.Stage;
import io.keyweave.azure.http.NoAnswer.Reason;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class SignalTest {

    private static final Pattern FACT = Pattern.compile("\\{([a-z-]+)}");

    /** Every incident the row claims, one by one. */
    private static List<Incident> incidents(Match match) {
        List<Incident> incidents = new ArrayList<>();
        for (Reason reason : match.reasons()) {
            incidents.add(Incident.silent(match.stage(), reason));
        }
        if (match.reasons().isEmpty()) {
            int status = match.from() == 0 && match.to() == Integer.MAX_VALUE ? 418 : match.from();
            for (String code : match.codes()) {
                incidents.add(Incident.answered(match.stage(), status, code));
            }
            if (match.codes().isEmpty()) {
                incidents.add(Incident.answered(match.stage(), status, null));
            }
        }
        return incidents;
    }

    @ParameterizedTest
    @EnumSource(Signal.class)
    void noRowHidesAnother(Signal signal) {
        for (Incident incident : incidents(signal.match())) {
            assertSame(signal, Signal.of(incident), incident.toString());
        }
    }

    @Test
    void everythingThatCanHappenHasARow() {
        for (Stage stage : Stage.values()) {
            for (Reason reason : Reason.values()) {
                Signal.of(Incident.silent(stage, reason));
            }
            for (int status = 200; status < 600; status++) {
                Signal.of(Incident.answered(stage, status, null));
                Signal.of(Incident.answered(stage, status, "SomethingNew"));
            }
        }
    }

    @ParameterizedTest
    @EnumSource(Signal.class)
    void textsAreSentencesWithOneThingToDo(Signal signal) {
        Map<String, String> facts = new HashMap<>();
        for (String text : List.of(signal.cause(), signal.remedy())) {
            Matcher matcher = FACT.matcher(text);
            while (matcher.find()) {
                facts.put(matcher.group(1), "FACT");
            }
        }
        for (Map<String, String> known : List.of(facts, Map.<String, String>of())) {
            String cause = signal.cause(known);
            String remedy = signal.remedy(known);
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
        "404, , NONSENSE",
        "404, SomethingNew, NONSENSE",
        "400, BadParameter, MALFORMED",
        "408, , UNHEALTHY",
        "429, Throttled, THROTTLED",
        "500, , UNHEALTHY",
        "503, , UNHEALTHY",
        "599, , UNHEALTHY",
        "200, , NONSENSE",
        "204, , NONSENSE",
        "302, , NONSENSE",
        "418, , NONSENSE"
    })
    void theVaultsAnswersMean(int status, String code, Kind kind) {
        assertEquals(
                kind, Signal.of(Incident.answered(Stage.VAULT, status, code)).kind());
    }

    /** Only Key Vault's own words revoke. */
    @Test
    void nothingElseRevokes() {
        for (Signal signal : Signal.values()) {
            boolean revokes = signal.kind().absent();
            assertEquals(revokes, signal == Signal.SECRET_DISABLED || signal == Signal.SECRET_MISSING, signal.name());
        }
    }

    @Test
    void anUnknownAadstsNumberChangesOnlyTheWords() {
        for (Signal signal : Signal.values()) {
            if (signal.match().stage() == Stage.ENTRA_ID
                    && !signal.match().codes().isEmpty()) {
                assertEquals(
                        Signal.of(Incident.answered(Stage.ENTRA_ID, 401, "AADSTS1"))
                                .kind(),
                        signal.kind(),
                        signal.name());
            }
        }
    }

    @Test
    void factsAreNeverScannedAgain() {
        assertEquals(
                "a {host} «x» b", Words.fill("a {detail} b", Map.of("detail", "{host} «x»", "host", "evil.example")));
        assertEquals("a", Words.fill("a« {gone} {host}»", Map.of("host", "h")));
        assertEquals("a h", Words.fill("a« {host}»", Map.of("host", "h")));
        assertEquals("az <object-id>", Words.fill("az {object-id}", Map.of()));
    }
}
