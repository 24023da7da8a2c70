package io.keyweave.benchmarks;

import com.azure.identity.ManagedIdentityCredentialBuilder;
import com.azure.security.keyvault.secrets.SecretClient;
import com.azure.security.keyvault.secrets.SecretClientBuilder;

/**
 * An application that calls the Azure SDK itself, as its documentation shows: default transport, managed identity. Arguments:
 * vault URL, number of secrets.
 */
public final class SdkApplication {

    private SdkApplication() {}

    public static void main(String[] args) throws Exception {
        SecretClient client = new SecretClientBuilder()
                .vaultUrl(args[0])
                .credential(new ManagedIdentityCredentialBuilder().build())
                // The vault of the benchmark is at localhost, which is not a sub-domain of anything.
                .disableChallengeResourceVerification()
                .buildClient();
        for (int i = 0; i < Integer.parseInt(args[1]); i++) {
            if (!("value-" + i).equals(client.getSecret("secret-" + i).getValue())) {
                System.exit(1);
            }
        }
        System.out.println("hello");
        PeakMemory.print();
        System.exit(0);
    }
}
