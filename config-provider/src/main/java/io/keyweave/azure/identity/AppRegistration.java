package io.keyweave.azure.identity;

import io.keyweave.azure.http.Deadline;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * An app registration, whatever proves that we are it: a client secret, a certificate, or a federated token.
 *
 * @param tenant {@code null}: the one the vault's challenge names
 */
record AppRegistration(String kind, EntraId entra, String clientId, @Nullable String tenant, Proof proof)
        implements Identity {

    /** Makes the parameters that prove it, anew for each request. */
    interface Proof {

        /**
         * @param tokenEndpoint where the proof will be sent
         * @throws NoToken with {@link NoToken.Stage#CONFIGURATION} when it cannot be made
         */
        Evidence make(String clientId, String tokenEndpoint) throws NoToken;
    }

    /**
     * @param parameters of the form
     * @param secret the value among them that must not be repeated by any message
     */
    record Evidence(Map<String, String> parameters, String secret) {

        static Evidence clientSecret(String secret) {
            return new Evidence(Map.of("client_secret", secret), secret);
        }

        static Evidence assertion(String jwt) {
            return new Evidence(
                    Map.of(
                            "client_assertion_type",
                            "urn:ietf:params:oauth:client-assertion-type:jwt-bearer",
                            "client_assertion",
                            jwt),
                    jwt);
        }

        @Override
        public String toString() {
            return "Evidence" + parameters.keySet();
        }
    }

    @Override
    public AccessToken acquire(Audience audience, Deadline deadline) throws NoToken {
        String issuing = tenant != null ? tenant : audience.tenant();
        if (issuing == null) {
            throw NoToken.configuration("no tenant is known: set tenant-id or AZURE_TENANT_ID");
        }
        Evidence evidence = proof.make(clientId, entra.tokenEndpoint(issuing).toString());
        return entra.token(clientId, issuing, audience, evidence.parameters(), evidence.secret(), deadline);
    }

    @Override
    public boolean needsTenant() {
        return tenant == null;
    }

    @Override
    public String toString() {
        return kind + " " + clientId;
    }
}
