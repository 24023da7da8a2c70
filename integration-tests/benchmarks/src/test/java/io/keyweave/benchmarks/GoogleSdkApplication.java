package io.keyweave.benchmarks;

import com.google.cloud.secretmanager.v1.SecretManagerServiceClient;
import com.google.cloud.secretmanager.v1.SecretManagerServiceSettings;
import com.google.cloud.secretmanager.v1.SecretVersionName;

/**
 * An application that calls Google's client itself, with all its defaults: gRPC, Application Default Credentials. Arguments: endpoint, for which Google has
 * no variable, project, number of secrets.
 */
public final class GoogleSdkApplication {

    private GoogleSdkApplication() {}

    public static void main(String[] args) throws Exception {
        SecretManagerServiceSettings settings =
                SecretManagerServiceSettings.newBuilder().setEndpoint(args[0]).build();
        try (SecretManagerServiceClient client = SecretManagerServiceClient.create(settings)) {
            for (int i = 0; i < Integer.parseInt(args[2]); i++) {
                SecretVersionName name = SecretVersionName.of(args[1], "secret-" + i, "latest");
                if (!("value-" + i)
                        .equals(client.accessSecretVersion(name)
                                .getPayload()
                                .getData()
                                .toStringUtf8())) {
                    System.exit(1);
                }
            }
        }
        System.out.println("hello");
        PeakMemory.print();
        System.exit(0);
    }
}
