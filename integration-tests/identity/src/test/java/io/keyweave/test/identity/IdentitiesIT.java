package io.keyweave.test.identity;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.keyweave.devvault.DevVault;
import io.keyweave.devvault.VaultServer;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Every identity reads a secret, with one token, chosen by name and, where it is part of the chain, by {@code auto}. */
class IdentitiesIT {

    private DevVault dev;
    private VaultServer vault;

    @BeforeEach
    void start() {
        dev = DevVault.start();
        vault = dev.vault("contoso");
        vault.put("db-password", "s3cret");
        vault.put("api-key", "other");
    }

    @AfterEach
    void stop() {
        dev.close();
    }

    @Test
    void clientSecret() {
        reads(dev.environment(), "auth", "client-secret");
        reads(dev.environment());
    }

    @Test
    void clientCertificateInPem() {
        reads(dev.certificateEnvironment(), "auth", "client-certificate");
        reads(dev.certificateEnvironment());
    }

    @Test
    void clientCertificateInPkcs12() {
        reads(dev.certificateEnvironment("opensesame"), "auth", "client-certificate");
    }

    @Test
    void workloadIdentity() {
        reads(dev.workloadIdentityEnvironment(), "auth", "workload-identity");
        reads(dev.workloadIdentityEnvironment());
    }

    @Test
    void managedIdentityOfTheMachine() {
        reads(dev.managedIdentityEnvironment(), "auth", "managed-identity");
        reads(dev.managedIdentityEnvironment());
    }

    @Test
    void managedIdentityAssignedByUser() {
        Map<String, String> environment = new HashMap<>(dev.managedIdentityEnvironment());
        environment.put("AZURE_CLIENT_ID", dev.imds().userAssigned().clientId());
        reads(environment, "auth", "managed-identity");
        reads(environment);
    }

    @Test
    void appService() {
        reads(dev.appServiceEnvironment(), "auth", "managed-identity");
        reads(dev.appServiceEnvironment());
    }

    @Test
    void azureArc() {
        reads(dev.arc().environment(), "auth", "managed-identity");
    }

    private void reads(Map<String, String> environment, String... settings) {
        vault.forget();
        int tokens = dev.tokenRequests().size();
        try (Reader reader = new Reader(dev, vault, environment, settings)) {
            assertEquals("s3cret", reader.read("db-password").value());
            assertEquals("other", reader.read("api-key").value());
        }
        // Arc asks twice: the first answer names the key file.
        assertEquals(
                environment.containsKey("IMDS_ENDPOINT") ? 2 : 1,
                dev.tokenRequests().size() - tokens,
                "token requests");
        assertEquals(3, vault.requests().size(), "the challenge and two reads: " + vault.requests());
    }
}
