package io.keyweave.azure.identity;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * The file Kubernetes projects for
 * <a href="https://learn.microsoft.com/azure/aks/workload-identity-overview">AKS workload identity</a>. The kubelet rotates it, so it
 * is read for each token request; it is small and requests are rare.
 */
record FederatedToken(Path file) implements AppRegistration.Proof {

    private static final long MAX_SIZE = 64 << 10;

    @Override
    public AppRegistration.Evidence make(String clientId, String tokenEndpoint) throws NoToken {
        String token;
        try {
            if (Files.size(file) > MAX_SIZE) {
                throw NoToken.configuration("the federated token file " + file + " is too large to be one");
            }
            token = Files.readString(file).strip();
        } catch (IOException e) {
            throw NoToken.configuration("the federated token file " + file + " cannot be read ("
                    + e.getClass().getSimpleName() + "): is the pod labelled azure.workload.identity/use=\"true\"?");
        }
        if (token.isEmpty()) {
            throw NoToken.configuration("the federated token file " + file + " is empty");
        }
        return AppRegistration.Evidence.assertion(token);
    }
}
