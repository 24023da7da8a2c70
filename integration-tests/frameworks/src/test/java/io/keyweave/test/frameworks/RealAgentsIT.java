package io.keyweave.test.frameworks;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.keyweave.test.Contoso;
import io.keyweave.test.EveryJdk;
import io.keyweave.test.ForkedJvm;
import io.keyweave.test.Jdk;
import io.keyweave.test.Outcome;
import io.keyweave.test.Project;
import io.keyweave.test.RunningJvm;
import io.keyweave.test.frameworks.app.Traced;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.zip.GZIPInputStream;
import java.util.zip.InflaterInputStream;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;

/**
 * The table of docs/agents.md, with the real agents: {@code ./other-agents} downloads them. Three send what they have read to a server of this
 * test, two are asked for it. Keyweave resolves the application's placeholder in either order.
 */
@EnabledIfSystemProperty(named = "keyweave.agents", matches = ".+", disabledReason = "./other-agents runs it")
class RealAgentsIT {

    private static final String PLACEHOLDER = "$<kv:contoso/key>";
    private static final String SECRET = "the-secret-of-the-agent";

    @TempDir
    private static Path directory;

    @EveryJdk
    void openTelemetry(Jdk jdk) throws Exception {
        sends(
                jdk,
                "opentelemetry-javaagent",
                "OpenTelemetry",
                server -> Map.of(
                        "OTEL_EXPORTER_OTLP_HEADERS",
                        "api-key=" + PLACEHOLDER,
                        "OTEL_EXPORTER_OTLP_ENDPOINT",
                        server,
                        "OTEL_BSP_SCHEDULE_DELAY",
                        "100"));
    }

    @EveryJdk
    void elasticApm(Jdk jdk) throws Exception {
        sends(
                jdk,
                "elastic-apm-agent",
                "Elastic APM",
                server -> Map.of(
                        "ELASTIC_APM_SECRET_TOKEN", PLACEHOLDER,
                        "ELASTIC_APM_SERVER_URL", server));
    }

    @EveryJdk
    void applicationInsights(Jdk jdk) throws Exception {
        sends(
                jdk,
                "applicationinsights-agent",
                "Application Insights",
                server -> Map.of(
                        "APPLICATIONINSIGHTS_CONNECTION_STRING",
                        "InstrumentationKey=" + PLACEHOLDER + ";IngestionEndpoint=" + server + "/"));
    }

    @EveryJdk
    void datadog(Jdk jdk) throws Exception {
        Map<String, String> environment = Map.of("DD_API_KEY", PLACEHOLDER);
        Outcome first = outcome(jdk, true, "dd-java-agent", environment);
        assertTrue(first.out().contains("datadog " + SECRET), first.toString());
        Outcome second = outcome(jdk, false, "dd-java-agent", environment);
        assertTrue(second.out().contains("datadog " + PLACEHOLDER), second.toString());
        warned(second, "Datadog");
    }

    @EveryJdk
    void newRelic(Jdk jdk) throws Exception {
        assumeTrue(jdk.feature() <= 24, "New Relic 8.19.0 does nothing on a newer JDK");
        Map<String, String> environment = Map.of(
                "NEW_RELIC_LICENSE_KEY", PLACEHOLDER,
                "NEW_RELIC_APP_NAME", "test",
                "NEW_RELIC_LOG_FILE_NAME", "STDOUT");
        Outcome first = outcome(jdk, true, "newrelic-agent", environment);
        assertTrue(first.out().contains("newrelic " + SECRET), first.toString());
        Outcome second = outcome(jdk, false, "newrelic-agent", environment);
        assertTrue(second.out().contains("newrelic " + PLACEHOLDER), second.toString());
        warned(second, "New Relic");
    }

    /** They read no credential: the application's own is resolved in both orders. */
    @EveryJdk
    void jacocoAndJmxExporter(Jdk jdk) throws Exception {
        Path rules = Files.writeString(directory.resolve("rules.yml"), "rules:\n- pattern: .*\n");
        String coverage = "=destfile=" + directory.resolve("jacoco.exec");
        for (boolean first : new boolean[] {true, false}) {
            outcome(jdk, first, "org.jacoco.agent-runtime", Map.of(), coverage);
            outcome(jdk, first, "jmx_prometheus_javaagent", Map.of(), "=0:" + rules);
        }
    }

    private interface Environment {
        Map<String, String> towards(String server);
    }

    private static void sends(Jdk jdk, String jar, String name, Environment environment) throws Exception {
        try (Backend first = new Backend()) {
            run(jdk, true, jar, environment.towards(first.url()), "", first, first.secret);
            assertFalse(first.literal(), "a placeholder was sent");
        }
        try (Backend second = new Backend()) {
            Outcome outcome = run(jdk, false, jar, environment.towards(second.url()), "", second, second.literal);
            assertEquals(1, second.secret.getCount(), "the secret was sent");
            warned(outcome, name);
        }
    }

    private static Outcome outcome(
            Jdk jdk, boolean first, String jar, Map<String, String> environment, String... options) throws Exception {
        try (Backend backend = new Backend()) {
            return run(
                    jdk,
                    first,
                    jar,
                    environment,
                    options.length == 0 ? "" : options[0],
                    backend,
                    new CountDownLatch(0));
        }
    }

    private static Outcome run(
            Jdk jdk,
            boolean first,
            String jar,
            Map<String, String> environment,
            String options,
            Backend backend,
            CountDownLatch until)
            throws Exception {
        String other = "-javaagent:" + Path.of(System.getProperty("keyweave.agents"), jar + ".jar") + options;
        try (Contoso vault = new Contoso()) {
            vault.vault().put("key", SECRET);
            ForkedJvm jvm = ForkedJvm.on(jdk);
            if (!first) {
                jvm = jvm.option(other);
            }
            jvm = jvm.agent(vault.settings()).environment(vault.dev().environment());
            if (first) {
                jvm = jvm.option(other);
            }
            try (RunningJvm running = jvm.environment(environment)
                    .environment("APP_PASSWORD", PLACEHOLDER)
                    .directory(directory)
                    .classPath(application())
                    .main(Traced.class.getName(), backend.url())
                    .start()) {
                running.awaitOut(line -> line.equals("started"), "the application");
                assertTrue(until.await(3, TimeUnit.MINUTES), "nothing arrived: " + backend.seen);
                Outcome outcome = running.finish().expect(0);
                assertTrue(outcome.out().contains("application " + SECRET), outcome.toString());
                assertEquals(
                        first ? 0 : environment.isEmpty() ? 0 : 1,
                        outcome.err().stream()
                                .filter(line -> line.contains("was started before Keyweave"))
                                .count(),
                        outcome.toString());
                return outcome;
            }
        }
    }

    /** With nothing else: the JVM looks for an agent's classes on the class path first, and the tests have one of New Relic's name. */
    private static Path application() throws IOException {
        String name = Traced.class.getName().replace('.', '/') + ".class";
        Path file = directory.resolve("classes").resolve(name);
        if (!Files.exists(file)) {
            Files.createDirectories(file.getParent());
            Files.copy(Project.placeOf(Traced.class).resolve(name), file);
        }
        return directory.resolve("classes");
    }

    private static void warned(Outcome outcome, String name) {
        assertTrue(
                outcome.errText().contains("the agent of " + name + " was started before Keyweave"),
                outcome.toString());
    }

    /** Takes whatever it is sent and notes whether the secret or the placeholder is in it. */
    private static final class Backend implements AutoCloseable {

        private final CountDownLatch secret = new CountDownLatch(1);
        private final CountDownLatch literal = new CountDownLatch(1);
        private final List<String> seen = new ArrayList<>();
        private final ExecutorService threads = Executors.newCachedThreadPool();
        private final HttpServer server;

        Backend() throws IOException {
            server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
            server.setExecutor(threads);
            server.createContext("/", this::take);
            server.start();
        }

        String url() {
            return "http://127.0.0.1:" + server.getAddress().getPort();
        }

        boolean literal() {
            return literal.getCount() == 0;
        }

        private void take(HttpExchange exchange) throws IOException {
            StringBuilder all = new StringBuilder(String.valueOf(exchange.getRequestURI()));
            exchange.getRequestHeaders()
                    .forEach((name, values) -> all.append('\n').append(name).append(values));
            all.append('\n').append(unpacked(exchange.getRequestBody().readAllBytes()));
            synchronized (seen) {
                seen.add(String.valueOf(exchange.getRequestURI()));
            }
            if (all.indexOf(SECRET) >= 0) {
                secret.countDown();
            }
            if (all.indexOf("$<kv:") >= 0) {
                literal.countDown();
            }
            exchange.sendResponseHeaders(200, -1);
            exchange.close();
        }

        private static String unpacked(byte[] body) {
            byte[] plain = body;
            try (GZIPInputStream in = new GZIPInputStream(new ByteArrayInputStream(body))) {
                plain = in.readAllBytes();
            } catch (IOException notGzip) {
                try (InflaterInputStream in = new InflaterInputStream(new ByteArrayInputStream(body))) {
                    plain = in.readAllBytes();
                } catch (IOException notDeflated) {
                    plain = body;
                }
            }
            return new String(plain, StandardCharsets.ISO_8859_1);
        }

        @Override
        public void close() {
            server.stop(0);
            threads.shutdownNow();
        }
    }
}
