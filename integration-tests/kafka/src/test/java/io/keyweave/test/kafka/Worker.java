package io.keyweave.test.kafka;

import java.io.IOException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import org.apache.kafka.common.utils.Exit;
import org.apache.kafka.connect.cli.AbstractConnectCli;
import org.apache.kafka.connect.cli.ConnectDistributed;
import org.apache.kafka.connect.cli.ConnectStandalone;
import org.apache.kafka.connect.runtime.Connect;
import org.apache.kafka.connect.runtime.standalone.StandaloneHerder;

/** A Connect worker in this JVM. Closing it stops it. */
final class Worker implements AutoCloseable {

    static {
        Exit.setExitProcedure((status, message) -> {
            throw new IllegalStateException("Connect wants to exit with " + status + ": " + message);
        });
    }

    private final Connect<?> connect;
    private final ConnectRest rest;

    private Worker(Connect<?> connect) {
        this.connect = connect;
        this.rest = new ConnectRest(connect.rest().advertisedUrl());
    }

    static Worker distributed(Broker broker, Map<String, String> properties) {
        Map<String, String> all = distributedProperties(broker);
        all.putAll(properties);
        return start(new ConnectDistributed(), all);
    }

    static Worker standalone(Broker broker, Path directory, Map<String, String> properties) {
        Map<String, String> all = common(broker);
        all.put("offset.storage.file.filename", directory.resolve("offsets").toString());
        all.putAll(properties);
        return start(new ConnectStandalone(), all);
    }

    /** What a distributed worker is configured with, wherever it runs. */
    static Map<String, String> distributedProperties(Broker broker) {
        Map<String, String> all = common(broker);
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
        return all;
    }

    private static Map<String, String> common(Broker broker) {
        Map<String, String> all = new HashMap<>();
        all.put("bootstrap.servers", broker.bootstrap());
        all.put("listeners", "http://localhost:" + Ports.free());
        all.put("key.converter", "org.apache.kafka.connect.storage.StringConverter");
        all.put("value.converter", "org.apache.kafka.connect.storage.StringConverter");
        all.put("plugin.discovery", "service_load");
        all.put("task.shutdown.graceful.timeout.ms", "1000");
        return all;
    }

    private static Worker start(AbstractConnectCli<?, ?> command, Map<String, String> properties) {
        Thread thread = Thread.currentThread();
        ClassLoader before = thread.getContextClassLoader();
        try {
            Connect<?> connect = command.startConnect(properties);
            if (connect.herder() instanceof StandaloneHerder herder) {
                herder.ready();
            }
            Worker worker = new Worker(connect);
            Eventually.holds("the worker answers", () -> worker.rest.get("/").statusCode() == 200);
            return worker;
        } finally {
            thread.setContextClassLoader(before);
        }
    }

    ConnectRest rest() {
        return rest;
    }

    @Override
    public void close() throws IOException {
        connect.stop();
        connect.awaitStop();
    }
}
