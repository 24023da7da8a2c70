package io.keyweave.test.identity;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.keyweave.devvault.DevVault;
import io.keyweave.devvault.VaultServer;
import java.time.Duration;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Every identity reads a secret, with one token, chosen by name and, where it is part of the chain, by {@code auto}. */
class IdentitiesIT {

    @AutoClose
    private final DevVault dev = DevVault.start();

    private final VaultServer vault = dev.vault("contoso");

    @BeforeEach
    void start() {
        vault.put("db-password", "s3cret");
        vault.put("api-key", "other");
    }

    @ParameterizedTest
    @EnumSource(Login.class)
    void readsByNameAndByItself(Login login) {
        reads(login, "auth", login.auth());
        reads(login);
    }

    @Test
    void aRenewedCertificateIsUsedAtTheNextLogin() {
        try (Reader reader = new Reader(dev, vault, dev.certificateEnvironment())) {
            assertEquals("s3cret", reader.read("db-password").value());
            dev.application().removeCredentials();
            dev.renewClientCertificate(Duration.ofDays(100));
            dev.entra().expireTokens();
            assertEquals("s3cret", reader.read("db-password").value());
        }
        assertEquals(2, dev.tokenRequests().size(), dev.tokenRequests().toString());
    }

    private void reads(Login login, String... settings) {
        vault.forget();
        int tokens = dev.tokenRequests().size();
        try (Reader reader = new Reader(dev, vault, login.environment(dev), settings)) {
            assertEquals("s3cret", reader.read("db-password").value());
            assertEquals("other", reader.read("api-key").value());
        }
        assertEquals(login.requestsForOneToken(), dev.tokenRequests().size() - tokens, "token requests");
        assertEquals(3, vault.requests().size(), "the challenge and two reads: " + vault.requests());
    }
}
