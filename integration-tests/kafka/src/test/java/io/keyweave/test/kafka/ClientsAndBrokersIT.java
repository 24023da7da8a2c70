package io.keyweave.test.kafka;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.keyweave.test.Eventually;
import io.keyweave.test.Outcome;
import io.keyweave.test.RunningJvm;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.admin.ScramMechanism;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Clients and a broker with {@code keyweave-kafka.jar} on their class path. */
class ClientsAndBrokersIT {

    @TempDir
    Path directory;

    private RunningJvm client(Vault vault, Map<String, String> properties) {
        Path file = KafkaJvm.file(directory.resolve("client-" + properties.hashCode() + ".properties"), properties);
        return KafkaJvm.withKeyweave(vault.environment())
                .main(ClientMain.class.getName(), file.toString())
                .start();
    }

    private static Map<String, String> scramLogin(Vault vault, int port, String... parameters) {
        Map<String, String> properties = vault.provider(parameters);
        properties.put("bootstrap.servers", "localhost:" + port);
        properties.put("security.protocol", "SASL_PLAINTEXT");
        properties.put("sasl.mechanism", "SCRAM-SHA-256");
        properties.put(
                "sasl.jaas.config",
                "org.apache.kafka.common.security.scram.ScramLoginModule required username=\"app\""
                        + " password=\"${kv:contoso:kafka#password?as=jaas}\";");
        return properties;
    }

    @Test
    void aScramPasswordIsReadOnceForManyClientsAndFollowsItsRotation() throws Exception {
        int plain = Ports.free();
        int sasl = Ports.free();
        try (Vault vault = new Vault();
                Broker broker = Broker.start(
                        Files.createDirectory(directory.resolve("broker")),
                        plain,
                        List.of("SCRAM-SHA-256=[name=app,password=hunter2]"),
                        Map.of(
                                "listeners",
                                "PLAINTEXT://localhost:" + plain + ",SASL_PLAINTEXT://localhost:" + sasl,
                                "sasl.enabled.mechanisms",
                                "SCRAM-SHA-256",
                                "listener.name.sasl_plaintext.scram-sha-256.sasl.jaas.config",
                                "org.apache.kafka.common.security.scram.ScramLoginModule required;"))) {
            vault.server().put("kafka", "{\"password\":\"hunter2\"}");
            try (RunningJvm many = client(vault, scramLogin(vault, sasl))) {
                for (int i = 0; i < 50; i++) {
                    assertTrue(many.ask("connect", "answer ").startsWith("1 broker"));
                }
                assertEquals(1, vault.gets("kafka"));
                // The unauthenticated request that fetches the challenge, and one GET.
                assertEquals(2, vault.requests());
                nothingSecretIn(many.finish());
            }
            try (RunningJvm rotated = client(vault, scramLogin(vault, sasl, "ttl", "1s"))) {
                assertTrue(rotated.ask("connect", "answer ").startsWith("1 broker"));

                broker.password("app", ScramMechanism.SCRAM_SHA_256, "hunter\"3\\");
                vault.server().put("kafka", "{\"password\":\"hunter\\\"3\\\\\"}");
                Eventually.holds("a new client logs in with the new password", () -> rotated.ask("connect", "answer ")
                        .startsWith("1 broker"));
                vault.assertFrugal("kafka", Duration.ofSeconds(1));
                nothingSecretIn(rotated.finish());
            }
        }
    }

    @Test
    void whatCannotBeHadIsAConfigExceptionWithOurReportAndNoValue() {
        try (Vault vault = new Vault()) {
            vault.server().put("kafka", "{\"pass\":\"hunter2\"}");
            Map<String, String> properties = scramLogin(vault, 1);
            properties.put("ssl.key.password", "${kv:contoso:nowhere}");
            try (RunningJvm client = client(vault, properties)) {
                String answer = client.ask("connect", "answer ");
                assertTrue(answer.startsWith("failed"), answer);
                assertTrue(answer.contains("contoso/nowhere"), answer);
                assertTrue(answer.contains("no text, number or boolean in a field \"password\""), answer);
                assertFalse(answer.contains("hunter"), answer);
                nothingSecretIn(client.finish());
            }
        }
    }

    @Test
    void aBrokersTlsKeyComesFromTheVaultWithoutAFile() throws Exception {
        int plain = Ports.free();
        int tls = Ports.free();
        Path secrets = directory.resolve("secrets");
        try (Vault vault = new Vault()) {
            vault.server().put("broker", Certificate.pkcs12("localhost", directory), "application/x-pkcs12");
            Map<String, String> properties = vault.provider();
            properties.put("listeners", "PLAINTEXT://localhost:" + plain + ",SSL://localhost:" + tls);
            properties.put("ssl.keystore.type", "PEM");
            properties.put("ssl.keystore.key", "${kv:contoso:broker#pem-key}");
            properties.put("ssl.keystore.certificate.chain", "${kv:contoso:broker#pem-chain}");
            try (RunningJvm broker = Broker.fork(
                    KafkaJvm.withKeyweave(vault.environment()),
                    Files.createDirectory(directory.resolve("broker")),
                    properties)) {
                broker.awaitErr(line -> line.contains("Kafka Server started"), "the broker to start");
                assertEquals(1, vault.gets("broker"));

                Map<String, String> trusting = vault.provider("file.dir", secrets.toString());
                trusting.put("bootstrap.servers", "localhost:" + tls);
                trusting.put("security.protocol", "SSL");
                trusting.put("ssl.truststore.type", "PEM");
                trusting.put("ssl.truststore.certificates", "${kv:contoso:broker#pem-trust}");
                try (RunningJvm client = client(vault, trusting)) {
                    assertTrue(client.ask("connect", "answer ").startsWith("1 broker"));
                    client.finish().expect(0);
                }
                trusting.remove("ssl.truststore.certificates");
                trusting.put("ssl.truststore.location", "${kv:contoso:broker#pem-trust?as=file}");
                try (RunningJvm client = client(vault, trusting)) {
                    String answer = client.ask("connect", "answer ");
                    assertTrue(answer.startsWith("1 broker"), answer);
                    Path file = Path.of(answer.substring(answer.indexOf("trust ") + "trust ".length()));
                    assertEquals(secrets.toRealPath(), file.getParent().toRealPath());
                    assertEquals("rw-------", PosixFilePermissions.toString(Files.getPosixFilePermissions(file)));
                    client.finish().expect(0);
                    assertFalse(Files.exists(file), "the file outlives the process");
                }
                assertEquals(3, vault.gets("broker"), "one request for each process");
            }
        }
    }

    private static void nothingSecretIn(Outcome outcome) {
        outcome.expect(0);
        assertFalse(outcome.errText().contains("hunter"), "a secret is in the log");
    }
}
