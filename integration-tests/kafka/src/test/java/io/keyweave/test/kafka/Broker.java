package io.keyweave.test.kafka;

import io.keyweave.test.ForkedJvm;
import io.keyweave.test.RunningJvm;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import kafka.Kafka;
import kafka.server.KafkaConfig;
import kafka.server.KafkaRaftServer;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ScramCredentialInfo;
import org.apache.kafka.clients.admin.ScramMechanism;
import org.apache.kafka.clients.admin.UserScramCredentialUpsertion;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.common.utils.Time;
import org.apache.kafka.metadata.storage.Formatter;

/** A KRaft broker and controller in this JVM, in an empty directory. */
final class Broker implements AutoCloseable {

    private final KafkaRaftServer server;
    private final int port;

    private Broker(KafkaRaftServer server, int port) {
        this.server = server;
        this.port = port;
    }

    /** A broker that anybody may use without encryption. */
    static Broker start(Path directory) throws Exception {
        int port = Ports.free();
        return start(directory, port, List.of(), Map.of("listeners", "PLAINTEXT://localhost:" + port));
    }

    /**
     * A broker with a listener of the test's own.
     *
     * @param scram users as {@code kafka-storage.sh format --add-scram} takes them
     * @param properties {@code listeners} without the controller's, and whatever else the listener needs
     */
    static Broker start(Path directory, int port, List<String> scram, Map<String, String> properties) throws Exception {
        KafkaRaftServer server =
                new KafkaRaftServer(new KafkaConfig(prepare(directory, scram, properties), false), Time.SYSTEM);
        server.startup();
        return new Broker(server, port);
    }

    /** The same in a JVM of its own, by Kafka's own main class. */
    static RunningJvm fork(ForkedJvm with, Path directory, Map<String, String> properties) throws Exception {
        Path file =
                KafkaJvm.file(directory.resolveSibling("server.properties"), prepare(directory, List.of(), properties));
        return with.main(Kafka.class.getName(), file.toString()).start();
    }

    /** Formats the directory; returns the complete properties. */
    private static Map<String, String> prepare(Path directory, List<String> scram, Map<String, String> properties)
            throws Exception {
        int controller = Ports.free();
        Map<String, String> all = new HashMap<>(Map.ofEntries(
                Map.entry("node.id", "1"),
                Map.entry("process.roles", "broker,controller"),
                Map.entry("controller.listener.names", "CONTROLLER"),
                Map.entry("controller.quorum.voters", "1@localhost:" + controller),
                Map.entry("inter.broker.listener.name", "PLAINTEXT"),
                Map.entry(
                        "listener.security.protocol.map",
                        "CONTROLLER:PLAINTEXT,PLAINTEXT:PLAINTEXT,SSL:SSL,SASL_PLAINTEXT:SASL_PLAINTEXT,SASL_SSL:SASL_SSL"),
                Map.entry("log.dirs", directory.toString()),
                Map.entry("num.partitions", "1"),
                Map.entry("offsets.topic.replication.factor", "1"),
                Map.entry("offsets.topic.num.partitions", "1"),
                Map.entry("transaction.state.log.replication.factor", "1"),
                Map.entry("transaction.state.log.min.isr", "1"),
                Map.entry("transaction.state.log.num.partitions", "1"),
                Map.entry("group.initial.rebalance.delay.ms", "0"),
                Map.entry("log.cleaner.dedupe.buffer.size", "2097152"),
                Map.entry("num.network.threads", "1"),
                Map.entry("num.io.threads", "2"),
                Map.entry("controlled.shutdown.enable", "false")));
        all.putAll(properties);
        all.merge("listeners", "CONTROLLER://localhost:" + controller, (own, control) -> own + "," + control);
        new Formatter()
                .setPrintStream(new PrintStream(OutputStream.nullOutputStream()))
                .setNodeId(1)
                .setClusterId(Uuid.randomUuid().toString())
                .setControllerListenerName("CONTROLLER")
                .setDirectories(List.of(directory.toString()))
                .setScramArguments(scram)
                .run();
        return all;
    }

    /** What clients put into {@code bootstrap.servers}. */
    String bootstrap() {
        return "localhost:" + port;
    }

    /** Gives a user a SCRAM password, or another one. */
    void password(String user, ScramMechanism mechanism, String password) throws Exception {
        try (Admin admin = Admin.create(Map.of("bootstrap.servers", bootstrap()))) {
            admin.alterUserScramCredentials(List.of(
                            new UserScramCredentialUpsertion(user, new ScramCredentialInfo(mechanism, 4096), password)))
                    .all()
                    .get(120, TimeUnit.SECONDS);
        }
    }

    @Override
    public void close() {
        server.shutdown();
        server.awaitShutdown();
    }
}
