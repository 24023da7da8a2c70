package io.keyweave.test.spring;

import static io.keyweave.test.spring.SpringVault.TWO;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import io.keyweave.test.EveryJdk;
import io.keyweave.test.Jdk;
import io.keyweave.test.Outcome;
import io.keyweave.test.RunningJvm;
import io.keyweave.test.spring.Expected.Asked;
import io.keyweave.test.spring.container.ServletContainer;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.io.TempDir;

/** The application as a war in Tomcat: nothing of it is on the JVM's class path, everything in a web application's class loader. */
class WarIT {

    @AutoClose
    private static final SpringVault VAULT = new SpringVault();

    @TempDir
    Path directory;

    @EveryJdk
    void inAServletContainer(Jdk jdk) throws Exception {
        VAULT.server.put("two", TWO);
        Path war = Archive.war(
                Files.createDirectories(directory.resolve("deployed")).resolve("shop.war"),
                SpringVault.classes(),
                jars(false));
        try (RunningJvm jvm = VAULT.everySource(jdk, "ttl=2s")
                .directory(directory)
                .property("spring.profiles.active", "prod")
                .classPath(jars(true))
                .classPath(containerClasses())
                .main(
                        ServletContainer.class.getName(),
                        Files.createDirectories(directory.resolve("base/webapps"))
                                .getParent()
                                .toString(),
                        war.toString())
                .start()) {
            String port = jvm.awaitOut(line -> line.startsWith("port="), "the container")
                    .substring("port=".length());
            Asked app = question -> get(jvm, port, question);
            Expected.sources(app);
            Expected.beans(app);
            VAULT.server.put("two", "two-second");
            Expected.until(app, "get profile.secret", "two-second");
            Expected.until(app, "bean refreshed", "two-second");
            assertEquals("app.map.key,profile.secret", app.ask("events"));
            Outcome end = jvm.finish().expect(0);
            assertFalse(end.toString().contains("inside the agent"), end.toString());
        }
    }

    private static String get(RunningJvm jvm, String port, String question) throws Exception {
        URI uri = URI.create(
                "http://127.0.0.1:" + port + "/ask?q=" + URLEncoder.encode(question, StandardCharsets.UTF_8));
        HttpResponse<String> answer = HttpClient.newHttpClient()
                .send(HttpRequest.newBuilder(uri).build(), HttpResponse.BodyHandlers.ofString());
        assertEquals(200, answer.statusCode(), () -> answer.body() + "\n" + String.join("\n", jvm.err()));
        return answer.body();
    }

    private static Path[] jars(boolean ofContainer) {
        return Arrays.stream(SpringVault.classPath())
                .filter(path -> path.toString().endsWith(".jar"))
                .filter(path -> ofContainer == path.getFileName().toString().matches("(tomcat|jakarta.annotation)-.*"))
                .toArray(Path[]::new);
    }

    /** The container's own class without the application that lies beside it. */
    private Path containerClasses() throws Exception {
        String name = ServletContainer.class.getName().replace('.', '/') + ".class";
        Path copy = directory.resolve("container").resolve(name);
        Files.createDirectories(copy.getParent());
        Files.copy(SpringVault.classes().resolve(name), copy);
        return directory.resolve("container");
    }
}
