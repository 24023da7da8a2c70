package io.keyweave.test.identity;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.keyweave.devvault.DevVault;
import io.keyweave.test.ForkedJvm;
import io.keyweave.test.Jdk;
import io.keyweave.test.OneJdk;
import io.keyweave.test.Outcome;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

/**
 * The packed agent starts a JVM with nine secrets of three vaults, by every identity: one token for all, also where an alias names
 * the same identity once more in its own words. Another identity is another token.
 */
class OneTokenIT {

    private static final String[] VAULTS = {"a", "b", "c"};

    @AutoClose
    private final DevVault dev = DevVault.start();

    @TempDir
    Path directory;

    /** An application that reads what it was started with. */
    public static final class Application {
        private Application() {}

        public static void main(String[] args) {
            System.out.println(System.getProperty("all"));
        }
    }

    @BeforeEach
    void start() {
        for (String vault : VAULTS) {
            for (int i = 1; i <= 3; i++) {
                dev.vault(vault).put("s" + i, vault + i);
            }
        }
    }

    @OneJdk
    void ofEveryIdentity(Jdk jdk) {
        for (Login login : Login.values()) {
            Map<String, String> environment = new HashMap<>(login.environment(dev));
            environment.put("KEYWEAVE_AUTH", login.auth());
            environment.put("KEYWEAVE_VAULT_B_AUTH", login.auth());
            if (environment.containsKey("AZURE_CLIENT_ID")) {
                environment.put("KEYWEAVE_VAULT_C_CLIENT_ID", environment.get("AZURE_CLIENT_ID"));
            }
            int before = dev.tokenRequests().size();
            starts(jdk, environment);
            assertEquals(
                    login.requestsForOneToken(),
                    dev.tokenRequests().size() - before,
                    login + ": " + dev.tokenRequests());
        }
    }

    @OneJdk
    void ofTheAzureCli(Jdk jdk) throws Exception {
        AzScript az = new AzScript(directory).answering(AzScript.token(dev));
        starts(jdk, Map.of("PATH", az.path(), "KEYWEAVE_AUTH", "azure-cli"));
        assertEquals(1, az.calls().size(), az.calls().toString());
    }

    @OneJdk
    void ofTwoIdentities(Jdk jdk) {
        Map<String, String> environment = new HashMap<>(dev.environment());
        environment.putAll(dev.managedIdentityEnvironment());
        environment.put("KEYWEAVE_VAULT_B_AUTH", "managed-identity");
        environment.put("KEYWEAVE_VAULT_B_CLIENT_ID", dev.imds().userAssigned().clientId());
        starts(jdk, environment);
        assertEquals(1, dev.entra().requests().size());
        assertEquals(1, dev.imds().requests().size());
    }

    private void starts(Jdk jdk, Map<String, String> environment) {
        StringBuilder template = new StringBuilder();
        ForkedJvm jvm = ForkedJvm.on(jdk)
                .agent("ca=" + dev.certificateFile() + ",startup-timeout=120s")
                .environment(environment)
                .main(Application.class);
        for (String vault : VAULTS) {
            dev.vault(vault).forget();
            jvm.environment(
                    "KEYWEAVE_VAULT_" + vault.toUpperCase(Locale.ROOT),
                    dev.vault(vault).url());
            for (int i = 1; i <= 3; i++) {
                template.append("$<kv:").append(vault).append("/s").append(i).append('>');
            }
        }
        Outcome outcome = jvm.property("all", template.toString()).run().expect(0);
        assertEquals("a1a2a3b1b2b3c1c2c3", outcome.outText());
        assertTrue(outcome.err().isEmpty(), outcome.errText());
        for (String vault : VAULTS) {
            assertEquals(
                    4,
                    dev.vault(vault).requests().size(),
                    "a challenge and three reads: " + dev.vault(vault).requests());
        }
    }
}
