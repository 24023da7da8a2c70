package io.keyweave.test.identity;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.microsoft.aad.msal4j.MsalEnvironment;
import io.keyweave.devvault.DevVault;
import io.keyweave.devvault.Fault;
import io.keyweave.devvault.VaultServer;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Continuous access evaluation: the vault refuses a token before its end, and says what the next one has to hold. */
class ClaimsChallengeIT {

    @ParameterizedTest
    @EnumSource(Login.class)
    void isAnsweredByOneLogin(Login login) {
        try (DevVault dev = DevVault.start()) {
            VaultServer vault = dev.vault("contoso");
            vault.put("db-password", "s3cret");
            try (Reader reader = new Reader(dev, vault, login.environment(dev), "auth", login.auth())) {
                assertEquals("s3cret", reader.read("db-password").value());
                int before = dev.tokenRequests().size();
                vault.fault(Fault.claimsChallenge());
                MsalEnvironment.set(login.environment(dev));
                assertEquals("s3cret", reader.read("db-password").value());
                assertEquals("s3cret", reader.read("db-password").value(), "and the token is good from then on");
                assertEquals(
                        before + login.requestsForOneToken(),
                        dev.tokenRequests().size(),
                        "requests for tokens");
            }
        }
    }
}
