package io.keyweave.sample.connect;

import io.keyweave.devvault.DevVault;
import io.keyweave.devvault.VaultServer;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import kafka.Kafka;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ScramCredentialInfo;
import org.apache.kafka.clients.admin.ScramMechanism;
import org.apache.kafka.clients.admin.UserScramCredentialUpsertion;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.connect.cli.ConnectDistributed;

/**
 * Plays the operator of a broker and a Connect worker: gives a connector its password by the vault, rotates the password in vault and
 * broker, and looks whether the connector still delivers. It exits with 0 only if it does, and leaves nothing running.
 */
public final class KafkaConnectSample {

    private static final Duration STEP = Duration.ofMillis(200);
    private static final long PATIENCE = TimeUnit.SECONDS.toNanos(60);

    private final Path directory;
    private final Cluster cluster;
    private final VaultServer vault;

    private KafkaConnectSample(Path directory, Cluster cluster, VaultServer vault) {
        this.directory = directory;
        this.cluster = cluster;
        this.vault = vault;
    }

    /**
     * @param args the plug-in zip
     */
    public static void main(String[] args) throws Exception {
        if (args.length != 1) {
            System.err.println("usage: KafkaConnectSample PLUGIN_ZIP (run samples/kafka-connect/run)");
            System.exit(64);
        }
        Path directory = Files.createTempDirectory("keyweave-kafka-connect");
        try (DevVault dev = DevVault.start()) {
            new KafkaConnectSample(directory, Cluster.onFreePorts(), dev.vault("contoso")).show(Path.of(args[0]), dev);
        } finally {
            remove(directory);
        }
        System.exit(0);
    }

    private void show(Path zip, DevVault dev) throws Exception {
        Path file = Files.createFile(directory.resolve("lines.txt"));
        String version = vault.put("connect-password", "first-pa55word");
        Path brokerDirectory = Files.createDirectory(directory.resolve("broker"));
        try (KafkaProcess broker = KafkaProcess.start(
                        Kafka.class,
                        directory.resolve("server.properties"),
                        cluster.broker(brokerDirectory, "first-pa55word"),
                        Map.of());
                KafkaProcess worker = startWorker(broker, zip, dev)) {
            say("A broker on port " + cluster.sasl() + " wants a password; the vault has it, version " + version);
            createConnector(file);
            say("The connector has it from the vault: password=\"${kv:contoso:connect-password}\"");
            deliver(file, "a line before the rotation");

            int seen = worker.lines();
            changePasswordInBroker("second-pa55word");
            version = vault.put("connect-password", "second-pa55word");
            say("Rotated in broker and vault, now version " + version);
            say(worker.await(
                    seen, line -> line.contains("io.keyweave") && line.contains(" rotated contoso/connect-password")));
            say(worker.await(seen, line -> line.contains("Instantiated task lines-0")));
            deliver(file, "a line after the rotation");
            long asked = vault.requests().stream()
                    .filter(request -> request.path().contains("connect-password"))
                    .count();
            say("The connector delivers with the new password. The vault was asked " + asked + " times, every 2 s.");
        }
    }

    private KafkaProcess startWorker(KafkaProcess broker, Path zip, DevVault dev) throws Exception {
        broker.await(0, line -> line.contains("Kafka Server started"));
        KafkaProcess worker = KafkaProcess.start(
                ConnectDistributed.class,
                directory.resolve("worker.properties"),
                cluster.worker(unpack(zip, directory), dev),
                dev.environment());
        try {
            worker.awaitWorker();
            return worker;
        } catch (IOException | InterruptedException e) {
            worker.close();
            throw e;
        }
    }

    static Path unpack(Path zip, Path directory) throws IOException {
        Path plugins = directory.resolve("plugins");
        try (InputStream in = Files.newInputStream(zip);
                ZipInputStream entries = new ZipInputStream(in)) {
            for (ZipEntry entry = entries.getNextEntry(); entry != null; entry = entries.getNextEntry()) {
                Path file = plugins.resolve(entry.getName());
                if (entry.isDirectory()) {
                    Files.createDirectories(file);
                } else {
                    Files.copy(entries, file);
                }
            }
        }
        return plugins;
    }

    private void createConnector(Path file) throws IOException, InterruptedException {
        String body = cluster.connector(file).entrySet().stream()
                .map(entry -> quoted(entry.getKey()) + ":" + quoted(entry.getValue()))
                .collect(Collectors.joining(",", "{", "}"));
        HttpRequest request = HttpRequest.newBuilder(
                        URI.create("http://localhost:" + cluster.rest() + "/connectors/lines/config"))
                .header("Content-Type", "application/json")
                .timeout(Duration.ofSeconds(60))
                .PUT(HttpRequest.BodyPublishers.ofString(body))
                .build();
        HttpResponse<String> answer = HttpClient.newHttpClient().send(request, BodyHandlers.ofString());
        if (answer.statusCode() / 100 != 2) {
            throw new IOException("the worker refused the connector: " + answer.statusCode() + " " + answer.body());
        }
    }

    private static String quoted(String text) {
        return '"' + text.replace("\\", "\\\\").replace("\"", "\\\"") + '"';
    }

    /** Appends a line to the connector's file and waits until a consumer has it. */
    private void deliver(Path file, String line) throws IOException, InterruptedException {
        Files.writeString(file, line + "\n", StandardOpenOption.APPEND);
        Map<String, Object> config = Map.of("bootstrap.servers", "localhost:" + cluster.plain());
        try (KafkaConsumer<String, String> consumer =
                new KafkaConsumer<>(config, new StringDeserializer(), new StringDeserializer())) {
            TopicPartition partition = new TopicPartition("lines", 0);
            consumer.assign(List.of(partition));
            consumer.seekToBeginning(List.of(partition));
            long deadline = System.nanoTime() + PATIENCE;
            while (System.nanoTime() < deadline) {
                for (ConsumerRecord<String, String> record : consumer.poll(STEP)) {
                    if (record.value().contains(line)) {
                        say("Delivered: " + line);
                        return;
                    }
                }
            }
        }
        throw new IOException("the connector did not deliver: " + line);
    }

    private void changePasswordInBroker(String password) throws Exception {
        ScramCredentialInfo scram = new ScramCredentialInfo(ScramMechanism.SCRAM_SHA_256, 4096);
        try (Admin admin = Admin.create(Map.of("bootstrap.servers", "localhost:" + cluster.plain()))) {
            admin.alterUserScramCredentials(List.of(new UserScramCredentialUpsertion(Cluster.USER, scram, password)))
                    .all()
                    .get(30, TimeUnit.SECONDS);
        }
    }

    private static void say(String line) {
        System.out.println("  " + line);
    }

    static void remove(Path directory) throws IOException {
        try (Stream<Path> files = Files.walk(directory)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        }
    }
}
