package io.keyweave.test.kafka;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.keyweave.devvault.Fault;
import io.keyweave.test.Eventually;
import io.keyweave.test.ForkedJvm;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Connect clusters with the plug-in on {@code plugin.path}. */
class DistributedIT {

    private static final Duration TTL = Duration.ofSeconds(1);

    @TempDir
    Path directory;

    private Vault vault;
    private Broker broker;
    private Path plugins;

    @BeforeEach
    void start() throws Exception {
        vault = new Vault();
        broker = Broker.start(Files.createDirectory(directory.resolve("broker")));
        plugins = KafkaJvm.pluginPath(directory);
    }

    @AfterEach
    void stop() {
        try {
            broker.close();
        } finally {
            vault.close();
        }
    }

    private Worker worker(int port, String... parameters) {
        return worker(KafkaJvm.kafka(vault.environment()), port, parameters);
    }

    private Worker worker(ForkedJvm jvm, int port, String... parameters) {
        Map<String, String> properties = vault.provider(parameters);
        properties.put("plugin.path", plugins.toString());
        return Worker.distributed(jvm, broker, directory, port, properties);
    }

    @Test
    void aRotationReachesARunningTaskOnceAndForFewRequests() throws Exception {
        vault.server().put("db-password", "hunter2");
        vault.server().put("other", "hunter9");
        try (Worker worker = worker(Ports.free(), "connect-ttl", "1s", "allow", "contoso/db-*")
                .awaitReady()) {
            assertEquals(0, vault.requests());

            worker.rest().create("one", RecordingConnector.config("one", "${kv:contoso:db-password}"));
            assertEquals(List.of("hunter2"), worker.taskStarts("one"));

            // Between the start of the task and the first tick, where Connect's own baseline would miss it.
            vault.server().put("db-password", "hunter3");
            Eventually.holds("the task has the new password", () -> worker.taskStarts("one")
                    .contains("hunter3"));

            long ticks = worker.connectorStarts("one");
            Eventually.holds("three more ticks", () -> worker.connectorStarts("one") >= ticks + 3);
            assertEquals(List.of("hunter2", "hunter3"), worker.taskStarts("one"));

            vault.assertFrugal("db-password", TTL);

            refusesADisallowedSecret(worker);
            assertFalse(worker.log().contains("hunter"), "a secret is in Connect's log");
        }
    }

    private void refusesADisallowedSecret(Worker worker) throws Exception {
        Map<String, String> config = RecordingConnector.config("two", "x");
        config.put("user", "${kv:contoso:other}");
        HttpResponse<String> answer =
                worker.rest().put("/connector-plugins/RecordingConnector/config/validate", config);
        assertEquals(500, answer.statusCode());
        assertTrue(answer.body().contains("allow="), answer.body());
        assertFalse(answer.body().contains("hunter"), answer.body());
        assertEquals(0, vault.gets("other"));
    }

    @Test
    void aPinnedVersionCausesNoTicksAndOneRequest() throws Exception {
        String version = vault.server().put("pinned", "hunter2");
        try (Worker worker = worker(Ports.free(), "connect-ttl", "1s").awaitReady()) {
            worker.rest().create("one", RecordingConnector.config("one", "${kv:contoso/pinned/" + version + "}"));
            for (int i = 0; i < 5; i++) {
                worker.rest().post("/connectors/one/restart?includeTasks=true");
            }
            Eventually.holds(
                    "the restarts are done", () -> worker.taskStarts("one").size() == 6);
            assertEquals(1, vault.gets("pinned"));
            assertFalse(worker.log().contains("Scheduling a restart of connector one"), "a pinned version ticks");
        }
    }

    @Test
    void anOutageAtATickChangesNothing() throws Exception {
        vault.server().put("db-password", "hunter2");
        try (Worker worker = worker(Ports.free(), "connect-ttl", "1s").awaitReady()) {
            worker.rest().create("one", RecordingConnector.config("one", "${kv:contoso:db-password}"));

            vault.server().fault(Fault.status(503));
            vault.server().put("db-password", "hunter3");
            long ticks = worker.connectorStarts("one");
            Eventually.holds("two ticks in the outage", () -> worker.connectorStarts("one") >= ticks + 2);
            worker.rest().awaitRunning("one", 1);
            assertEquals(List.of("hunter2"), worker.taskStarts("one"));

            vault.server().clearFaults();
            Eventually.holds("the task has the new password", () -> worker.taskStarts("one")
                    .equals(List.of("hunter2", "hunter3")));
            vault.assertFrugal("db-password", TTL);
        }
    }

    @Test
    void aRevokedSecretFailsTheTaskWithOurMessageAndComesBack() throws Exception {
        vault.server().put("db-password", "hunter2");
        try (Worker worker = worker(Ports.free(), "connect-ttl", "1s").awaitReady()) {
            worker.rest().create("one", RecordingConnector.config("one", "${kv:contoso:db-password}"));

            vault.server().disable("db-password");
            Eventually.holds("the task has failed", () -> state(
                            worker.rest().status("one").path("tasks").path(0))
                    .equals("FAILED"));
            JsonNode status = worker.rest().status("one");
            String trace = status.path("tasks").path(0).path("trace").asText();
            assertTrue(trace.contains("contoso/db-password") && trace.contains("disabled"), trace);
            assertFalse(trace.contains("hunter"), trace);
            assertEquals("RUNNING", state(status.path("connector")));

            vault.server().enable("db-password");
            Eventually.holds(
                    "the task runs again", () -> worker.taskStarts("one").equals(List.of("hunter2", "hunter2")));
            worker.rest().awaitRunning("one", 1);
            vault.assertFrugal("db-password", TTL);
        }
    }

    @Test
    void aMissingSecretIsRefusedWhenTheConnectorIsMade() throws Exception {
        try (Worker worker = worker(Ports.free()).awaitReady()) {
            HttpResponse<String> answer = worker.rest()
                    .put("/connectors/one/config", RecordingConnector.config("one", "${kv:contoso:nowhere}"));
            assertEquals(500, answer.statusCode());
            assertTrue(answer.body().contains("contoso/nowhere"), answer.body());
            assertEquals(1, vault.gets("nowhere"));
        }
    }

    /** One worker on the oldest JDK, one on the newest, as while a cluster is upgraded. */
    @Test
    void everyTaskOfAClusterIsRestartedOnceAndMovesWhenItsWorkerDies() throws Exception {
        vault.server().put("db-password", "hunter2");
        vault.server().put("other", "hunter8");
        int first = Ports.free();
        int second = Ports.free();
        try (Worker a = worker(first, "ttl", "1s", "connect-restart", "http://localhost:" + first);
                Worker b = worker(
                        KafkaJvm.kafka(KafkaJvm.newest(), vault.environment()),
                        second,
                        "ttl",
                        "1s",
                        "connect-restart",
                        "http://localhost:" + second)) {
            a.awaitReady();
            b.awaitReady();
            Map<String, String> config = RecordingConnector.config("one", "${kv:contoso:db-password}");
            config.put("tasks.max", "4");
            a.rest().create("one", config);
            a.rest().create("bystander", RecordingConnector.config("bystander", "${kv:contoso:other}"));
            List<Worker> workers = List.of(a, b);
            Eventually.holds(
                    "both workers run tasks",
                    () -> !a.taskStarts("one").isEmpty() && !b.taskStarts("one").isEmpty());
            a.rest().awaitRunning("one", 4);

            vault.server().put("db-password", "hunter3");
            Eventually.holds("all four tasks have the new password", () -> count(workers, "hunter3") == 4);
            a.rest().awaitRunning("one", 4);
            long asked = vault.gets("db-password");
            Eventually.holds("both workers have looked twice more", () -> vault.gets("db-password") >= asked + 4);
            assertEquals(4, count(workers, "hunter3"), "each task is restarted once");
            assertEquals(1, restarts(a, "one") + restarts(b, "one"), "one worker asks for it");
            assertEquals(0, restarts(a, "bystander") + restarts(b, "bystander"));
            vault.assertFrugal("db-password", TTL.dividedBy(workers.size()));
            assertEquals(List.of("hunter8"), starts(workers, "bystander"));

            b.close();
            a.rest().awaitRunning("one", 4);
            Eventually.holds(
                    "the tasks have moved",
                    () -> a.taskStarts("one").stream().filter("hunter3"::equals).count() >= 4);
            assertEquals(0, a.taskStarts("one").indexOf("hunter2"));
            assertFalse(a.log().contains("hunter") || b.log().contains("hunter"), "a secret is in Connect's log");
        }
    }

    /** Because of a rotation: a task whose first login was too slow is restarted for another reason. */
    private static long restarts(Worker worker, String connector) {
        return worker.log()
                .lines()
                .filter(line -> line.contains("restarted connector " + connector + ": a secret it names was rotated"))
                .count();
    }

    private static long count(List<Worker> workers, String password) {
        return starts(workers, "one").stream().filter(password::equals).count();
    }

    private static List<String> starts(List<Worker> workers, String connector) {
        List<String> all = new ArrayList<>();
        workers.forEach(worker -> all.addAll(worker.taskStarts(connector)));
        return all;
    }

    private static String state(JsonNode connectorOrTask) {
        return ConnectRest.state(connectorOrTask);
    }
}
