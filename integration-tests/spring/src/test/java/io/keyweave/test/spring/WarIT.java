package io.keyweave.test.spring;

import static io.keyweave.test.spring.SpringVault.TWO;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.keyweave.test.EveryJdk;
import io.keyweave.test.ForkedJvm;
import io.keyweave.test.Jdk;
import io.keyweave.test.RunningJvm;
import io.keyweave.test.spring.Expected.Asked;
import io.keyweave.test.spring.container.ServletContainer;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.stream.Stream;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The application as a war in Tomcat: nothing of it is on the JVM's class path, everything in a web application's class loader. */
class WarIT {

    @AutoClose
    private static final SpringVault VAULT = new SpringVault();

    @TempDir
    Path directory;

    /**
     * A container that is not restarted for a deployment must not keep the application before. What is softly held, as by Jackson's thread-locals, is
     * let go at once here. What the agent has for its placeholders goes with it.
     */
    @EveryJdk
    void readsAndRotatesInAServletContainerAndIsNotHeldOnceUndeployed(Jdk jdk) throws Exception {
        VAULT.server.put("two", TWO);
        deploy("ROOT.war");
        try (RunningJvm jvm = container(jdk, "-XX:SoftRefLRUPolicyMSPerMB=0")) {
            String port = port(jvm);
            Asked app = question -> get(jvm, port, question);
            Expected.sources(app);
            Expected.beans(app);
            VAULT.server.put("two", "two-second");
            Expected.until(app, "get profile.secret", "two-second");
            Expected.until(app, "bean refreshed", "two-second");
            assertEquals("app.map.key,profile.secret", app.ask("events"));
            int markers = Integer.parseInt(jvm.ask("markers", "="));
            assertTrue(markers > 5, "markers: " + markers);
            assertEquals("gone", jvm.ask("undeploy", "="));
            assertEquals("0", jvm.ask("no markers", "="));
            jvm.finish().expect(0).expectHarmless();
        }
    }

    /** What one application cannot have is its own affair. */
    @Test
    void theContainerGoesOn() throws Exception {
        deploy("ROOT.war");
        deploy("wrong.war", "WEB-INF/classes/config/application.properties", "wrong=$<kv:contoso/nowhere>");
        try (RunningJvm jvm = container(Jdk.oldest())) {
            String port = port(jvm);
            jvm.awaitErr(
                    line -> line.contains("contoso/nowhere  class path resource [config/application.properties]"),
                    "the report");
            assertEquals(404, send(port, "/wrong/ask?q=events").statusCode());
            assertEquals(SpringVault.ONE, get(jvm, port, "get app.defaulted"));
            jvm.finish().expect(0);
        }
    }

    private void deploy(String name) throws Exception {
        deploy(name, "", "");
    }

    /** @param file a further file of the web application, none if empty */
    private void deploy(String name, String file, String text) throws Exception {
        Path webapps = Files.createDirectories(directory.resolve("base/webapps"));
        Path war = Archive.war(webapps.resolve(name), SpringVault.classes(), jars(false));
        if (!file.isEmpty()) {
            try (FileSystem inside = FileSystems.newFileSystem(war)) {
                Path path = inside.getPath(file);
                Files.createDirectories(path.getParent());
                Files.writeString(path, text);
            }
        }
    }

    private RunningJvm container(Jdk jdk, String... options) throws Exception {
        ForkedJvm jvm = VAULT.everySource(jdk, "ttl=2s");
        for (String option : options) {
            jvm.option(option);
        }
        return jvm.directory(directory)
                .property("spring.profiles.active", "prod")
                .classPath(jars(true))
                .classPath(containerClasses())
                .main(
                        ServletContainer.class.getName(),
                        directory.resolve("base").toString())
                .start();
    }

    private static String port(RunningJvm jvm) {
        return jvm.awaitOut(line -> line.startsWith("port="), "the container").substring("port=".length());
    }

    private static String get(RunningJvm jvm, String port, String question) throws Exception {
        HttpResponse<String> answer = send(port, "/ask?q=" + URLEncoder.encode(question, StandardCharsets.UTF_8));
        assertEquals(200, answer.statusCode(), () -> answer.body() + "\n" + String.join("\n", jvm.err()));
        return answer.body();
    }

    private static HttpResponse<String> send(String port, String path) throws Exception {
        URI uri = URI.create("http://127.0.0.1:" + port + path);
        return HttpClient.newHttpClient()
                .send(HttpRequest.newBuilder(uri).build(), HttpResponse.BodyHandlers.ofString());
    }

    private static Path[] jars(boolean ofContainer) {
        return Arrays.stream(SpringVault.classPath())
                .filter(path -> path.toString().endsWith(".jar"))
                .filter(path -> ofContainer == path.getFileName().toString().matches("(tomcat|jakarta.annotation)-.*"))
                .toArray(Path[]::new);
    }

    /** The container's own classes without the application that lies beside them. */
    private Path containerClasses() throws Exception {
        String name = ServletContainer.class.getPackageName().replace('.', '/');
        Path copy = Files.createDirectories(directory.resolve("container").resolve(name));
        try (Stream<Path> classes = Files.list(SpringVault.classes().resolve(name))) {
            for (Path one : classes.toList()) {
                Files.copy(one, copy.resolve(one.getFileName()));
            }
        }
        return directory.resolve("container");
    }
}
