package io.keyweave.test.kafka;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A Connect cluster with the plug-in on {@code plugin.path}. */
class DistributedIT {

    @TempDir
    Path directory;

    private Vault vault;
    private Broker broker;

    @BeforeEach
    void start() throws Exception {
        vault = new Vault();
        broker = Broker.start(Files.createDirectory(directory.resolve("broker")));
    }

    @AfterEach
    void stop() {
        try {
            broker.close();
        } finally {
            vault.close();
        }
    }

    private Worker worker(Path plugins, String... parameters) {
        Map<String, String> properties = vault.provider(parameters);
        properties.put("plugin.path", plugins.toString());
        return Worker.distributed(KafkaJvm.kafka(vault.environment()), broker, directory, Ports.free(), properties);
    }

    private static Map<String, String> recording(String name, String password) {
        Map<String, String> config = new HashMap<>();
        config.put("name", name);
        config.put("connector.class", RecordingConnector.class.getName());
        config.put("tasks.max", "1");
        config.put("password", password);
        return config;
    }

    @Test
    void aRotationReachesARunningTaskOnceAndForFewRequests() throws Exception {
        vault.server().put("db-password", "hunter2");
        vault.server().put("other", "hunter9");
        try (Worker worker = worker(KafkaJvm.pluginPath(directory), "connect-ttl", "2s", "allow", "contoso/db-*")
                .awaitReady()) {
            assertEquals(0, vault.requests());

            worker.rest().create("one", recording("one", "${kv:contoso:db-password}"));
            assertEquals(List.of("hunter2"), worker.taskStarts("one"));
            assertEquals(1, vault.gets("db-password"));

            // Between the start of the task and the first tick, where Connect's own baseline would miss it.
            vault.server().put("db-password", "hunter3");
            Eventually.holds("the task has the new password", () -> worker.taskStarts("one")
                    .contains("hunter3"));

            long ticks = worker.connectorStarts("one");
            Eventually.holds("three more ticks", () -> worker.connectorStarts("one") >= ticks + 3);
            assertEquals(List.of("hunter2", "hunter3"), worker.taskStarts("one"));

            refusesADisallowedSecret(worker);
            assertFalse(worker.log().contains("hunter"), "a secret is in Connect's log");
        }
    }

    private void refusesADisallowedSecret(Worker worker) throws Exception {
        Map<String, String> config = recording("two", "x");
        config.put("user", "${kv:contoso:other}");
        HttpResponse<String> answer =
                worker.rest().put("/connector-plugins/RecordingConnector/config/validate", config);
        assertEquals(500, answer.statusCode());
        assertTrue(answer.body().contains("allow="), answer.body());
        assertFalse(answer.body().contains("hunter"), answer.body());
        assertEquals(0, vault.gets("other"));
    }
}
