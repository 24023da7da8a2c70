package io.keyweave.test.gcp;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.keyweave.test.Eventually;
import io.keyweave.test.EveryJdk;
import io.keyweave.test.Jdk;
import io.keyweave.test.OneJdk;
import io.keyweave.test.Outcome;
import io.keyweave.test.RunningJvm;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AutoClose;

/** An unmodified application reads secrets of Google Secret Manager, with each kind of credentials, and sees them rotated. */
class AgentIT {

    private static final String REGIONAL = "projects/contoso-prod/locations/europe-west3/secrets/creds";

    @AutoClose
    private final Google google = new Google();

    @EveryJdk
    void readsAndSeesRotations(Jdk jdk) {
        google.put("contoso-prod", "first-value");
        google.secrets().put(REGIONAL, "{\"user\":\"app\",\"password\":\"in-frankfurt\"}");
        google.secrets().alias(Google.secret("contoso-prod"), "stable", 1);
        try (RunningJvm jvm = google.jvm(jdk, "ttl=1s", "allow=gcp:contoso-prod/**")
                .property(
                        "url",
                        "jdbc:x?user=$<gcp:contoso-prod/locations/europe-west3/creds#user>&password=$<gcp:contoso-prod/db?as=url>")
                .property("pinned", "$<gcp:projects/contoso-prod/secrets/db/versions/1>")
                .property("alias", "$<gcp:contoso-prod/db/versions/stable>")
                .property("literal", "$<nobody:contoso-prod/db>")
                // What goes over our connections is not shown, whoever looks for the reason why TLS fails.
                .property("javax.net.debug", "all")
                .startReady()) {
            assertEquals("jdbc:x?user=app&password=first-value", jvm.ask("url", "url = "));
            assertEquals("first-value", jvm.ask("pinned", "pinned = "));
            assertEquals("$<nobody:contoso-prod/db>", jvm.ask("literal", "literal = "));
            google.put("contoso-prod", "second-value");
            google.secrets().alias(Google.secret("contoso-prod"), "stable", 2);
            Eventually.holds(
                    "the new version is read",
                    () -> jvm.ask("url", "url = ").endsWith("password=second-value")
                            && jvm.ask("alias", "alias = ").equals("second-value"));
            assertEquals("first-value", jvm.ask("pinned", "pinned = "));
            jvm.awaitErr(line -> line.contains("rotated gcp:contoso-prod/db 1 -> 2"), "a line about the new version");
            Outcome outcome = jvm.finish().expectHarmless();
            // In the hexadecimal of what TLS carries, a value is in the column of characters.
            String err = outcome.errText();
            assertTrue(err.contains("ClientHello"), "TLS tells of its handshakes");
            for (String hidden :
                    List.of("dataCrc32c", "Authorization", "first-value", "second-value", "in-frankfurt")) {
                assertFalse(err.contains(hidden), () -> hidden + " is shown");
            }
        }
    }

    @EveryJdk
    void logsInWithTheMetadataServerAndWithWorkloadIdentity(Jdk jdk) {
        google.put("contoso-prod", "first-value");
        for (Map<String, String> environment :
                List.of(google.cloud().metadataEnvironment(), google.cloud().workloadIdentityEnvironment())) {
            try (RunningJvm jvm = google.jvm(jdk, environment)
                    .property("a", "$<gcp:contoso-prod/db>")
                    .startReady()) {
                assertEquals("first-value", jvm.ask("a", "a = "));
                assertFalse(jvm.finish().expectHarmless().errText().contains("first-value"));
            }
        }
    }

    /** A thread of the provider's reads the environment while {@code main} waits for it: it must not wait for itself. */
    @EveryJdk
    void theProviderDoesNotWaitForItself(Jdk jdk) {
        google.put("contoso-prod", "first-value");
        try (RunningJvm jvm = google.jvm(jdk, google.cloud().metadataEnvironment(), "startup-wait=first-read")
                .environment("DB_PASSWORD", "$<gcp:contoso-prod/db>")
                .property("a", "$<gcp:contoso-prod/db>")
                .startReady()) {
            assertEquals("first-value", jvm.ask("a", "a = "));
        }
    }

    @OneJdk
    void aPlaceholderInWhatGooglesLibraryReadsIsRefused(Jdk jdk) {
        Outcome refused = google.jvm(jdk, Map.of("GOOGLE_APPLICATION_CREDENTIALS", "$<gcp:contoso-prod/credentials>"))
                .property("a", "$<gcp:contoso-prod/db>")
                .run()
                .expect(78);
        assertTrue(
                refused.errText()
                        .contains(
                                "env GOOGLE_APPLICATION_CREDENTIALS: a placeholder cannot be here, because the provider of gcp:"),
                refused.toString());
    }
}
