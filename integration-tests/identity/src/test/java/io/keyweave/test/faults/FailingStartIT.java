package io.keyweave.test.faults;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.keyweave.devvault.DevVault;
import io.keyweave.devvault.EntraError;
import io.keyweave.devvault.Fault;
import io.keyweave.devvault.Forbidden;
import io.keyweave.devvault.VaultServer;
import io.keyweave.test.EveryJdk;
import io.keyweave.test.ForkedJvm;
import io.keyweave.test.Jdk;
import io.keyweave.test.OneJdk;
import io.keyweave.test.Outcome;
import io.keyweave.test.SideBySide;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.api.io.TempDir;

/** A whole JVM under the agent that may not start: it ends in time, with the right code, one readable message and nothing else. */
class FailingStartIT {

    private static final String VALUE = "value-of-db-password";

    /** The default, so that the promise is the one users have. */
    private static final Duration STARTUP_TIMEOUT = Duration.ofSeconds(15);

    /** For the JVM itself, on a machine that does other things as well. */
    private static final Duration SLACK = Duration.ofSeconds(10);

    /** Starts beside each other. */
    private static final int AT_A_TIME = 6;

    /** The code of a reason, last in its brackets. */
    private static final Pattern REASON = Pattern.compile("[ (](KW-[1-4]\\d{3})\\)");

    @TempDir
    private Path directory;

    /** What is met by the JDK's name service, sockets and TLS, and a row for each of the other codes. */
    @EveryJdk
    void endsInTimeWithItsCodeAndItsReason(Jdk jdk) throws Exception {
        Path nowhere = Files.writeString(directory.resolve("hosts"), "127.0.0.1 localhost\n");
        // Whoever opens a pipe that nobody writes to waits.
        Path silent = directory.resolve("silent-" + jdk.feature());
        assertEquals(0, new ProcessBuilder("mkfifo", silent.toString()).start().waitFor());
        List<Executable> starts = List.of(
                () -> fails(jdk, 69, "packets are dropped", dev -> vault(dev).fault(Fault.blackHole())),
                () -> fails(jdk, 69, "in time", dev -> vault(dev).fault(Fault.silence())),
                () -> fails(jdk, 69, "in time", dev -> vault(dev).fault(Fault.dribble(Duration.ofMillis(200)))),
                () -> failsAt(jdk, nowhere, "There is no host contoso.vault.azure.net"),
                () -> failsAt(jdk, silent, "The name service did not answer for contoso.vault.azure.net."),
                () -> fails(jdk, 69, "inspects TLS", dev -> vault(dev).fault(Fault.untrustedCertificate())),
                () -> fails(jdk, 69, "Entra ID at localhost", dev -> dev.entra().fault(Fault.silence())),
                () -> fails(jdk, 69, "Entra ID at localhost", dev -> dev.entra().fault(Fault.blackHole())),
                () -> fails(jdk, 77, "ForbiddenByRbac", dev -> vault(dev).fault(Fault.forbidden(Forbidden.RBAC))),
                () -> fails(jdk, 78, "SecretNotFound", dev -> vault(dev).delete("db-password")));
        // Not all at once: those that fail at once cost processor time. The others wait.
        SideBySide.succeed(AT_A_TIME, starts);
    }

    /** Answers, which no JDK reads otherwise. */
    @OneJdk
    void endsSoForEveryAnswer(Jdk jdk) throws Exception {
        SideBySide.succeed(
                AT_A_TIME,
                List.of(
                        () -> fails(
                                jdk, 69, "throttles (429)", dev -> vault(dev).fault(Fault.throttled("86400"))),
                        () -> fails(jdk, 69, "answered 503", dev -> dev.entra().fault(Fault.status(503))),
                        () -> fails(jdk, 69, "Entra ID throttles", dev -> dev.entra()
                                .fault(Fault.throttled("86400"))),
                        () -> fails(jdk, 77, "AADSTS7000215", dev -> dev.entra()
                                .fault(Fault.entra(EntraError.WRONG_SECRET))),
                        () -> fails(jdk, 78, "and fail-on-expired is set", FailingStartIT::expire),
                        () -> fails(jdk, 78, "SecretDisabled", dev -> vault(dev).disable("db-password"))));
    }

    @OneJdk
    void tellsEverythingAtOnceInOneParagraphForEachReason(Jdk jdk) {
        try (DevVault dev = open()) {
            VaultServer vault = vault(dev);
            VaultServer forbidden = dev.vault("fabrikam");
            forbidden.fault(Fault.forbidden(Forbidden.POLICY));
            ForkedJvm jvm = agent(jdk, dev)
                    .environment("KEYWEAVE_STARTUP_TIMEOUT", "120s")
                    .environment("KEYWEAVE_VAULT_FABRIKAM", forbidden.url())
                    .environment("GOOD", "$<kv:contoso/db-password>")
                    .environment("MISSING", "$<kv:contoso/missing>")
                    .property("malformed", "$<kv:contoso>");
            for (int i = 0; i < 30; i++) {
                forbidden.put("s" + i, VALUE);
                jvm.property("forbidden." + i, "$<kv:fabrikam/s" + i + ">");
            }
            Outcome outcome = jvm.run().expect(78);
            String text = outcome.errText();
            assertTrue(text.contains("32 placeholders cannot be resolved, for 3 reasons"), text);
            assertEquals(
                    3,
                    outcome.err().stream()
                            .filter(line -> line.strip().startsWith("-> "))
                            .count(),
                    text);
            for (int i = 0; i < 30; i++) {
                assertTrue(text.contains("system property forbidden." + i), text);
            }
            assertTrue(text.contains("env MISSING"), text);
            assertTrue(text.contains("system property malformed"), text);
            assertFalse(text.contains("env GOOD"), text);
            assertQuiet(outcome);
            assertEquals(
                    2,
                    vault.requests().stream()
                            .filter(each -> each.status() != 401)
                            .count(),
                    "reads of contoso");
        }
    }

    private interface Trouble {
        void make(DevVault dev);
    }

    private static void expire(DevVault dev) {
        vault(dev).expires("db-password", Instant.now().minusSeconds(60));
    }

    private static DevVault open() {
        DevVault dev = DevVault.start();
        vault(dev).put("db-password", VALUE);
        return dev;
    }

    private static VaultServer vault(DevVault dev) {
        return dev.vault("contoso");
    }

    private static ForkedJvm agent(Jdk jdk, DevVault dev) {
        return ForkedJvm.on(jdk)
                .agent("")
                .environment(dev.environment())
                .environment("KEYWEAVE_CA", dev.certificateFile().toString())
                .environment("KEYWEAVE_FAIL_ON_EXPIRED", "true")
                .environment("KEYWEAVE_VAULT_CONTOSO", vault(dev).url())
                .main(Application.class);
    }

    private static void fails(Jdk jdk, int code, String reason, Trouble trouble) {
        try (DevVault dev = open()) {
            trouble.make(dev);
            judge(agent(jdk, dev), code, reason);
        }
    }

    /** @param hosts what names there are; the identity's endpoint has an address, and needs none */
    private static void failsAt(Jdk jdk, Path hosts, String reason) {
        try (DevVault dev = open()) {
            ForkedJvm jvm = ForkedJvm.on(jdk)
                    .agent("")
                    .environment(dev.managedIdentityEnvironment())
                    .environment("KEYWEAVE_CA", dev.certificateFile().toString())
                    .environment("KEYWEAVE_VAULT_CONTOSO", "https://contoso.vault.azure.net")
                    .property("jdk.net.hosts.file", hosts.toString())
                    .main(Application.class);
            judge(jvm, 69, reason);
        }
    }

    private static void judge(ForkedJvm jvm, int code, String reason) {
        Outcome outcome =
                jvm.property("db.password", "$<kv:contoso/db-password>").run().expect(code);
        Duration took = outcome.took();
        assertTrue(took.compareTo(STARTUP_TIMEOUT.plus(SLACK)) < 0, () -> "it took " + took + "\n" + outcome);
        String text = outcome.errText();
        assertTrue(text.contains(reason), text);
        assertTrue(text.contains("contoso/db-password"), text);
        assertTrue(text.contains("system property db.password"), text);
        assertTrue(text.contains("  -> "), text);
        assertTrue(text.contains(" ERROR KW-1100 keyweave: this JVM does not start. "), text);
        assertTrue(text.endsWith("See docs/troubleshooting.md#kw-1100"), text);
        Matcher reasons = REASON.matcher(text);
        assertTrue(reasons.find(), text);
        OnCall.explains("KW-1100");
        OnCall.explains(reasons.group(1));
        assertQuiet(outcome);
    }

    /** The application was not started, nobody dumped a stack, and no value is anywhere. */
    private static void assertQuiet(Outcome outcome) {
        assertEquals("", outcome.outText());
        String text = outcome.errText();
        assertFalse(text.contains("Exception") || text.contains("\tat "), text);
        assertFalse(text.contains(VALUE) || text.contains("eyJ"), text);
    }
}
