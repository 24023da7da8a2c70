package io.keyweave.test.kafka;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.keyweave.devvault.Fault;
import io.keyweave.test.Eventually;
import io.keyweave.test.ForkedJvm;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
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
                worker.rest().add("c" + i, RecordingConnector.config("c" + i, "${kv:contoso:db-password}"));
            }
            awaitAllRunning(worker);
        }
    }

    @AfterAll
    void stop() {
        broker.close();
    }

    private Worker worker(int port, boolean restart, String... parameters) {
        return worker(KafkaJvm.kafka(vault.environment()), port, restart, parameters);
    }

    private Worker worker(ForkedJvm jvm, int port, boolean restart, String... parameters) {
        return Worker.distributed(jvm, broker, directory, port, properties(port, restart, parameters));
    }

    private ForkedJvm newest() {
        return KafkaJvm.kafka(KafkaJvm.newest(), vault.environment());
    }

    private Map<String, String> properties(int port, boolean restart, String... parameters) {
        Map<String, String> properties = vault.provider(parameters);
        if (restart) {
            properties.put("config.providers.kv.param.connect-restart", "http://localhost:" + port);
        }
        properties.put("plugin.path", plugins.toString());
        properties.put("exactly.once.source.support", "enabled");
        properties.merge("config.providers", "dir", (own, more) -> own + "," + more);
        properties.put("config.providers.dir.class", "org.apache.kafka.common.config.provider.DirectoryConfigProvider");
        return properties;
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
        try (Worker worker =
                worker(newest(), Ports.free(), false, "connect-ttl", "5m").awaitReady()) {
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
        try (Worker worker = worker(newest(), Ports.free(), true).awaitReady()) {
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

    /** Goes on with what needs the same worker, since starting one takes longest. */
    @Test
    void withNeitherTheTraceNamesTheCallThatHeals() throws Exception {
        vault.server().fault(Fault.status(503));
        try (Worker worker = worker(Ports.free(), false).awaitReady()) {
            String trace = Eventually.sees("a task has failed", () -> trace(worker), text -> !text.isEmpty());
            assertTrue(
                    trace.contains("POST /connectors/NAME/restart?includeTasks=true&onlyFailed=true")
                            && !trace.contains("Nothing to do"),
                    trace);

            vault.server().clearFaults();
            for (int i = 0; i < CONNECTORS; i++) {
                worker.rest().post("/connectors/c" + i + "/restart?includeTasks=true&onlyFailed=true");
            }
            awaitAllRunning(worker);
            for (int i = 0; i < CONNECTORS; i++) {
                assertEquals(List.of("hunter2"), worker.taskStarts("c" + i));
            }
            aPasswordWithQuotesIsRightInEitherKindOfFieldAndLoggedFieldsAreWarnedOf(worker);
        } finally {
            vault.server().clearFaults();
        }
    }

    /** The worker has no parameter about its REST interface: it is found by the worker's own properties. */
    private void aPasswordWithQuotesIsRightInEitherKindOfFieldAndLoggedFieldsAreWarnedOf(Worker worker)
            throws Exception {
        String hard = "hunter\"4\\";
        vault.server().put("hard", hard);
        vault.server().put("kafka", hard);
        Map<String, String> config = RecordingConnector.config("hard", "${kv:contoso:hard}");
        config.put(
                "sasl.jaas.config",
                "org.apache.kafka.common.security.plain.PlainLoginModule required username=\"app\""
                        + " password=\"${kv:contoso:kafka}\";");
        config.put("user", "jdbc:db://h?password=${kv:contoso:db-user}");
        worker.rest().create("hard", config);
        assertEquals(List.of(hard), worker.taskStarts("hard"));
        assertTrue(worker.prints("client of hard logs in with " + hard), worker.log());
        Eventually.holds("a warning of the field", () -> worker.log()
                .contains("connector hard: the field user holds the secret contoso/db-user inside a longer text"
                        + " and is of type STRING, not PASSWORD"));

        // The connectors run as they do with exactly-once delivery: by that kind of task.
        assertTrue(worker.log().contains("ExactlyOnceWorkerSourceTask"), worker.log());
        assertFalse(worker.log().contains("hunter\"4"), "a secret is in Connect's log");
        worker.rest().delete("/connectors/hard");
    }

    /** One worker for all of it, since starting one takes longest. */
    @Test
    void aWorkerThatWantsTlsAndALoginIsAskedToRestart() throws Exception {
        int port = Ports.free();
        Certificate.pkcs12("localhost", directory);
        vault.server().put("rest", "hunter5");
        Path users = Files.writeString(directory.resolve("rest-users"), "operator=hunter5\n");
        Path jaas = Files.writeString(
                directory.resolve("rest-jaas.conf"),
                "KafkaConnect { org.apache.kafka.connect.rest.basic.auth.extension.PropertyFileLoginModule required"
                        + " file=\"" + users + "\"; };\n");
        String ca = "config.providers.kv.param.ca";
        Map<String, String> properties = properties(
                port,
                false,
                "ttl",
                "2s",
                "connect-rest-user",
                "operator",
                "connect-rest-password",
                "$<kv:contoso/rest>");
        properties.put("config.providers.kv.param.connect-restart", "https://localhost:" + port);
        properties.put(
                ca,
                Files.writeString(
                                directory.resolve("rest-ca.pem"),
                                Files.readString(Path.of(properties.get(ca))) + Certificate.pem("localhost", directory))
                        .toString());
        properties.put("listeners", "https://localhost:" + port);
        properties.put("rest.advertised.listener", "https");
        properties.put(
                "rest.extension.classes",
                "org.apache.kafka.connect.rest.basic.auth.extension.BasicAuthSecurityRestExtension");
        properties.put("listeners.https.ssl.keystore.type", "PKCS12");
        properties.put(
                "listeners.https.ssl.keystore.location",
                directory.resolve("localhost.p12").toString());
        properties.put("listeners.https.ssl.keystore.password", Certificate.PASSWORD);
        ForkedJvm jvm =
                KafkaJvm.kafka(vault.environment()).property("java.security.auth.login.config", jaas.toString());
        URI base = URI.create("https://localhost:" + port);
        ConnectRest stranger = new ConnectRest(base, tls(), Map.of());
        ConnectRest operator = new ConnectRest(
                base,
                tls(),
                Map.of(
                        "Authorization",
                        "Basic "
                                + Base64.getEncoder()
                                        .encodeToString("operator:hunter5".getBytes(StandardCharsets.UTF_8))));
        try (Worker worker = Worker.distributed(jvm, broker, directory, port, properties)
                .by(operator)
                .awaitReady()) {
            assertEquals(401, stranger.get("/connectors").statusCode());
            awaitAllRunning(worker);
            onlyConnectorsThatWantItAreRestartedAndStrangersSlowNobody(worker);
        } finally {
            vault.server().put("db-password", "hunter2");
            vault.server().put("db-user", "hunter7");
        }
    }

    private static HttpClient.Builder tls() throws Exception {
        return HttpClient.newBuilder().sslContext(Certificate.trusting("localhost", directory));
    }

    private void onlyConnectorsThatWantItAreRestartedAndStrangersSlowNobody(Worker worker) throws Exception {
        ConnectRest rest = worker.rest();
        List<String> more = List.of("two-secrets", "none", "paused", "directories", "plug-ins");
        for (String name : more) {
            // Of a test that is carried out once more.
            rest.delete("/connectors/" + name);
        }
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

        long validated = validate(worker);

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
        assertEquals(validated, vault.gets("unknown-"), "what was only validated is asked for once");
        assertFalse(worker.log().contains("hunter"), "a secret is in Connect's log");
        for (String name : more) {
            rest.delete("/connectors/" + name);
        }
    }

    /** A thousand variables that do not exist are refused, twenty cost a request each, once. Returns how many were made for these in all. */
    private long validate(Worker worker) throws Exception {
        String path = "/connector-plugins/RecordingConnector/config/validate";
        HttpResponse<String> refused = worker.rest().put(path, unknown(1000, "never-"));
        assertEquals(500, refused.statusCode());
        assertTrue(refused.body().contains("1000 secrets"), refused.body());
        assertEquals(0, vault.gets("never-"));

        long before = vault.gets("unknown-");
        HttpResponse<String> missing = worker.rest().put(path, unknown(20, "unknown-"));
        assertEquals(500, missing.statusCode());
        assertTrue(missing.body().contains("contoso/unknown-7"), missing.body());
        assertEquals(before + 20, vault.gets("unknown-"));
        return before + 20;
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
