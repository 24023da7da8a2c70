package io.keyweave.azure;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.keyweave.Failure;
import io.keyweave.SecretRef;
import io.keyweave.azure.Incident.FailedStep;
import io.keyweave.azure.identity.AccessToken;
import io.keyweave.azure.identity.Audience;
import io.keyweave.azure.identity.Identity;
import io.keyweave.azure.identity.TokenCache;
import io.keyweave.http.Deadline;
import io.keyweave.http.TransportException.Reason;
import io.keyweave.settings.Cloud;
import java.net.URI;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** What a message says beyond its row of the table. */
class VaultAccountTest {

    private static final Vault VAULT = Vault.named("contoso", Cloud.PUBLIC);

    private record Named(String kind) implements Identity {
        @Override
        public AccessToken acquire(Audience audience, @Nullable String claims, Deadline deadline) {
            throw new IllegalStateException("nobody asks");
        }

        @Override
        public @Nullable String clientId() {
            return null;
        }

        @Override
        public @Nullable String tenant() {
            return null;
        }
    }

    private static Failure failure(String kind, Vault vault, Incident incident) {
        VaultAccount account = new VaultAccount(
                new TokenCache(new Named(kind), InstantSource.system()),
                "login.microsoftonline.com",
                List.of("workload identity: AZURE_FEDERATED_TOKEN_FILE is not set"),
                null);
        return account.failure(
                vault, new SecretRef("kv", vault.name(), "db-password", null), incident, null, Duration.ofMillis(5));
    }

    /** A pod without its label is the node, whose identity must not be given the role. */
    @Test
    void whoMayNotReadIsToldWhichIdentitiesWerePassedOver() {
        Incident forbidden = Incident.answered(FailedStep.VAULT, 403, "ForbiddenByRbac");
        String cause = failure("managed-identity", VAULT, forbidden).cause();
        assertTrue(
                cause.endsWith("Passed over before: workload identity: AZURE_FEDERATED_TOKEN_FILE is not set."), cause);
        String chosen = failure("workload-identity", VAULT, forbidden).cause();
        assertFalse(chosen.contains("Passed over"), chosen);
    }

    @Test
    void aNameWithoutAVaultMayBeAnAliasThatNobodySet() {
        Incident unknown = Incident.silent(FailedStep.VAULT, Reason.UNKNOWN_HOST);
        String named = failure("azure-cli", VAULT, unknown).cause();
        assertTrue(named.contains("(or is an alias: set vault.contoso)"), named);
        Vault alias = new Vault("shop", URI.create("https://contoso.vault.azure.net"));
        String aliased = failure("azure-cli", alias, unknown).cause();
        assertFalse(aliased.contains("alias"), aliased);
    }

    /** Commands name the host without the port that the message tells. */
    @Test
    void commandsCanBePasted() {
        Vault own = new Vault("shop", URI.create("https://localhost:8443"));
        Failure refused = failure("azure-cli", own, Incident.silent(FailedStep.VAULT, Reason.REFUSED));
        assertEquals("localhost:8443 refused the connection.", refused.cause());
        assertTrue(refused.remedy().contains("`nslookup localhost`"), refused.remedy());
    }
}
