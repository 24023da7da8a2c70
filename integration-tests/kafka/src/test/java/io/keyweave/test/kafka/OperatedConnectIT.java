package io.keyweave.test.kafka;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.keyweave.devvault.Fault;
import io.keyweave.test.Eventually;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** A cluster as operators meet it: a vault that is down when a worker starts, strangers who validate, connectors that are to be left alone. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class OperatedConnectIT {

    private static final int CONNECTORS = 10;

    @TempDir
    static Path directory;

    @AutoClose
    private final Vault vault = new Vault();

    private Broker broker;
    private Path plugins;

    @BeforeAll
    void start() throws Exception {
        broker = Broker.start(Files.createDirectory(directory.resolve("broker")));
        plugins = KafkaJvm.pluginPath(directory);
        vault.server().put("db-password", "hunter2");
        vault.server().put("db-user", "hunter7");
        vault.server().put("other", "hunter9");
        try (Worker worker = worker(Ports.free(), false).awaitReady()) {
            for (int i = 0; i < CONNECTORS; i++) {
                worker.rest()
                        .put(
                                "/connectors/c" + i + "/config",
                                RecordingConnector.config("c" + i, "${kv:contoso:db-password}"));
            }
            awaitAllRunning(worker);
        }
    }

    @AfterAll
    void stop() {
        broker.close();
    }

    private Worker worker(int port, boolean restart, String... parameters) {
        Map<String, String> properties = vault.provider(parameters);
        if (restart) {
            properties.put("config.providers.kv.param.connect-restart", "http://localhost:" + port);
        }
        properties.put("plugin.path", plugins.toString());
        properties.put("exactly.once.source.support", "enabled");
        properties.merge("config.providers", "dir", (own, more) -> own + "," + more);
        properties.put("config.providers.dir.class", "org.apache.kafka.common.config.provider.DirectoryConfigProvider");
        return Worker.distributed(KafkaJvm.kafka(vault.environment()), broker, directory, port, properties);
    }

    private static void awaitAllRunning(Worker worker) {
        for (int i = 0; i < CONNECTORS; i++) {
            worker.rest().awaitRunning("c" + i, 1);
        }
    }

    private static String trace(Worker worker) throws Exception {
        JsonNode task = worker.rest().status("c0").path("tasks").path(0);
        return ConnectRest.state(task).equals("FAILED") ? task.path("trace").asText() : "";
    }

    @Test
    void ticksStartWhatAnOutageKeptFromStarting() throws Exception {
        vault.server().fault(Fault.status(503));
        try (Worker worker = worker(Ports.free(), false, "connect-ttl", "5m").awaitReady()) {
            String trace = Eventually.sees("a task has failed", () -> trace(worker), text -> !text.isEmpty());
            assertTrue(trace.contains("It starts again by itself"), trace);

            vault.server().clearFaults();
            awaitAllRunning(worker);
            for (int i = 0; i < CONNECTORS; i++) {
                assertEquals(List.of("hunter2"), worker.taskStarts("c" + i));
            }
            assertFalse(worker.log().contains("hunter"), "a secret is in Connect's log");
        } finally {
            vault.server().clearFaults();
        }
    }

    @Test
    void restartsStartWhatAnOutageKeptFromStarting() throws Exception {
        vault.server().fault(Fault.status(503));
        try (Worker worker = worker(Ports.free(), true).awaitReady()) {
            String trace = Eventually.sees("a task has failed", () -> trace(worker), text -> !text.isEmpty());
            assertTrue(trace.contains("What failed is restarted by itself"), trace);

            vault.server().clearFaults();
            awaitAllRunning(worker);
            for (int i = 0; i < CONNECTORS; i++) {
                assertEquals(List.of("hunter2"), worker.taskStarts("c" + i));
                assertEquals(1, worker.connectorStarts("c" + i), "no connector starts without its value");
            }
            assertTrue(worker.log().contains("it had failed, and the vault answers again"), worker.log());
            assertFalse(worker.log().contains("was rotated"), worker.log());
        } finally {
            vault.server().clearFaults();
        }
    }

    @Test
    void withNeitherTheTraceNamesTheCallThatHeals() throws Exception {
        vault.server().fault(Fault.status(503));
        try (Worker worker = worker(Ports.free(), false).awaitReady()) {
            String trace = Eventually.sees("a task has failed", () -> trace(worker), text -> !text.isEmpty());
            assertTrue(
                    trace.contains("POST /connectors/NAME/restart?includeTasks=true&onlyFailed=true")
                            && !trace.contains("Nothing to do"),
                    trace);
        } finally {
            vault.server().clearFaults();
        }
    }

    /** One worker for all of it, since starting one takes longest. */
    @Test
    void onlyConnectorsThatWantItAreRestartedAndStrangersSlowNobody() throws Exception {
        try (Worker worker = worker(Ports.free(), true, "ttl", "2s").awaitReady()) {
            awaitAllRunning(worker);
            ConnectRest rest = worker.rest();

            Map<String, String> two = RecordingConnector.config("two-secrets", "${kv:contoso:db-password}");
            two.put("user", "${kv:contoso:db-user}");
            rest.create("two-secrets", two);
            Map<String, String> none = RecordingConnector.config("none", "${kv:contoso:db-password}");
            none.put("config.action.reload", "none");
            rest.create("none", none);
            rest.create("paused", RecordingConnector.config("paused", "${kv:contoso:db-password}"));
            rest.put("/connectors/paused/pause", Map.of());
            Map<String, String> directories = RecordingConnector.config("directories", "x");
            directories.put("user", "${dir:contoso:db-password}");
            rest.create("directories", directories);
            plugIns(worker);

            validate(worker);

            vault.server().put("db-password", "hunter3");
            vault.server().put("db-user", "hunter8");
            for (int i = 0; i < CONNECTORS; i++) {
                String name = "c" + i;
                Eventually.holds(name + " has the new password", () -> worker.taskStarts(name)
                        .contains("hunter3"));
            }
            Eventually.holds(
                    "two-secrets has it", () -> worker.taskStarts("two-secrets").contains("hunter3"));
            long asked = vault.gets("db-password");
            Eventually.holds("two more looks", () -> vault.gets("db-password") >= asked + 3);
            assertEquals(List.of("hunter2", "hunter3"), worker.taskStarts("two-secrets"), "one restart for both");
            assertEquals(List.of("hunter2"), worker.taskStarts("none"));
            assertEquals(List.of("hunter2"), worker.taskStarts("paused"));
            assertEquals(List.of("x"), worker.taskStarts("directories"));

            Eventually.holds("a warning of the field", () -> worker.log()
                    .contains("connector two-secrets: the field user holds the secret contoso/db-user and is"
                            + " of type STRING, not PASSWORD"));
            assertFalse(worker.log().contains("the field password"), worker.log());
            assertEquals(20, vault.gets("unknown-"), "what was only validated is asked for once");
            assertFalse(worker.log().contains("hunter"), "a secret is in Connect's log");
            for (String name : List.of("two-secrets", "none", "paused", "directories", "plug-ins")) {
                rest.delete("/connectors/" + name);
            }
            vault.server().put("db-password", "hunter2");
        }
    }

    /** A thousand variables that do not exist are refused, twenty cost a request each, once. */
    private void validate(Worker worker) throws Exception {
        String path = "/connector-plugins/RecordingConnector/config/validate";
        HttpResponse<String> refused = worker.rest().put(path, unknown(1000, "never-"));
        assertEquals(500, refused.statusCode());
        assertTrue(refused.body().contains("1000 secrets"), refused.body());
        assertEquals(0, vault.gets("never-"));

        HttpResponse<String> missing = worker.rest().put(path, unknown(20, "unknown-"));
        assertEquals(500, missing.statusCode());
        assertTrue(missing.body().contains("contoso/unknown-7"), missing.body());
        assertEquals(20, vault.gets("unknown-"));
    }

    private static Map<String, String> unknown(int many, String prefix) {
        Map<String, String> config = new HashMap<>(RecordingConnector.config("x", "x"));
        for (int i = 0; i < many; i++) {
            config.put("field" + i, "${kv:contoso:" + prefix + i + "?ttl=1s}");
        }
        return config;
    }

    /** Transformations and converters have secrets, too. */
    private void plugIns(Worker worker) throws Exception {
        Map<String, String> config = RecordingConnector.config("plug-ins", "x");
        config.put("transforms", "t");
        config.put("transforms.t.type", RecordingPlugIns.OfRecords.class.getName());
        config.put("transforms.t.password", "${kv:contoso:other}");
        config.put("value.converter", RecordingPlugIns.OfValues.class.getName());
        config.put("value.converter.password", "${kv:contoso:other}");
        worker.rest().create("plug-ins", config);
        Eventually.holds(
                "both have their secret",
                () -> worker.prints("transformation configured with hunter9")
                        && worker.prints("converter configured with hunter9"));
    }
}
