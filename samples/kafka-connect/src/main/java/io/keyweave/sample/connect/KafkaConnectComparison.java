package io.keyweave.sample.connect;

import io.keyweave.devvault.DevVault;
import io.keyweave.devvault.Fault;
import io.keyweave.devvault.VaultServer;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import kafka.Kafka;
import org.apache.kafka.connect.cli.ConnectDistributed;

/**
 * Measures what an operator of a Connect worker sees, with each way to have secrets from a vault that is available here: Keyweave's two
 * settings, and Kafka's own provider over files, as a volume of secrets is mounted. Exits with 0 when all of it was measured.
 */
public final class KafkaConnectComparison {

    private static final int CONNECTORS = 50;
    private static final Duration PATIENCE = Duration.ofSeconds(150);

    /** Nothing tells Connect that a file has changed. */
    private static final Duration PATIENCE_WITH_FILES = Duration.ofSeconds(30);

    /** With {@code connect-restart} a connector is restarted once a minute at most: a measurement must not begin sooner. */
    private static final Duration BETWEEN_RESTARTS = Duration.ofSeconds(61);

    private static final String SECRET = "connect-password";

    /** A way to have the secret. */
    private enum Way {
        RESTART("Keyweave, connect-restart", Duration.ofSeconds(5)),
        /** Connect restarts every connector at each tick: more often is not what anybody would set. */
        TICKS("Keyweave, connect-ttl", Duration.ofSeconds(30)),
        FILES("Kafka's DirectoryConfigProvider, a mounted file", Duration.ofSeconds(5));

        private final String title;
        private final Duration ttl;

        Way(String title, Duration ttl) {
            this.title = title;
            this.ttl = ttl;
        }
    }

    private final Way way;
    private final Path directory;
    private final Cluster cluster = Cluster.onFreePorts();
    private final DevVault dev = DevVault.start();
    private final VaultServer vault = dev.vault("contoso");
    private final HttpClient http = HttpClient.newHttpClient();

    private KafkaConnectComparison(Way way) throws IOException {
        this.way = way;
        this.directory = Files.createTempDirectory("keyweave-kafka-connect");
    }

    /** @param args the plug-in zip */
    public static void main(String[] args) throws Exception {
        System.out.println(CONNECTORS + " connectors, one secret");
        for (Way way : Way.values()) {
            System.out.println(way.title + (way == Way.FILES ? "" : ", ttl " + way.ttl.toSeconds() + " s"));
            new KafkaConnectComparison(way).measure(Path.of(args[0]));
        }
        System.out.println("Read, not run, since no registry that this build uses has them: Lenses secret-provider,"
                + " Confluent csid-secrets-providers, jcustenborder kafka-config-provider-azure (docs/kafka.md)");
        System.exit(0);
    }

    private void measure(Path zip) throws Exception {
        Path plugins = KafkaConnectSample.unpack(zip, directory);
        try (dev;
                KafkaProcess broker = KafkaProcess.start(
                        Kafka.class,
                        directory.resolve("server.properties"),
                        cluster.broker(Files.createDirectory(directory.resolve("broker")), "unused"),
                        Map.of())) {
            broker.await(0, line -> line.contains("Kafka Server started"));
            put("first-pa55word");
            try (KafkaProcess worker = start(plugins)) {
                for (int i = 0; i < CONNECTORS; i++) {
                    create("c" + i);
                }
                awaitStarted(worker, 0, "first-pa55word");
                requestsPerTtl();
                rotation(worker, "second-pa55word", "a rotation reaches all tasks after");
                validation();
                Thread.sleep(BETWEEN_RESTARTS.toMillis());
                rotation(worker, "third-pa55word", "the same after a validation of 1,000 variables that do not exist");
            }
            outage(plugins);
        } finally {
            KafkaConnectSample.remove(directory);
        }
    }

    private KafkaProcess start(Path plugins) throws IOException, InterruptedException {
        Map<String, String> properties = new HashMap<>(cluster.worker(plugins, dev));
        String parameters = "config.providers.kv.param.";
        properties.remove(parameters + "connect-ttl");
        switch (way) {
            case RESTART -> {
                properties.put(parameters + "connect-restart", "http://localhost:" + cluster.rest());
                properties.put(parameters + "ttl", way.ttl.toSeconds() + "s");
            }
            case TICKS -> properties.put(parameters + "connect-ttl", way.ttl.toSeconds() + "s");
            case FILES -> {
                properties.put("config.providers", "dir");
                properties.put(
                        "config.providers.dir.class",
                        "org.apache.kafka.common.config.provider.DirectoryConfigProvider");
            }
        }
        // The connector is on the class path.
        properties.put("plugin.discovery", "hybrid_warn");
        KafkaProcess worker = KafkaProcess.start(
                ConnectDistributed.class, directory.resolve("worker.properties"), properties, dev.environment());
        worker.awaitWorker();
        return worker;
    }

    private Path mounted() throws IOException {
        return Files.createDirectories(directory.resolve("mounted"));
    }

    private void put(String password) throws IOException {
        vault.put(SECRET, password);
        Files.writeString(mounted().resolve(SECRET), password);
    }

    private String variable(String secret) throws IOException {
        return way == Way.FILES ? "${dir:" + mounted() + ":" + secret + "}" : "${kv:contoso:" + secret + "?ttl=1s}";
    }

    private void create(String name) throws IOException, InterruptedException {
        String answer = send(
                        "/connectors/" + name + "/config",
                        "{\"connector.class\":\"" + PasswordConnector.class.getName() + "\",\"tasks.max\":\"1\","
                                + "\"password\":\"" + variable(SECRET) + "\"}")
                .body();
        if (!answer.contains("\"name\"")) {
            throw new IOException(answer);
        }
    }

    private HttpResponse<String> send(String path, String body) throws IOException, InterruptedException {
        HttpRequest request = HttpRequest.newBuilder(URI.create("http://localhost:" + cluster.rest() + path))
                .header("Content-Type", "application/json")
                .timeout(Duration.ofSeconds(60))
                .PUT(BodyPublishers.ofString(body))
                .build();
        return http.send(request, BodyHandlers.ofString());
    }

    /** Waits until every connector's task was started with that password. */
    private void awaitStarted(KafkaProcess worker, int from, String password) throws IOException, InterruptedException {
        for (int i = 0; i < CONNECTORS; i++) {
            String wanted = PasswordConnector.STARTED + "c" + i + " " + password;
            worker.await(from, line -> line.equals(wanted));
        }
    }

    private long requests() {
        return vault.requests().stream()
                .filter(request -> request.authenticated() && request.path().contains("/secrets/"))
                .count();
    }

    private void requestsPerTtl() throws InterruptedException {
        long before = requests();
        Thread.sleep(way.ttl.multipliedBy(4).toMillis());
        say("requests per ttl", String.format("%.1f", (requests() - before) / 4.0));
    }

    private void rotation(KafkaProcess worker, String password, String what) throws Exception {
        int from = worker.lines();
        long begun = System.nanoTime();
        put(password);
        Set<String> missing = new HashSet<>();
        for (int i = 0; i < CONNECTORS; i++) {
            missing.add(PasswordConnector.STARTED + "c" + i + " " + password);
        }
        Duration patience = way == Way.FILES ? PATIENCE_WITH_FILES : PATIENCE;
        boolean all = worker.sees(from, missing, patience.toNanos());
        say(
                what,
                all
                        ? seconds(begun)
                        : missing.size() + " of " + CONNECTORS + " tasks did not have it after " + patience.toSeconds()
                                + " s");
    }

    private void validation() throws IOException, InterruptedException {
        StringBuilder body = new StringBuilder("{\"name\":\"x\",\"connector.class\":\"")
                .append(PasswordConnector.class.getName())
                .append('"');
        for (int i = 0; i < 1000; i++) {
            body.append(",\"f")
                    .append(i)
                    .append("\":\"")
                    .append(variable("no-" + i))
                    .append('"');
        }
        send(
                "/connector-plugins/PasswordConnector/config/validate",
                body.append('}').toString());
    }

    private void outage(Path plugins) throws Exception {
        if (way == Way.FILES) {
            say("a worker that starts while the vault is down", "has what was mounted before");
            return;
        }
        vault.fault(Fault.status(503));
        try (KafkaProcess worker = start(plugins)) {
            long begun = System.nanoTime();
            int from = worker.lines();
            vault.clearFaults();
            awaitStarted(worker, from, "third-pa55word");
            say(
                    "a worker that started while the vault was down runs all tasks after it is back, after",
                    seconds(begun));
        }
    }

    private static String seconds(long since) {
        return String.format("%.1f s", (System.nanoTime() - since) / 1e9);
    }

    private static void say(String what, String figure) {
        System.out.println("  " + what + ": " + figure);
    }
}
