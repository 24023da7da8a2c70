package io.keyweave.test.kafka;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import io.keyweave.test.Eventually;
import io.keyweave.test.RunningJvm;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.connect.mirror.MirrorMaker;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** MirrorMaker in its own process, with the source cluster's password in the vault. */
class MirrorMakerIT {

    private static final String SASL = "listener.name.sasl_plaintext.plain.sasl.jaas.config";

    @TempDir
    Path directory;

    @Test
    void mirrorsWithAPasswordFromTheVault() throws Exception {
        int plain = Ports.free();
        int sasl = Ports.free();
        try (Vault vault = new Vault();
                Broker broker = Broker.start(
                        Files.createDirectory(directory.resolve("broker")),
                        plain,
                        List.of(),
                        Map.of(
                                "listeners",
                                "PLAINTEXT://localhost:" + plain + ",SASL_PLAINTEXT://localhost:" + sasl,
                                "sasl.enabled.mechanisms",
                                "PLAIN",
                                SASL,
                                "org.apache.kafka.common.security.plain.PlainLoginModule required"
                                        + " user_app=\"hunter2\";"));
                Admin admin = Admin.create(Map.of("bootstrap.servers", broker.bootstrap()))) {
            vault.server().put("kafka", "hunter2");
            admin.createTopics(Set.of(new NewTopic("orders", 1, (short) 1)))
                    .all()
                    .get(120, TimeUnit.SECONDS);
            Path file = KafkaJvm.file(directory.resolve("mm2.properties"), mirror(vault, plain, sasl));

            try (RunningJvm mirrorMaker = KafkaJvm.withKeyweave(vault.environment())
                    .main(MirrorMaker.class.getName(), file.toString())
                    .start()) {
                Eventually.holds("the topic is mirrored", () -> {
                    if (!mirrorMaker.isAlive()) {
                        throw new AssertionError("MirrorMaker has ended: " + mirrorMaker.err());
                    }
                    return admin.listTopics().names().get(120, TimeUnit.SECONDS).contains("source.orders");
                });
                assertEquals(1, vault.gets("kafka"), "dozens of clients, one request");
                assertFalse(String.join("\n", mirrorMaker.err()).contains("hunter"), "a secret is in the log");
            }
        }
    }

    private static Map<String, String> mirror(Vault vault, int plain, int sasl) {
        Map<String, String> properties = vault.provider();
        properties.put("clusters", "source,target");
        properties.put("source.bootstrap.servers", "localhost:" + sasl);
        properties.put("source.security.protocol", "SASL_PLAINTEXT");
        properties.put("source.sasl.mechanism", "PLAIN");
        properties.put(
                "source.sasl.jaas.config",
                "org.apache.kafka.common.security.plain.PlainLoginModule required username=\"app\""
                        + " password=\"${kv:contoso:kafka}\";");
        properties.put("target.bootstrap.servers", "localhost:" + plain);
        properties.put("source->target.enabled", "true");
        properties.put("source->target.topics", "orders");
        properties.put("emit.heartbeats.enabled", "false");
        properties.put("emit.checkpoints.enabled", "false");
        properties.put("replication.factor", "1");
        for (String topic : new String[] {"config", "offset", "status"}) {
            properties.put(topic + ".storage.replication.factor", "1");
        }
        properties.put("offset-syncs.topic.replication.factor", "1");
        properties.put("checkpoints.topic.replication.factor", "1");
        properties.put("heartbeats.topic.replication.factor", "1");
        properties.put("plugin.discovery", "service_load");
        return properties;
    }
}
