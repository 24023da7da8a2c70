package io.keyweave.test.gcp;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.keyweave.devvault.Fault;
import io.keyweave.devvault.gcp.GoogleError;
import io.keyweave.devvault.gcp.TokenServer;
import io.keyweave.test.Eventually;
import io.keyweave.test.EveryJdk;
import io.keyweave.test.ForkedJvm;
import io.keyweave.test.Jdk;
import io.keyweave.test.OneJdk;
import io.keyweave.test.Outcome;
import io.keyweave.test.RunningJvm;
import io.keyweave.test.SideBySide;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Function;
import org.junit.jupiter.api.function.Executable;

/**
 * Everything that goes wrong with Secret Manager and the logins before it, cold, when a JVM starts, and warm, when it has its values. Each fault
 * concerns a project of its own, so that one JVM meets them all.
 */
class FaultsIT {

    private static final String VALUE = "value-of-db";
    private static final String NEW_VALUE = "new-value-of-db";

    @EveryJdk
    void cold(Jdk jdk) {
        try (Google google = new Google()) {
            // Some are asked for again until then; the others are answered by then on the slowest machine.
            ForkedJvm jvm = google.jvm(jdk, "startup-timeout=12s")
                    .property("missing", "$<gcp:contoso-missing/db>")
                    .property("version", "$<gcp:contoso-version/db/versions/9>")
                    .property("disabled", "$<gcp:contoso-disabled/db>")
                    .property("destroyed", "$<gcp:contoso-destroyed/db>")
                    .property("malformed", "$<gcp:Contoso/db>")
                    .property("good", "$<gcp:contoso-good/db>");
            for (String project : List.of("version", "disabled", "destroyed", "good")) {
                google.put("contoso-" + project, VALUE);
            }
            google.secrets().disable(Google.secret("contoso-disabled"), "latest");
            google.secrets().destroy(Google.secret("contoso-destroyed"), "latest");
            for (GoogleFault each : GoogleFault.answered()) {
                google.put(each.project(), VALUE);
                google.secrets().fault(each.fault());
                jvm.property(each.name(), "$<gcp:" + each.project() + "/db>");
            }
            Outcome outcome = jvm.run().expect(78);
            String text = outcome.errText();
            for (GoogleFault each : GoogleFault.answered()) {
                assertTrue(text.contains(each.words()), () -> each + ": " + each.words() + "\n" + text);
                assertTrue(
                        text.contains(each.project() + "/db  system property " + each.name()),
                        () -> each + "\n" + text);
            }
            for (String words : List.of(
                    "There is no secret db in project contoso-missing, or it has no version",
                    "Secret db in project contoso-version has no version 9",
                    "Version 1 of secret db in project contoso-disabled is disabled",
                    "Version 1 of secret db in project contoso-destroyed is destroyed",
                    "system property malformed, column 7: ")) {
                assertTrue(text.contains(words), () -> words + "\n" + text);
            }
            assertFalse(text.contains("contoso-good"), text);
            assertQuiet(outcome);
        }
    }

    @EveryJdk
    void warm(Jdk jdk) {
        try (Google google = new Google()) {
            google.put("contoso-disabled", VALUE);
            google.put("contoso-destroyed", VALUE);
            ForkedJvm start = google.jvm(jdk, "ttl=1s", "log=debug")
                    .property("disabled", "$<gcp:contoso-disabled/db>")
                    .property("destroyed", "$<gcp:contoso-destroyed/db>");
            for (GoogleFault each : GoogleFault.values()) {
                google.put(each.project(), VALUE);
                start.property(each.name(), "$<gcp:" + each.project() + "/db>");
            }
            try (RunningJvm jvm = start.startReady()) {
                google.secrets().disable(Google.secret("contoso-disabled"), "latest");
                google.secrets().destroy(Google.secret("contoso-destroyed"), "latest");
                for (GoogleFault each : GoogleFault.values()) {
                    google.put(each.project(), NEW_VALUE);
                    google.secrets().fault(each.fault());
                }
                for (GoogleFault each : GoogleFault.values()) {
                    jvm.awaitErr(
                            line -> line.contains("cannot refresh gcp:" + each.project() + "/db ")
                                    && line.contains(each.words()),
                            each + ": " + each.words());
                    assertEquals(VALUE, jvm.ask(each.name(), each.name() + " = "), each::name);
                }
                jvm.awaitErr(line -> line.contains("revoked gcp:contoso-disabled/db 1"), "disabled");
                jvm.awaitErr(line -> line.contains("revoked gcp:contoso-destroyed/db 1"), "destroyed");
                assertEquals("null", jvm.ask("disabled", "disabled = "));
                assertEquals("null", jvm.ask("destroyed", "destroyed = "));
                google.secrets().clearFaults();
                google.secrets().enable(Google.secret("contoso-disabled"), "1");
                google.put("contoso-destroyed", NEW_VALUE);
                for (GoogleFault each : GoogleFault.values()) {
                    Eventually.holds(each + " is over", () -> jvm.ask(each.name(), each.name() + " = ")
                            .equals(NEW_VALUE));
                }
                Eventually.holds("enabled again", () -> jvm.ask("disabled", "disabled = ")
                        .equals(VALUE));
                Eventually.holds("added again", () -> jvm.ask("destroyed", "destroyed = ")
                        .equals(NEW_VALUE));
                Outcome outcome = jvm.finish().expectHarmless();
                assertFalse(outcome.errText().contains(VALUE), outcome::errText);
            }
        }
    }

    /** One start for each way in which nobody answers; each tells its reason and has its exit code. */
    @EveryJdk
    void coldWithoutAnAnswer(Jdk jdk) throws Exception {
        List<Executable> starts = List.of(
                () -> fails(
                        jdk, 69, "cannot be reached", google -> google.secrets().fault(Fault.refused())),
                () -> fails(jdk, 69, "no answer was complete in time", google -> google.secrets()
                        .fault(Fault.silence())),
                () -> fails(
                        jdk, 69, "cannot be reached", google -> google.secrets().fault(Fault.emptyReply())),
                () -> fails(jdk, 69, "no answer was complete in time", google -> google.secrets()
                        .fault(Fault.dribble(Duration.ofMillis(200)))),
                () -> fails(
                        jdk, 69, "cannot be trusted", google -> google.secrets().fault(Fault.untrustedCertificate())),
                () -> fails(jdk, 69, "RESOURCE_EXHAUSTED", google -> google.secrets()
                        .fault(GoogleError.quotaExceeded("1").fault())));
        SideBySide.succeed(4, starts);
    }

    /** The same for each way in which nobody may log in. */
    @OneJdk
    void coldWithoutALogin(Jdk jdk) throws Exception {
        List<Executable> starts = List.of(
                () -> fails(jdk, 77, "does not let this identity", google -> google.secrets()
                        .grant(google.cloud().application().email(), Set.of())),
                () -> fails(
                        jdk,
                        google -> google.cloud().workloadIdentityEnvironment(),
                        77,
                        "refused a token to workload identity federation",
                        google -> google.cloud()
                                .tokens()
                                .fault(TokenServer.refusal("invalid_target", "The pool is disabled."))),
                () -> fails(
                        jdk,
                        google -> google.cloud().workloadIdentityEnvironment(),
                        69,
                        "localhost, which gives tokens to workload identity federation",
                        google -> google.cloud().tokens().fault(Fault.refused())),
                () -> fails(
                        jdk,
                        google -> google.cloud().metadataEnvironment(),
                        77,
                        "no service account is attached",
                        google -> google.cloud().metadata().serviceAccount(null)),
                () -> fails(
                        jdk,
                        google -> google.cloud().metadataEnvironment(),
                        69,
                        "which gives tokens to the service account of this machine",
                        google -> google.cloud().metadata().fault(Fault.silence())),
                () -> fails(
                        jdk,
                        google -> Map.of("GOOGLE_APPLICATION_CREDENTIALS", "/no/such/file.json"),
                        77,
                        "The credentials in /no/such/file.json (GOOGLE_APPLICATION_CREDENTIALS) cannot be used: there is no such"
                                + " file",
                        google -> {}),
                () -> fails(
                        jdk,
                        google -> Map.of("NO_GCE_CHECK", "true"),
                        77,
                        "There are no Google credentials",
                        google -> {}));
        SideBySide.succeed(4, starts);
    }

    private static void fails(Jdk jdk, int code, String reason, Consumer<Google> trouble) {
        fails(jdk, google -> google.cloud().environment(), code, reason, trouble);
    }

    private static void fails(
            Jdk jdk, Function<Google, Map<String, String>> who, int code, String reason, Consumer<Google> trouble) {
        try (Google google = new Google()) {
            google.put("contoso-prod", VALUE);
            Map<String, String> environment = who.apply(google);
            trouble.accept(google);
            Outcome outcome = google.jvm(jdk, environment, "startup-timeout=8s")
                    .property("db.password", "$<gcp:contoso-prod/db>")
                    .run()
                    .expect(code);
            String text = outcome.errText();
            assertTrue(text.contains(reason), text);
            assertTrue(text.contains("contoso-prod/db  system property db.password"), text);
            assertTrue(text.contains("  -> "), text);
            assertQuiet(outcome);
        }
    }

    /** The application was not started, nobody dumped a stack, and no value or token is anywhere. */
    private static void assertQuiet(Outcome outcome) {
        assertEquals("", outcome.outText());
        String text = outcome.errText();
        assertFalse(text.contains("Exception") || text.contains("\tat "), text);
        assertFalse(text.contains(VALUE) || text.contains("eyJ") || text.contains("ya29"), text);
    }
}
