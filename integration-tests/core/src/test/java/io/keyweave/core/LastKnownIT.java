package io.keyweave.core;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.example.lastknown.ShowsPassword;
import io.keyweave.devvault.Fault;
import io.keyweave.devvault.Forbidden;
import io.keyweave.devvault.VaultServer;
import io.keyweave.test.Contoso;
import io.keyweave.test.Eventually;
import io.keyweave.test.EveryJdk;
import io.keyweave.test.ForkedJvm;
import io.keyweave.test.Jdk;
import io.keyweave.test.Outcome;
import io.keyweave.test.Project;
import io.keyweave.test.RunningJvm;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** {@code last-known}: restarts while the vault is down, with the packed agent. */
@DisabledOnOs(OS.WINDOWS)
class LastKnownIT {

    private static final String PLACEHOLDER = "$<kv:contoso/db-password>";

    @AutoClose
    private final Contoso contoso = new Contoso();

    private final VaultServer vault = contoso.vault();

    @TempDir
    Path work;

    private Path key;
    private Path values;

    @BeforeEach
    void fill() throws IOException {
        vault.put("db-password", "the-first-value");
        values = work.resolve("values");
        key = Files.writeString(work.resolve("key"), "MDEyMzQ1Njc4OTAxMjM0NTY3ODkwMTIzNDU2Nzg5MDE=\n");
        Files.setPosixFilePermissions(key, PosixFilePermissions.fromString("r--------"));
    }

    /** Patient: on a busy machine a vault that answers is to be heard. */
    private ForkedJvm jvm(Jdk jdk) {
        return jvm(jdk, "premain", "100s");
    }

    /** Does not wait long for a vault of which the test knows that it is down. */
    private ForkedJvm inOutage(Jdk jdk) {
        return jvm(jdk, "premain", "3s");
    }

    private ForkedJvm jvm(Jdk jdk, String startupWait, String startupTimeout) {
        return contoso.jvm(
                        jdk,
                        "last-known=" + values,
                        "last-known-key=" + key,
                        "startup-timeout=" + startupTimeout,
                        "ttl=1s",
                        "startup-wait=" + startupWait)
                .environment("DB_PASSWORD", PLACEHOLDER)
                .property("db.password", PLACEHOLDER)
                .main(ShowsPassword.class);
    }

    /** One value a JVM: as property and as variable. */
    private static String shown(RunningJvm jvm) {
        String both = jvm.ask("", "now ");
        int blank = both.indexOf(' ');
        assertEquals(both.substring(0, blank), both.substring(blank + 1));
        return both.substring(0, blank);
    }

    private List<Path> files() throws IOException {
        try (Stream<Path> all = Files.list(values)) {
            return all.toList();
        }
    }

    @EveryJdk
    void aRestartInAnOutageGoesOnAndIsCorrectedAsSoonAsTheVaultAnswers(Jdk jdk) throws Exception {
        try (RunningJvm jvm = jvm(jdk).startReady()) {
            assertEquals("the-first-value", shown(jvm));
            byte[] first = Eventually.sees("a file", this::onlyFile, file -> file.length > 0);
            jvm.awaitRotation(vault.put("db-password", "the-second-value"));
            assertEquals("the-second-value", shown(jvm));
            // None while the new one is being written beside it.
            Eventually.sees("another file", this::onlyFile, file -> file.length > 0 && !Arrays.equals(first, file));
        }
        for (Path file : files()) {
            String bytes = Files.readString(file, StandardCharsets.ISO_8859_1);
            assertFalse(bytes.contains("the-"), file.toString());
            assertEquals("rw-------", PosixFilePermissions.toString(Files.getPosixFilePermissions(file)));
        }

        vault.fault(Fault.refused());
        try (RunningJvm jvm = inOutage(jdk).startReady()) {
            assertEquals("the-second-value", shown(jvm));
            List<String> told = jvm.err().stream()
                    .filter(line -> line.contains("LAST-KNOWN"))
                    .toList();
            assertEquals(1, told.size(), jvm.toString());
            assertTrue(told.get(0).contains(" ago, at ") && told.get(0).contains("it is served until "), told.get(0));
            vault.clearFaults();
            vault.disable("db-password");
            jvm.awaitErr(line -> line.contains("revoked contoso/db-password"), "the revocation");
            assertEquals("null", shown(jvm));
            Eventually.holds("the file is deleted", () -> files().isEmpty());
        }
        vault.fault(Fault.status(503));
        Outcome outcome = inOutage(jdk).run().expect(69);
        assertTrue(outcome.errText().contains("contoso/db-password"), outcome.toString());
    }

    private byte[] onlyFile() throws IOException {
        List<Path> all = files();
        return all.size() == 1 ? Files.readAllBytes(all.get(0)) : new byte[0];
    }

    @EveryJdk
    void aRefusalIsNoOutage(Jdk jdk) throws Exception {
        try (RunningJvm jvm = jvm(jdk).startReady()) {
            Eventually.sees("a file", this::onlyFile, file -> file.length > 0);
        }
        vault.fault(Fault.forbidden(Forbidden.RBAC));
        jvm(jdk).run().expect(77);
        assertEquals(List.of(), files());
    }

    @Test
    void itMayBeTheIdentityServiceThatIsDown() throws Exception {
        try (RunningJvm jvm = jvm(Jdk.oldest()).startReady()) {
            Eventually.sees("a file", this::onlyFile, file -> file.length > 0);
            assertEquals("the-first-value", shown(jvm));
        }
        contoso.dev().entra().fault(Fault.refused());
        for (String startupWait : List.of("premain", "first-read")) {
            try (RunningJvm jvm = jvm(Jdk.oldest(), startupWait, "3s").startReady()) {
                assertEquals("the-first-value", shown(jvm));
                jvm.awaitErr(line -> line.contains("LAST-KNOWN"), "the line");
            }
        }
    }

    @Test
    void withoutAUsableKeyNothingStarts() throws Exception {
        Files.setPosixFilePermissions(key, PosixFilePermissions.fromString("r--r--r--"));
        Outcome open = jvm(Jdk.oldest()).run().expect(78);
        assertTrue(open.errText().contains("the key " + key + " can be read by others"), open.toString());
        Files.delete(key);
        Outcome missing = jvm(Jdk.oldest()).run().expect(78);
        assertTrue(
                missing.errText().contains("agent argument last-known: the key " + key + " cannot be read"),
                missing.toString());
        assertFalse(Files.exists(values));
    }

    @Test
    void checkSaysSoAndWritesNothing() throws Exception {
        ForkedJvm check = ForkedJvm.on(Jdk.oldest())
                .jar(
                        Project.agentJar(),
                        "check",
                        "--settings",
                        contoso.settings() + Contoso.patience() + ",last-known=" + values + ",last-known-key=" + key)
                .environment(contoso.dev().environment())
                .environment("DB_PASSWORD", PLACEHOLDER);
        check.run().expect(0);
        assertFalse(Files.exists(values));
        Files.delete(key);
        check.run().expect(78);
    }
}
