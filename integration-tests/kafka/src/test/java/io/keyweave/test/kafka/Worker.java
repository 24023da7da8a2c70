package io.keyweave.test.kafka;

import io.keyweave.test.Eventually;
import io.keyweave.test.ForkedJvm;
import io.keyweave.test.RunningJvm;
import java.net.URI;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.connect.cli.ConnectDistributed;
import org.apache.kafka.connect.cli.ConnectStandalone;

/** A Connect worker in a JVM of its own. Closing it kills the JVM, as a machine that dies does. */
final class Worker implements AutoCloseable {

    private final RunningJvm jvm;
    private final ConnectRest rest;

    private Worker(RunningJvm jvm, ConnectRest rest) {
        this.jvm = jvm;
        this.rest = rest;
    }

    /** The same worker, asked another way. */
    Worker by(ConnectRest other) {
        return new Worker(jvm, other);
    }

    /** Starts a worker of a cluster; returns before it answers, so that several start at once. */
    static Worker distributed(ForkedJvm with, Broker broker, Path directory, int port, Map<String, String> properties) {
        Map<String, String> all = common(broker, port);
        all.put("group.id", "workers");
        for (String topic : new String[] {"config", "offset", "status"}) {
            all.put(topic + ".storage.topic", "connect-" + topic);
            all.put(topic + ".storage.replication.factor", "1");
        }
        all.put("offset.storage.partitions", "1");
        all.put("status.storage.partitions", "1");
        all.put("scheduled.rebalance.max.delay.ms", "0");
        all.put("session.timeout.ms", "6000");
        all.put("heartbeat.interval.ms", "1000");
        all.putAll(properties);
        return start(with, ConnectDistributed.class, directory, port, all);
    }

    static Worker standalone(ForkedJvm with, Broker broker, Path directory, int port, Map<String, String> properties) {
        Map<String, String> all = common(broker, port);
        all.put("offset.storage.file.filename", directory.resolve("offsets").toString());
        all.putAll(properties);
        return start(with, ConnectStandalone.class, directory, port, all);
    }

    private static Map<String, String> common(Broker broker, int port) {
        Map<String, String> all = new HashMap<>();
        all.put("bootstrap.servers", broker.bootstrap());
        all.put("listeners", "http://localhost:" + port);
        all.put("rest.advertised.host.name", "localhost");
        all.put("key.converter", "org.apache.kafka.connect.storage.StringConverter");
        all.put("value.converter", "org.apache.kafka.connect.storage.StringConverter");
        all.put("plugin.discovery", "service_load");
        all.put("task.shutdown.graceful.timeout.ms", "1000");
        return all;
    }

    private static Worker start(
            ForkedJvm with, Class<?> command, Path directory, int port, Map<String, String> properties) {
        Path file = KafkaJvm.file(directory.resolve("worker-" + port + ".properties"), properties);
        return new Worker(
                with.main(command.getName(), file.toString()).start(),
                new ConnectRest(URI.create("http://localhost:" + port)));
    }

    /** Waits until the worker answers. */
    Worker awaitReady() {
        Eventually.holds("the worker answers", () -> {
            if (!jvm.isAlive()) {
                throw new AssertionError("the worker has ended: " + jvm.err());
            }
            return rest.get("/connectors").statusCode() == 200;
        });
        return this;
    }

    ConnectRest rest() {
        return rest;
    }

    /** The passwords that tasks of a connector were started with here, in order. */
    List<String> taskStarts(String connector) {
        String prefix = "task of " + connector + " started with ";
        List<String> values = new ArrayList<>();
        for (String line : jvm.out()) {
            if (line.startsWith(prefix)) {
                values.add(line.substring(prefix.length()));
            }
        }
        return values;
    }

    /** How often a connector itself was started here. */
    long connectorStarts(String connector) {
        return jvm.out().stream()
                .filter(line -> line.startsWith("connector " + connector + " started"))
                .count();
    }

    /** Whether a plug-in printed that line. */
    boolean prints(String line) {
        return jvm.out().contains(line);
    }

    /** Everything Connect logged. */
    String log() {
        return String.join("\n", jvm.err());
    }

    @Override
    public void close() {
        jvm.close();
    }
}
