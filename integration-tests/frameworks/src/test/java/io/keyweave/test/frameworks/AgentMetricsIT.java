package io.keyweave.test.frameworks;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.keyweave.test.Contoso;
import io.keyweave.test.Eventually;
import io.keyweave.test.EveryJdk;
import io.keyweave.test.ForkedJvm;
import io.keyweave.test.Jdk;
import io.keyweave.test.Project;
import io.keyweave.test.RunningJvm;
import io.keyweave.test.frameworks.app.Traced;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;

/** What the real agents of OpenTelemetry and of Prometheus' jmx_exporter export of Keyweave, started before it and after it. */
@EnabledIfSystemProperty(named = "keyweave.agents", matches = ".+", disabledReason = "./other-agents runs it")
class AgentMetricsIT {

    private static final String SECRET = "the-secret-of-the-agent";

    @EveryJdk
    void openTelemetryExportsTheMeter(Jdk jdk) throws Exception {
        for (boolean first : new boolean[] {true, false}) {
            try (Collector collector = new Collector()) {
                Map<String, String> environment = Map.of(
                        "OTEL_EXPORTER_OTLP_ENDPOINT",
                        collector.url(),
                        "OTEL_METRIC_EXPORT_INTERVAL",
                        "500",
                        "OTEL_TRACES_EXPORTER",
                        "none",
                        "OTEL_LOGS_EXPORTER",
                        "none");
                run(jdk, first, "opentelemetry-javaagent", "", environment, collector.url(), version -> {
                    String told = Eventually.shows(
                            "an export of Keyweave's numbers",
                            collector::told,
                            List.of("keyweave.version.served", "keyweave.secret.age", version.substring(0, 8)));
                    assertTrue(!told.contains(SECRET), "a value was exported");
                });
            }
        }
    }

    @EveryJdk
    void jmxExporterHasTheSameNames(Jdk jdk) throws Exception {
        Path rules = Project.built("deploy/metrics/jmx-exporter.yaml");
        for (boolean first : new boolean[] {true, false}) {
            int port;
            try (ServerSocket free = new ServerSocket(0)) {
                port = free.getLocalPort();
            }
            URI metrics = URI.create("http://127.0.0.1:" + port + "/metrics");
            try (Collector collector = new Collector()) {
                run(
                        jdk,
                        first,
                        "jmx_prometheus_javaagent",
                        "=127.0.0.1:" + port + ":" + rules,
                        Map.of(),
                        collector.url(),
                        version -> {
                            String labels = "{secret=\"key\",vault=\"contoso\"";
                            String text = Eventually.shows(
                                    "beans",
                                    () -> get(metrics),
                                    List.of(
                                            "keyweave_health 0.0\n",
                                            "keyweave_secrets 1.0\n",
                                            "keyweave_requests_total{outcome=\"OK\"} 1.0\n",
                                            "keyweave_secret_ttl_seconds" + labels + "} 300.0\n",
                                            "keyweave_secret_failures_total" + labels + "} 0.0\n",
                                            "keyweave_secret_remaining_seconds" + labels + "} NaN\n",
                                            "keyweave_version_served" + labels + ",version=\"" + version.substring(0, 8)
                                                    + "\"} 1.0\n"));
                            assertEquals(-1, text.indexOf(SECRET));
                        });
            }
        }
    }

    private interface Looks {
        void look(String version) throws Exception;
    }

    private static void run(
            Jdk jdk,
            boolean first,
            String jar,
            String options,
            Map<String, String> environment,
            String url,
            Looks looks)
            throws Exception {
        String other = "-javaagent:" + Path.of(System.getProperty("keyweave.agents"), jar + ".jar") + options;
        try (Contoso contoso = new Contoso()) {
            String version = contoso.vault().put("key", SECRET);
            ForkedJvm jvm = ForkedJvm.on(jdk);
            jvm = first ? jvm : jvm.option(other);
            jvm = jvm.agent(contoso.settings()).environment(contoso.dev().environment());
            jvm = first ? jvm.option(other) : jvm;
            try (RunningJvm running = jvm.environment(environment)
                    .environment("APP_PASSWORD", "$<kv:contoso/key>")
                    .main(Traced.class, url)
                    .start()) {
                running.awaitOut(line -> line.equals("started"), "the application");
                looks.look(version);
                running.finish().expect(0);
            }
        }
    }

    private static String get(URI uri) throws IOException, InterruptedException {
        return HttpClient.newHttpClient()
                .send(HttpRequest.newBuilder(uri).build(), HttpResponse.BodyHandlers.ofString())
                .body();
    }

    /** Takes what is exported; what is text in it stays readable. */
    private static final class Collector implements AutoCloseable {

        private final List<String> bodies = new CopyOnWriteArrayList<>();
        private final HttpServer server;

        Collector() throws IOException {
            server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
            server.createContext("/", this::take);
            server.start();
        }

        String url() {
            return "http://127.0.0.1:" + server.getAddress().getPort();
        }

        String told() {
            return String.join("\n", bodies);
        }

        private void take(HttpExchange exchange) throws IOException {
            byte[] body = exchange.getRequestBody().readAllBytes();
            if (exchange.getRequestURI().getPath().endsWith("/metrics")) {
                try (GZIPInputStream in = new GZIPInputStream(new ByteArrayInputStream(body))) {
                    body = in.readAllBytes();
                } catch (IOException plain) {
                    // As it came.
                }
                bodies.add(new String(body, StandardCharsets.ISO_8859_1));
            }
            exchange.sendResponseHeaders(200, -1);
            exchange.close();
        }

        @Override
        public void close() {
            server.stop(0);
        }
    }
}
