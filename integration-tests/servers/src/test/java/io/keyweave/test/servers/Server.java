package io.keyweave.test.servers;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.keyweave.test.Contoso;
import io.keyweave.test.Eventually;
import io.keyweave.test.ForkedJvm;
import io.keyweave.test.Jdk;
import io.keyweave.test.Project;
import io.keyweave.test.RunningJvm;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.HttpURLConnection;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** A server with the {@link WebApplication}, started by its own script, which meets the agent by {@code JAVA_TOOL_OPTIONS} or as docs/frameworks.md shows. */
final class Server implements AutoCloseable {

    /** A whole application server on a machine that does other things as well. */
    private static final Duration PATIENCE = Duration.ofMinutes(5);

    /** Options of the JVM of a test. */
    static final String QUICK = "-XX:TieredStopAtLevel=1 -Djava.net.preferIPv4Stack=true";

    /** The agent as docs/frameworks.md names it. */
    static final String AGENT_OF_PAGE =
            "-javaagent:/opt/keyweave-agent.jar=vault.contoso=https://contoso.vault.azure.net";

    private final RunningJvm jvm;
    private final int port;

    private Server(RunningJvm jvm, int port) {
        this.jvm = jvm;
        this.port = port;
    }

    /** Where the build has unpacked a server: the directory whose name begins like this. */
    static Path home(String prefix) {
        Path servers = Project.built("integration-tests/servers/target/servers");
        try (Stream<Path> found = Files.list(servers)) {
            return found.filter(path -> path.getFileName().toString().startsWith(prefix))
                    .findFirst()
                    .orElseThrow();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** A port that nobody uses. */
    static int freePort() {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** What names the agent to a JVM. */
    static String agent(Contoso contoso) {
        return "-javaagent:" + Project.agentJar() + "=" + contoso.settings() + ",ttl=2s,startup-timeout=2m";
    }

    /**
     * Starts a script of a server and does not wait.
     *
     * @param variables {@code JAVA_TOOL_OPTIONS} among them where the agent comes otherwise
     */
    static Server start(
            Jdk jdk, Contoso contoso, Path directory, int port, Map<String, String> variables, Object... command) {
        List<String> words = new ArrayList<>();
        for (Object word : command) {
            words.add(word.toString());
        }
        ProcessBuilder script = new ProcessBuilder(words).directory(directory.toFile());
        Map<String, String> environment = script.environment();
        environment.keySet().removeIf(ForkedJvm::steers);
        environment.putAll(contoso.dev().environment());
        environment.put("JAVA_HOME", jdk.home().toString());
        environment.put("JAVA_TOOL_OPTIONS", agent(contoso) + ' ' + QUICK);
        environment.putAll(variables);
        return new Server(RunningJvm.start(script), port);
    }

    RunningJvm jvm() {
        return jvm;
    }

    /** Waits until the application answers. */
    Server ready() {
        try {
            Eventually.holds("the application to answer", PATIENCE, jvm, () -> {
                if (!jvm.isAlive()) {
                    throw new AssertionError("the server has ended\n" + jvm);
                }
                return !show("property=java.version").isEmpty();
            });
            return this;
        } catch (AssertionError e) {
            close();
            throw e;
        }
    }

    /** The answer of the application to {@code KIND=NAME}. */
    String show(String question) throws IOException {
        return show("kw", question);
    }

    private String show(String application, String question) throws IOException {
        int equals = question.indexOf('=') + 1;
        String query =
                question.substring(0, equals) + URLEncoder.encode(question.substring(equals), StandardCharsets.UTF_8);
        HttpURLConnection connection =
                (HttpURLConnection) URI.create("http://127.0.0.1:" + port + "/" + application + "/show?" + query)
                        .toURL()
                        .openConnection();
        connection.setConnectTimeout(10_000);
        connection.setReadTimeout(60_000);
        try (InputStream body = connection.getInputStream()) {
            return new String(body.readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    /** Asks all questions and expects this value as the answer. */
    void expect(String value, String... questions) throws IOException {
        expectOf("kw", value, questions);
    }

    /** The same of another application of this server. */
    void expectOf(String application, String value, String... questions) throws IOException {
        Map<String, String> wanted = new LinkedHashMap<>();
        Map<String, String> answers = new LinkedHashMap<>();
        for (String question : questions) {
            wanted.put(question, "value " + value);
            answers.put(question, show(application, question));
        }
        assertEquals(wanted, answers, jvm::toString);
    }

    @Override
    public void close() {
        jvm.close();
    }
}
