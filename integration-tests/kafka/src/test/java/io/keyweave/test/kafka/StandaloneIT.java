package io.keyweave.test.kafka;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import io.keyweave.devvault.Fault;
import io.keyweave.test.Eventually;
import io.keyweave.test.Jdk;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** A standalone Connect worker with {@code keyweave-kafka.jar} on its class path. */
class StandaloneIT {

    @TempDir
    private static Path data;

    @TempDir
    private Path directory;

    private static Broker broker;

    @BeforeAll
    static void start() throws Exception {
        broker = Broker.start(Files.createDirectory(data.resolve("broker")));
    }

    @AfterAll
    static void stop() {
        broker.close();
    }

    static List<Jdk> jdks() {
        return Jdk.all();
    }

    @ParameterizedTest
    @MethodSource("jdks")
    void followsTheSecretThroughRotationOutageAndRevocation(Jdk jdk) throws Exception {
        try (Vault vault = new Vault();
                Worker worker = Worker.standalone(
                        KafkaJvm.withKeyweave(jdk, vault.environment()),
                        broker,
                        directory,
                        Ports.free(),
                        vault.provider("connect-ttl", "1s", "default.vault", "contoso"))) {
            vault.server().put("db-password", "hunter2");
            worker.awaitReady().rest().create("one", RecordingConnector.config("one", "${kv:db-password}"));

            vault.server().put("db-password", "hunter3");
            Eventually.holds("the task has the new password", () -> worker.taskStarts("one")
                    .equals(List.of("hunter2", "hunter3")));

            vault.server().fault(Fault.refused());
            long ticks = worker.connectorStarts("one");
            Eventually.holds("two ticks in the outage", () -> worker.connectorStarts("one") >= ticks + 2);
            worker.rest().awaitRunning("one", 1);
            vault.server().clearFaults();

            vault.server().disable("db-password");
            // Unlike a cluster, a standalone worker forgets a task that cannot start: none is left, and the log says
            // why.
            Eventually.holds(
                    "the task is gone",
                    () -> worker.rest().status("one").path("tasks").isEmpty());
            Eventually.holds(
                    "the log says why",
                    () -> worker.log().contains("ConfigException")
                            && worker.log().contains("SecretDisabled"));
            assertEquals(
                    "RUNNING", ConnectRest.state(worker.rest().status("one").path("connector")));

            vault.server().enable("db-password");
            Eventually.holds("the task runs again", () -> worker.taskStarts("one")
                    .equals(List.of("hunter2", "hunter3", "hunter3")));
            worker.rest().awaitRunning("one", 1);
            assertFalse(worker.log().contains("hunter"), "a secret is in Connect's log");
            vault.assertFrugal("db-password", Duration.ofSeconds(1));
        }
    }
}
