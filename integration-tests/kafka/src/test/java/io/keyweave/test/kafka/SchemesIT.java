package io.keyweave.test.kafka;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.keyweave.devvault.DevVault;
import io.keyweave.devvault.aws.AwsServer;
import io.keyweave.devvault.gcp.GoogleCloud;
import io.keyweave.test.EveryJdk;
import io.keyweave.test.Jdk;
import io.keyweave.test.OneJdk;
import io.keyweave.test.Outcome;
import io.keyweave.test.Project;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import org.junit.jupiter.api.io.TempDir;

/** Secrets of other services than Key Vault: the extension's jar beside {@code keyweave-kafka.jar}, on the class path and in the plug-in folder. */
class SchemesIT {

    private static final Path GOOGLE = Project.built("config-provider/gcp/target/keyweave-gcp.jar");

    private static final Path AMAZON = Project.built("config-provider/aws/target/keyweave-aws.jar");

    @TempDir
    private Path work;

    @EveryJdk
    void googleSecretManager(Jdk jdk) throws IOException {
        try (DevVault dev = DevVault.start()) {
            GoogleCloud google = GoogleCloud.open(dev);
            google.secretManager().put("projects/contoso-prod/secrets/db", "s3cret");
            Map<String, String> configuration = new LinkedHashMap<>(Map.of(
                    "config.providers", "gcp",
                    "config.providers.gcp.class", "io.keyweave.gcp.kafka.SecretManagerConfigProvider",
                    "config.providers.gcp.param.ca", dev.certificateFile().toString(),
                    "config.providers.gcp.param.gcp.endpoint",
                            google.secretManager().url(),
                    "sasl.password", "${gcp:contoso-prod/db}"));
            Path file = KafkaJvm.file(work.resolve("client.properties"), configuration);
            Outcome client = KafkaJvm.withKeyweave(jdk, google.environment())
                    .classPath(GOOGLE)
                    .main(SchemeMain.class.getName(), file.toString())
                    .run()
                    .expect(0);
            assertTrue(client.out().contains("value = s3cret"), client.toString());
            Path plugins = KafkaJvm.pluginPath(work);
            Files.copy(GOOGLE, plugins.resolve("keyweave-kafka/lib/keyweave-gcp.jar"));
            Outcome worker = KafkaJvm.kafka(jdk, google.environment())
                    .main(SchemeMain.class.getName(), file.toString(), plugins.toString(), "gcp", "contoso-prod/db")
                    .run()
                    .expect(0);
            assertTrue(worker.out().contains("value = s3cret"), worker.toString());
            assertEquals(2, google.secretManager().requests().size());
        }
    }

    @OneJdk
    void awsSecretsManager(Jdk jdk) throws IOException {
        try (DevVault dev = DevVault.start()) {
            AwsServer aws = AwsServer.in(dev);
            aws.secrets().put("prod/db", "s3cret");
            Map<String, String> configuration = new LinkedHashMap<>(Map.of(
                    "config.providers", "aws",
                    "config.providers.aws.class", "io.keyweave.aws.kafka.SecretsManagerConfigProvider",
                    "config.providers.aws.param.ca", dev.certificateFile().toString(),
                    "sasl.password", "${aws:prod/db}"));
            Path file = KafkaJvm.file(work.resolve("aws.properties"), configuration);
            Outcome client = KafkaJvm.withKeyweave(jdk, aws.environment())
                    .classPath(AMAZON)
                    .main(SchemeMain.class.getName(), file.toString())
                    .run()
                    .expect(0);
            assertTrue(client.out().contains("value = s3cret"), client.toString());
            Path plugins = KafkaJvm.pluginPath(work);
            Files.copy(AMAZON, plugins.resolve("keyweave-kafka/lib/keyweave-aws.jar"));
            Outcome worker = KafkaJvm.kafka(jdk, aws.environment())
                    .main(SchemeMain.class.getName(), file.toString(), plugins.toString(), "aws", "prod/db")
                    .run()
                    .expect(0);
            assertTrue(worker.out().contains("value = s3cret"), worker.toString());
            assertEquals(2, aws.requests().size());
        }
    }
}
