package io.keyweave.test.kafka;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.keyweave.test.Eventually;
import io.keyweave.test.RunningJvm;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Clients and a Connect worker that show their broker a certificate: from the vault as PEM, or from a key store whose passwords are from the vault.
 * The broker says who came.
 */
class MutualTlsIT {

    @TempDir
    static Path directory;

    private static Broker broker;
    private static int tls;
    private static String first;
    private static String second;

    @AutoClose
    private final Vault vault = new Vault();

    @BeforeAll
    static void start() throws Exception {
        int plaintext = Ports.free();
        tls = Ports.free();
        Certificate.pkcs12("localhost", directory);
        first = Certificate.pkcs12("first", directory);
        second = Certificate.pkcs12("second", directory);
        broker = Broker.start(
                Files.createDirectory(directory.resolve("broker")),
                plaintext,
                List.of(),
                Map.of(
                        "listeners",
                        "PLAINTEXT://localhost:" + plaintext + ",SSL://localhost:" + tls,
                        "ssl.client.auth",
                        "required",
                        "ssl.keystore.type",
                        "PKCS12",
                        "ssl.keystore.location",
                        directory.resolve("localhost.p12").toString(),
                        "ssl.keystore.password",
                        Certificate.PASSWORD,
                        "ssl.truststore.type",
                        "PEM",
                        "ssl.truststore.certificates",
                        Certificate.pem("first", directory) + Certificate.pem("second", directory),
                        "principal.builder.class",
                        SeenPrincipals.class.getName()));
    }

    @BeforeEach
    void forget() {
        SeenPrincipals.forget();
    }

    @AfterAll
    static void stop() {
        broker.close();
    }

    /** Kafka reads a key store when a client is made: file and password have to change together, for the next client. */
    @Test
    void theNextClientOpensTheStoresWithTheNewPasswords() throws Exception {
        Path store = directory.resolve("client.jks");
        Certificate.jks("first", directory, store, "first-store", "first-key");
        vault.server().put("store-password", "first-store");
        vault.server().put("key-password", "first-key");
        vault.server().put("trust-password", Certificate.PASSWORD);
        Map<String, String> properties = vault.providerCalled("keyweave", "ttl", "1s");
        properties.put("bootstrap.servers", "localhost:" + tls);
        properties.put("security.protocol", "SSL");
        properties.put("ssl.keystore.type", "JKS");
        properties.put("ssl.keystore.location", store.toString());
        properties.put("ssl.keystore.password", "${keyweave:contoso:store-password}");
        properties.put("ssl.key.password", "${keyweave:contoso:key-password}");
        properties.put("ssl.truststore.type", "PKCS12");
        properties.put(
                "ssl.truststore.location", directory.resolve("localhost.p12").toString());
        properties.put("ssl.truststore.password", "${keyweave:contoso:trust-password}");
        try (RunningJvm client = client(properties)) {
            comes(client, "CN=first");

            Certificate.jks("second", directory, store, "second-store", "second-key");
            String answer = client.ask("connect", "answer ");
            assertTrue(answer.startsWith("failed") && answer.contains("Failed to load SSL keystore"), answer);
            vault.server().put("store-password", "second-store");
            vault.server().put("key-password", "second-key");
            Eventually.holds("a client with the new passwords", () -> client.ask("connect", "answer ")
                    .startsWith("1 broker"));
            assertTrue(SeenPrincipals.seen().contains("CN=second"), SeenPrincipals.seen()::toString);
            client.finish().expect(0).expectHarmless("first-store", "first-key", "second-store", "second-key");
        }
    }

    @Test
    void theNextClientShowsTheNewCertificate() throws Exception {
        prepare();
        Map<String, String> properties = vault.providerCalled("keyweave", "ttl", "1s");
        properties.put("bootstrap.servers", "localhost:" + tls);
        properties.putAll(pem(""));
        try (RunningJvm client = client(properties)) {
            comes(client, "CN=first");

            vault.server().put("client", second, "application/x-pkcs12");
            Eventually.holds("the new certificate", () -> {
                assertTrue(client.ask("connect", "answer ").startsWith("1 broker"), client::toString);
                return SeenPrincipals.seen().contains("CN=second");
            });
            client.finish().expect(0).expectHarmless("PRIVATE KEY");
        }
    }

    /** The worker's own clients are made once; those of a connector again when its tasks are restarted. */
    @Test
    void aConnectorsClientsShowTheNewCertificateWhenItsTasksAreRestarted() throws Exception {
        prepare();
        int port = Ports.free();
        Map<String, String> properties =
                vault.providerCalled("keyweave", "ttl", "1s", "connect-restart", "http://localhost:" + port);
        properties.put("bootstrap.servers", "localhost:" + tls);
        properties.putAll(pem(""));
        try (Worker worker =
                Worker.standalone(KafkaJvm.withKeyweave(vault.environment()), broker, directory, port, properties)) {
            worker.awaitReady();
            assertEquals(Set.of("CN=first"), SeenPrincipals.seen());

            SeenPrincipals.forget();
            Map<String, String> connector = RecordingConnector.config("one", "none");
            connector.putAll(pem("producer.override."));
            connector.putAll(pem("admin.override."));
            worker.rest().create("one", connector);
            Eventually.holds("the connector's clients have come", () -> SeenPrincipals.seen()
                    .equals(Set.of("CN=first")));

            vault.server().put("client", second, "application/x-pkcs12");
            Eventually.holds("the new certificate", () -> SeenPrincipals.seen().contains("CN=second"));
            worker.rest().awaitRunning("one", 1);
            assertFalse(worker.log().contains("PRIVATE KEY"), "a key is in Connect's log");
        }
    }

    private void prepare() throws Exception {
        vault.server().put("broker", Certificate.pem("localhost", directory));
        vault.server().put("client", first, "application/x-pkcs12");
    }

    private static Map<String, String> pem(String prefix) {
        Map<String, String> properties = new HashMap<>();
        properties.put(prefix + "security.protocol", "SSL");
        properties.put(prefix + "ssl.keystore.type", "PEM");
        properties.put(prefix + "ssl.keystore.key", "${keyweave:contoso:client#pem-key}");
        properties.put(prefix + "ssl.keystore.certificate.chain", "${keyweave:contoso:client#pem-chain}");
        properties.put(prefix + "ssl.truststore.type", "PEM");
        properties.put(prefix + "ssl.truststore.certificates", "${keyweave:contoso:broker}");
        return properties;
    }

    private RunningJvm client(Map<String, String> properties) throws Exception {
        Path file = KafkaJvm.file(Files.createTempFile(directory, "client-", ".properties"), properties);
        return KafkaJvm.withKeyweave(vault.environment())
                .main(ClientMain.class.getName(), file.toString())
                .start();
    }

    private static void comes(RunningJvm client, String name) {
        String answer = client.ask("connect", "answer ");
        assertTrue(answer.startsWith("1 broker"), answer);
        assertEquals(Set.of(name), SeenPrincipals.seen());
    }
}
