package io.keyweave.test.identity;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.keyweave.devvault.DevVault;
import io.keyweave.devvault.VaultServer;
import io.keyweave.test.Eventually;
import io.keyweave.test.EveryJdk;
import io.keyweave.test.ForkedJvm;
import io.keyweave.test.Jdk;
import io.keyweave.test.OneJdk;
import io.keyweave.test.Project;
import io.keyweave.test.RunningJvm;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;

/**
 * What proves the identity, and a secret, end in a few days: a running JVM says so in its log, once and not at each refresh, to
 * JMX and to JFR; {@code check} says so before. That a day later it is said again is a matter of the clock, and unit tests have one.
 */
class EndsIT {

    @AutoClose
    private final DevVault dev = DevVault.start();

    private final VaultServer vault = dev.vault("contoso");

    @BeforeEach
    void start() {
        vault.put("db-password", "s3cret-value");
        vault.expires("db-password", Instant.now().plus(Duration.ofDays(3)));
    }

    @EveryJdk
    void ofAClientCertificate(Jdk jdk) {
        Map<String, String> environment = dev.certificateEnvironment();
        dev.renewClientCertificate(Duration.ofDays(5));
        String what = "client certificate " + environment.get("AZURE_CLIENT_CERTIFICATE_PATH");
        try (RunningJvm running = saidEverywhere(jdk, environment, what, "4 days, very soon")) {
            dev.renewClientCertificate(Duration.ofDays(200));
            String renewed =
                    LocalDate.now(ZoneOffset.UTC).plusDays(199).toString().substring(0, 7);
            String ends = running.ask("ends", "ends ");
            assertTrue(ends.contains(what + "=" + renewed), "the file is read again: " + ends);
        }
    }

    @OneJdk
    void ofAClientSecret(Jdk jdk) {
        Map<String, String> environment = new HashMap<>(dev.environment());
        environment.put(
                "KEYWEAVE_CLIENT_SECRET_EXPIRES",
                LocalDate.now(ZoneOffset.UTC).plusDays(20).toString());
        String what = "client secret of app " + dev.application().principal().clientId();
        saidEverywhere(jdk, environment, what, "19 days").close();
    }

    private RunningJvm saidEverywhere(Jdk jdk, Map<String, String> identity, String what, String left) {
        Map<String, String> environment = new HashMap<>(identity);
        environment.put("KEYWEAVE_VAULT_CONTOSO", vault.url());
        environment.put("KEYWEAVE_CA", dev.certificateFile().toString());
        environment.put("KEYWEAVE_STARTUP_TIMEOUT", "120s");
        environment.put("DB_PASSWORD", "$<kv:contoso/db-password>");
        String table = ForkedJvm.on(jdk)
                .environment(environment)
                .jar(Project.agentJar(), "check")
                .run()
                .expect(0)
                .outText();
        String row =
                table.lines().filter(line -> line.startsWith(what)).findFirst().orElse(table);
        assertTrue(row.contains("ok, ends soon"), table);
        assertTrue(row.contains("Renew it and register the new one before the old one ends."), table);

        RunningJvm running = ForkedJvm.on(jdk)
                .agent("ttl=1s")
                .environment(environment)
                .option("-XX:StartFlightRecording")
                .main(EndsApplication.class)
                .start();
        running.awaitOut(line -> line.equals("started"), "the application");
        String warning = running.awaitErr(line -> line.contains("the " + what + " expires"), "the warning");
        assertTrue(warning.contains("expires in " + left), warning);
        assertTrue(warning.contains("make a new one next to the old one"), warning);
        assertTrue(warning.contains(" WARN KW-4211 keyweave: "), warning);
        String ofSecret = running.awaitErr(line -> line.contains("contoso/db-password "), "that of the secret");
        assertTrue(
                ofSecret.matches(
                        "\\S+Z WARN KW-4201 keyweave: contoso/db-password [0-9a-f]{8}\\.\\. expires in 2 days, very"
                                + " soon, at 20\\S+Z \\(read by env DB_PASSWORD\\): it is served all the same\\. Set a new version with"
                                + " a later expiry date\\. \\(docs/troubleshooting\\.md#kw-4201\\)"),
                ofSecret);
        long reads = vault.requests().size() + 3;
        Eventually.sees(
                "request " + reads,
                () -> {
                    running.ask("read", "read ");
                    return vault.requests().size();
                },
                requests -> requests >= reads);
        for (String once : List.of("the " + what, "contoso/db-password ")) {
            assertEquals(
                    1,
                    running.err().stream().filter(line -> line.contains(once)).count(),
                    "warned once, however often it is read: " + running.err());
        }
        String ends = running.ask("ends", "ends ");
        assertTrue(ends.contains(what + "=20"), "JMX: " + ends);
        assertEquals(what + ", contoso/db-password", running.ask("events", "events "), "JFR");
        assertFalse((running.out() + "" + running.err()).contains("s3cret"));
        return running;
    }
}
