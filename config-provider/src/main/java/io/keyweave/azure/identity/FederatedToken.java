package io.keyweave.azure.identity;

import com.azure.core.credential.TokenCredential;
import com.azure.identity.ClientAssertionCredentialBuilder;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * The file Kubernetes projects for
 * <a href="https://learn.microsoft.com/azure/aks/workload-identity-overview">AKS workload identity</a>. The kubelet rotates it, so it
 * is read for each token request; it is small and requests are rare. It is read here, and handed to the SDK as an assertion, for the
 * words about a file that is not there.
 */
record FederatedToken(Path file) implements AppRegistration.CredentialProof {

    private static final long MAX_SIZE = 64 << 10;

    @Override
    public TokenCredential credential(SdkLogin login, URI authority, String tenant, String clientId)
            throws TokenException {
        String token = read();
        return login.prepare(new ClientAssertionCredentialBuilder(), authority, tenant, clientId)
                .clientAssertion(() -> token)
                .build();
    }

    private String read() throws TokenException {
        String token;
        try {
            if (Files.size(file) > MAX_SIZE) {
                throw TokenException.configuration("the federated token file " + file + " is too large to be one");
            }
            token = Files.readString(file).strip();
        } catch (IOException e) {
            throw TokenException.configuration("the federated token file " + file + " cannot be read ("
                    + e.getClass().getSimpleName()
                    + "): label the pod azure.workload.identity/use=\"true\" and give it its service account");
        }
        if (token.isEmpty()) {
            throw TokenException.configuration("the federated token file " + file + " is empty");
        }
        return token;
    }
}
