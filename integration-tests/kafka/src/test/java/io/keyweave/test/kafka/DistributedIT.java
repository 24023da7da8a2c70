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
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Connect clusters with the plug-in on {@code plugin.path}. What one worker can show by connectors of different names, one does: starting it takes longest. */
class DistributedIT {

    private static final Duration TTL = Duration.ofSeconds(1);

    @TempDir
    private static Path directory;

    @AutoClose
    private static final Vault VAULT = new Vault();

    /** A test that is carried out once more has a connector and secrets of another name. */
    private static final AtomicInteger NAMES = new AtomicInteger();

    private static Broker broker;
    private static Path plugins;
    private static Worker worker;

    @BeforeAll
    static void start() throws Exception {
        broker = Broker.start(Files.createDirectory(directory.resolve("broker")));
        plugins = KafkaJvm.pluginPath(directory);
        worker = Worker.distributed(
                        KafkaJvm.kafka(VAULT.environment()),
                        broker,
                        directory,
                        Ports.free(),
                        properties("connect-ttl", "1s", "allow", "contoso/db-*"))
                .awaitReady();
        assertEquals(0, VAULT.requests());
    }

    @AfterAll
    static void stop() {
        try {
            worker.close();
        } finally {
            broker.close();
        }
    }

    private static Map<String, String> properties(String... parameters) {
        Map<String, String> properties = VAULT.provider(parameters);
        properties.put("plugin.path", plugins.toString());
        return properties;
    }

    /** A name for a connector and its secret, which no other begins with. */
    private static String own(String name) {
        return name + "-" + NAMES.incrementAndGet() + "x";
    }

    @Test
    void aRotationReachesARunningTaskOnceAndForFewRequests() throws Exception {
        long begun = System.nanoTime();
        String one = own("rotated");
        String secret = "db-" + one;
        VAULT.server().put(secret, "hunter2");
        try (AutoCloseable connector = connector(one, "${kv:contoso:" + secret + "}")) {
            assertEquals(List.of("hunter2"), worker.taskStarts(one));

            // Between the start of the task and the first tick, where Connect's own baseline would miss it.
            VAULT.server().put(secret, "hunter3");
            Eventually.holds("the task has the new password", () -> worker.taskStarts(one)
                    .contains("hunter3"));

            long ticks = worker.connectorStarts(one);
            Eventually.holds("three more ticks", () -> worker.connectorStarts(one) >= ticks + 3);
            assertEquals(List.of("hunter2", "hunter3"), worker.taskStarts(one));

            VAULT.assertFrugal(secret, TTL, begun);

            refusesADisallowedSecret();
            assertFalse(worker.log().contains("hunter"), "a secret is in Connect's log");
        }
    }

    /** Makes a connector, which is gone at the end. */
    private static AutoCloseable connector(String name, String password) {
        worker.rest().create(name, RecordingConnector.config(name, password));
        return () -> worker.rest().delete("/connectors/" + name);
    }

    private static void refusesADisallowedSecret() throws Exception {
        VAULT.server().put("other", "hunter9");
        Map<String, String> config = RecordingConnector.config("two", "x");
        config.put("user", "${kv:contoso:other}");
        HttpResponse<String> answer =
                worker.rest().put("/connector-plugins/RecordingConnector/config/validate", config);
        assertEquals(500, answer.statusCode());
        assertTrue(answer.body().contains("allow="), answer.body());
        assertFalse(answer.body().contains("hunter"), answer.body());
        assertEquals(0, VAULT.gets("other"));
    }

    @Test
    void aPinnedVersionCausesNoTicksAndOneRequest() throws Exception {
        String one = own("pinned");
        String secret = "db-" + one;
        String version = VAULT.server().put(secret, "hunter2");
        try (AutoCloseable connector = connector(one, "${kv:contoso/" + secret + "/" + version + "}")) {
            for (int i = 0; i < 5; i++) {
                worker.rest().post("/connectors/" + one + "/restart?includeTasks=true");
            }
            Eventually.holds(
                    "the restarts are done", () -> worker.taskStarts(one).size() == 6);
            assertEquals(1, VAULT.gets(secret));
            assertFalse(worker.log().contains("Scheduling a restart of connector " + one), "a pinned version ticks");
        }
    }

    @Test
    void anOutageAtATickChangesNothing() throws Exception {
        long begun = System.nanoTime();
        String one = own("outage");
        String secret = "db-" + one;
        VAULT.server().put(secret, "hunter2");
        try (AutoCloseable connector = connector(one, "${kv:contoso:" + secret + "}")) {
            VAULT.server().fault(Fault.status(503));
            VAULT.server().put(secret, "hunter3");
            long ticks = worker.connectorStarts(one);
            Eventually.holds("two ticks in the outage", () -> worker.connectorStarts(one) >= ticks + 2);
            worker.rest().awaitRunning(one, 1);
            assertEquals(List.of("hunter2"), worker.taskStarts(one));

            VAULT.server().clearFaults();
            Eventually.holds("the task has the new password", () -> worker.taskStarts(one)
                    .equals(List.of("hunter2", "hunter3")));
            VAULT.assertFrugal(secret, TTL, begun);
        } finally {
            VAULT.server().clearFaults();
        }
    }

    @Test
    void aRevokedSecretFailsTheTaskWithOurMessageAndComesBack() throws Exception {
        long begun = System.nanoTime();
        String one = own("revoked");
        String secret = "db-" + one;
        VAULT.server().put(secret, "hunter2");
        try (AutoCloseable connector = connector(one, "${kv:contoso:" + secret + "}")) {
            VAULT.server().disable(secret);
            Eventually.holds(
                    "the task has failed",
                    () -> state(worker.rest().status(one).path("tasks").path(0)).equals("FAILED"));
            JsonNode status = worker.rest().status(one);
            String trace = status.path("tasks").path(0).path("trace").asText();
            assertTrue(trace.contains("contoso/" + secret) && trace.contains("disabled"), trace);
            assertFalse(trace.contains("hunter"), trace);
            assertEquals("RUNNING", state(status.path("connector")));

            VAULT.server().enable(secret);
            Eventually.holds("the task runs again", () -> worker.taskStarts(one).equals(List.of("hunter2", "hunter2")));
            worker.rest().awaitRunning(one, 1);
            VAULT.assertFrugal(secret, TTL, begun);
        }
    }

    @Test
    void aMissingSecretIsRefusedWhenTheConnectorIsMade() throws Exception {
        String one = own("missing");
        String secret = "db-" + one;
        HttpResponse<String> answer = worker.rest()
                .put("/connectors/" + one + "/config", RecordingConnector.config(one, "${kv:contoso:" + secret + "}"));
        assertEquals(500, answer.statusCode());
        assertTrue(answer.body().contains("contoso/" + secret), answer.body());
        assertEquals(1, VAULT.gets(secret));
    }

    /** A cluster of its own at the same broker: one worker on the oldest JDK, one on the newest, as while it is upgraded. */
    @Test
    void everyTaskOfAClusterIsRestartedOnceAndMovesWhenItsWorkerDies() throws Exception {
        long begun = System.nanoTime();
        String cluster = own("cluster");
        String password = "password-" + cluster;
        String other = "bystander-" + cluster;
        VAULT.server().put(password, "hunter2");
        VAULT.server().put(other, "hunter8");
        try (Worker a = member(cluster, KafkaJvm.kafka(VAULT.environment()));
                Worker b = member(cluster, KafkaJvm.kafka(KafkaJvm.newest(), VAULT.environment()))) {
            a.awaitReady();
            b.awaitReady();
            Map<String, String> config = RecordingConnector.config("one", "${kv:contoso:" + password + "}");
            config.put("tasks.max", "4");
            a.rest().create("one", config);
            a.rest().create("bystander", RecordingConnector.config("bystander", "${kv:contoso:" + other + "}"));
            List<Worker> workers = List.of(a, b);
            Eventually.holds(
                    "both workers run tasks",
                    () -> !a.taskStarts("one").isEmpty() && !b.taskStarts("one").isEmpty());
            a.rest().awaitRunning("one", 4);

            VAULT.server().put(password, "hunter3");
            Eventually.holds("all four tasks have the new password", () -> count(workers, "hunter3") == 4);
            a.rest().awaitRunning("one", 4);
            long asked = VAULT.gets(password);
            Eventually.holds("both workers have looked twice more", () -> VAULT.gets(password) >= asked + 4);
            assertEquals(4, count(workers, "hunter3"), "each task is restarted once");
            assertEquals(1, restarts(a, "one") + restarts(b, "one"), "one worker asks for it");
            assertEquals(0, restarts(a, "bystander") + restarts(b, "bystander"));
            VAULT.assertFrugal(password, TTL.dividedBy(workers.size()), begun);
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

    private static Worker member(String cluster, ForkedJvm jvm) {
        int port = Ports.free();
        Map<String, String> properties = properties("ttl", "1s", "connect-restart", "http://localhost:" + port);
        properties.put("group.id", cluster);
        for (String topic : List.of("config", "offset", "status")) {
            properties.put(topic + ".storage.topic", cluster + "-" + topic);
        }
        return Worker.distributed(jvm, broker, directory, port, properties);
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
