package io.keyweave.test.kafka;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.keyweave.devvault.Fault;
import io.keyweave.test.Eventually;
import io.keyweave.test.ForkedJvm;
import io.keyweave.test.Jdk;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Workers of other versions than the tests' own, with their own libraries: {@code integration-tests/kafka/worker-versions/run} fetches
 * those and runs this.
 */
class WorkerVersionsCheck {

    @TempDir
    Path directory;

    /** Each folder of libraries, on the JDKs that its version supports. */
    static Stream<Arguments> workers() throws IOException {
        List<Arguments> workers = new ArrayList<>();
        try (Stream<Path> versions = Files.list(Path.of(System.getProperty("keyweave.kafka.workers")))) {
            for (Path libraries : versions.sorted().toList()) {
                for (Jdk jdk : Jdk.all()) {
                    if (jdk.feature() == 17
                            || !libraries.getFileName().toString().startsWith("3.")) {
                        workers.add(Arguments.of(libraries, jdk));
                    }
                }
            }
        }
        return workers.stream();
    }

    @ParameterizedTest
    @MethodSource("workers")
    void rotatesHealsAndLeavesOthersAlone(Path libraries, Jdk jdk) throws Exception {
        Path plugins = KafkaJvm.pluginPath(directory);
        try (Vault vault = new Vault();
                Broker broker = Broker.start(Files.createDirectory(directory.resolve("broker")))) {
            vault.server().put("db-password", "hunter2");
            try (Worker worker = worker(libraries, jdk, plugins, vault, broker).awaitReady()) {
                Map<String, String> one = RecordingConnector.config("one", "${kv:contoso:db-password}");
                // A cold login on a busy machine can take longer than a validation waits.
                Eventually.holds(
                        "the connector is made",
                        () -> worker.rest().put("/connectors/one/config", one).statusCode() / 100 == 2);
                worker.rest().awaitRunning("one", 1);
                Map<String, String> directories = RecordingConnector.config("directories", "x");
                directories.put("user", "${dir:contoso:db-password}");
                worker.rest().create("directories", directories);

                vault.server().put("db-password", "hunter3");
                Eventually.holds("the task has the new password", () -> worker.taskStarts("one")
                        .equals(List.of("hunter2", "hunter3")));
                long asked = vault.gets("db-password");
                Eventually.holds("two more looks", () -> vault.gets("db-password") >= asked + 2);
                assertEquals(List.of("x"), worker.taskStarts("directories"), worker.log());
                assertFalse(worker.log().contains("hunter"), "a secret is in Connect's log");
            }
            vault.server().fault(Fault.status(503));
            try (Worker worker = worker(libraries, jdk, plugins, vault, broker).awaitReady()) {
                String trace = Eventually.sees(
                        "the task has failed",
                        () -> worker.rest()
                                .status("one")
                                .path("tasks")
                                .path(0)
                                .path("trace")
                                .asText(),
                        text -> !text.isEmpty());
                assertTrue(trace.contains("What failed is restarted by itself"), trace);

                vault.server().clearFaults();
                worker.rest().awaitRunning("one", 1);
                assertEquals(List.of("hunter3"), worker.taskStarts("one"));
            }
        }
    }

    private Worker worker(Path libraries, Jdk jdk, Path plugins, Vault vault, Broker broker) throws IOException {
        int port = Ports.free();
        Map<String, String> properties = vault.provider("ttl", "1s", "connect-restart", "http://localhost:" + port);
        properties.put("plugin.path", plugins.toString());
        properties.put("config.providers", "kv,dir");
        properties.put("config.providers.dir.class", "org.apache.kafka.common.config.provider.DirectoryConfigProvider");
        ForkedJvm jvm = ForkedJvm.on(jdk)
                .environment(vault.environment())
                .option("-Xmx512m")
                .property("org.slf4j.simpleLogger.defaultLogLevel", "info")
                .classPathOf(RecordingConnector.class);
        try (Stream<Path> jars = Files.list(libraries)) {
            jars.forEach(jvm::classPath);
        }
        return Worker.distributed(jvm, broker, directory, port, properties);
    }
}
