package io.keyweave.benchmarks;

import software.amazon.awssdk.services.secretsmanager.SecretsManagerClient;

/** An application that calls the AWS SDK itself, with all its defaults: HTTP client, credentials, region, endpoint. Argument: number of secrets. */
public final class AwsSdkApplication {

    private AwsSdkApplication() {}

    public static void main(String[] args) throws Exception {
        try (SecretsManagerClient client = SecretsManagerClient.create()) {
            for (int i = 0; i < Integer.parseInt(args[0]); i++) {
                String name = "secret-" + i;
                if (!("value-" + i)
                        .equals(client.getSecretValue(request -> request.secretId(name))
                                .secretString())) {
                    System.exit(1);
                }
            }
        }
        System.out.println("hello");
        PeakMemory.print();
    }
}
