package io.keyweave.sample.connect;

import io.keyweave.devvault.DevVault;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.metadata.storage.Formatter;

/**
 * What the broker and the worker are configured with. The worker's part, {@link #worker}, is what a user copies.
 *
 * @param plain the broker's port for the sample itself
 * @param sasl the broker's port that wants a user name and a password
 * @param controller the controller's port
 * @param rest the worker's port
 */
record Cluster(int plain, int sasl, int controller, int rest) {

    static final String USER = "connect";

    static Cluster onFreePorts() throws IOException {
        return new Cluster(freePort(), freePort(), freePort(), freePort());
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }

    /** A single broker with a SCRAM user; formats its directory. */
    Map<String, String> broker(Path directory, String password) throws Exception {
        new Formatter()
                .setPrintStream(new PrintStream(OutputStream.nullOutputStream()))
                .setNodeId(1)
                .setClusterId(Uuid.randomUuid().toString())
                .setControllerListenerName("CONTROLLER")
                .setDirectories(List.of(directory.toString()))
                .setScramArguments(List.of("SCRAM-SHA-256=[name=" + USER + ",password=" + password + "]"))
                .run();
        Map<String, String> properties = new HashMap<>();
        properties.put("node.id", "1");
        properties.put("process.roles", "broker,controller");
        properties.put("controller.quorum.voters", "1@localhost:" + controller);
        properties.put("controller.listener.names", "CONTROLLER");
        properties.put("inter.broker.listener.name", "PLAINTEXT");
        properties.put(
                "listeners",
                "PLAINTEXT://localhost:" + plain + ",SASL_PLAINTEXT://localhost:" + sasl + ",CONTROLLER://localhost:"
                        + controller);
        properties.put(
                "listener.security.protocol.map",
                "CONTROLLER:PLAINTEXT,PLAINTEXT:PLAINTEXT,SASL_PLAINTEXT:SASL_PLAINTEXT");
        properties.put("sasl.enabled.mechanisms", "SCRAM-SHA-256");
        properties.put(
                "listener.name.sasl_plaintext.scram-sha-256.sasl.jaas.config",
                "org.apache.kafka.common.security.scram.ScramLoginModule required;");
        properties.put("log.dirs", directory.toString());
        properties.put("offsets.topic.replication.factor", "1");
        properties.put("offsets.topic.num.partitions", "1");
        properties.put("transaction.state.log.replication.factor", "1");
        properties.put("transaction.state.log.min.isr", "1");
        properties.put("group.initial.rebalance.delay.ms", "0");
        properties.put("log.cleaner.dedupe.buffer.size", "2097152");
        return properties;
    }

    /** A distributed worker with the plug-in. */
    Map<String, String> worker(Path plugins, DevVault dev) {
        Map<String, String> properties = new HashMap<>();
        // What it takes to have secrets from Key Vault:
        properties.put("plugin.path", plugins.toString());
        properties.put("config.providers", "kv");
        properties.put("config.providers.kv.class", "io.keyweave.kafka.KeyVaultConfigProvider");
        properties.put("config.providers.kv.param.connect-ttl", "2s");
        // Only because this vault is not Azure's:
        properties.put(
                "config.providers.kv.param.vault.contoso", dev.vault("contoso").url());
        properties.put("config.providers.kv.param.ca", dev.certificateFile().toString());

        properties.put("bootstrap.servers", "localhost:" + plain);
        properties.put("listeners", "http://localhost:" + rest);
        properties.put("group.id", "sample");
        for (String topic : new String[] {"config", "offset", "status"}) {
            properties.put(topic + ".storage.topic", "connect-" + topic);
            properties.put(topic + ".storage.replication.factor", "1");
        }
        properties.put("offset.storage.partitions", "1");
        properties.put("status.storage.partitions", "1");
        properties.put("key.converter", "org.apache.kafka.connect.storage.StringConverter");
        properties.put("value.converter", "org.apache.kafka.connect.storage.StringConverter");
        properties.put("plugin.discovery", "service_load");
        return properties;
    }

    /** A connector that sends the lines of a file, logged in with the password from the vault. */
    Map<String, String> connector(Path file) {
        return Map.of(
                "connector.class", "org.apache.kafka.connect.file.FileStreamSourceConnector",
                "file", file.toString(),
                "topic", "lines",
                "producer.override.bootstrap.servers", "localhost:" + sasl,
                "producer.override.security.protocol", "SASL_PLAINTEXT",
                "producer.override.sasl.mechanism", "SCRAM-SHA-256",
                "producer.override.sasl.jaas.config",
                        "org.apache.kafka.common.security.scram.ScramLoginModule required username=\"" + USER
                                + "\" password=\"${kv:contoso:connect-password}\";");
    }
}
