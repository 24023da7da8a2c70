package io.keyweave.azure;

import static org.junit.jupiter.api.Assertions.assertAll;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.keyweave.devvault.DevVault;
import io.keyweave.test.ForkedJvm;
import io.keyweave.test.Jdk;
import io.keyweave.test.OneJdk;
import io.keyweave.test.Outcome;
import io.keyweave.test.identity.AzScript;
import io.keyweave.test.identity.Login;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

/**
 * The Azure SDK as its documentation shows it, and Keyweave's use of it, in one process of each JDK, in the environment of each identity:
 * both read the secret, and what is sent is the same. Keyweave has a policy of its own for tokens, sets up azure-identity in its own
 * way, and asks MSAL itself for a managed identity's. When a new SDK version speaks otherwise, this fails.
 */
class SdkSideBySideIT {

    @AutoClose
    private final DevVault dev = DevVault.start();

    @TempDir
    Path directory;

    @BeforeEach
    void start() {
        dev.vault("contoso").put("db-password", "s3cret");
    }

    @OneJdk
    void everyIdentity(Jdk jdk) {
        assertAll(Stream.of(Login.values()).map(login -> () -> compare(jdk, login)));
    }

    @OneJdk
    void azureCli(Jdk jdk) throws Exception {
        AzScript az = new AzScript(directory).answering(AzScript.token(dev));
        Outcome outcome = run(
                jdk,
                "azure-cli",
                Map.of("PATH", az.path(), "AZURE_TENANT_ID", dev.entra().tenantId()));
        outcome.expect(0);
        List<String> calls = az.calls();
        assertEquals(2, calls.size(), calls.toString());
        assertEquals(calls.get(0), calls.get(1));
    }

    private void compare(Jdk jdk, Login login) {
        Outcome outcome = run(jdk, login.auth(), login.environment(dev)).expect(0);
        assertEquals(List.of("value s3cret", "value s3cret"), lines(outcome, "value", true), login.name());
        List<String> sdk = lines(outcome, "sdk ", false);
        assertFalse(sdk.isEmpty());
        assertEquals(sdk, lines(outcome, "ours ", false), login.name());
        assertTrue(outcome.err().isEmpty(), outcome.errText());
    }

    private Outcome run(Jdk jdk, String auth, Map<String, String> environment) {
        return ForkedJvm.on(jdk)
                .environment(environment)
                .option("-cp")
                .option(System.getProperty("java.class.path"))
                .main(
                        SdkSideBySide.class.getName(),
                        auth,
                        dev.vault("contoso").url(),
                        dev.certificateFile().toString())
                .run();
    }

    private static List<String> lines(Outcome outcome, String prefix, boolean whole) {
        return outcome.out().stream()
                .filter(line -> line.startsWith(prefix))
                .map(line -> whole ? line : line.substring(prefix.length()))
                .toList();
    }
}
