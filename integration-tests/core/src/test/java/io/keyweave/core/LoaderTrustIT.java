package io.keyweave.core;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.example.trust.PlugIn;
import com.example.trust.ReadsResources;
import com.sun.net.httpserver.HttpServer;
import com.typesafe.config.Config;
import io.keyweave.test.Contoso;
import io.keyweave.test.EveryJdk;
import io.keyweave.test.Jdk;
import io.keyweave.test.Outcome;
import io.keyweave.test.Project;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.jar.JarOutputStream;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import org.jboss.modules.Module;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

/** Resources of class loaders that are not the JVM's own: trusted however they are read, if the loader is one of code. */
class LoaderTrustIT {

    private static final String CLASS = "com/example/trust/PlugIn.class";

    @TempDir
    Path work;

    @AutoClose
    private final Contoso contoso = new Contoso();

    private Path directory;
    private Path jar;
    private Path releases;
    private HttpServer web;

    @BeforeEach
    void fill() throws IOException {
        contoso.vault().put("granted", "the-secret");
        byte[] properties = "a=$<kv:contoso/granted>\n".getBytes();
        byte[] type = Files.readAllBytes(Project.placeOf(PlugIn.class).resolve(CLASS));
        directory = work.resolve("plug-in");
        Files.createDirectories(directory.resolve(CLASS).getParent());
        Files.write(directory.resolve(CLASS), type);
        Files.write(directory.resolve("a.properties"), properties);
        jar = work.resolve("plug-in.jar");
        try (JarOutputStream out = new JarOutputStream(Files.newOutputStream(jar))) {
            out.putNextEntry(new ZipEntry(CLASS));
            out.write(type);
            out.putNextEntry(new ZipEntry("a.properties"));
            out.write(properties);
        }
        releases = work.resolve("releases.jar");
        try (JarOutputStream out = new JarOutputStream(Files.newOutputStream(releases))) {
            out.putNextEntry(new ZipEntry("META-INF/MANIFEST.MF"));
            out.write("Manifest-Version: 1.0\nMulti-Release: true\n\n".getBytes(StandardCharsets.UTF_8));
            out.putNextEntry(new ZipEntry(CLASS));
            out.write(type);
            out.putNextEntry(new ZipEntry("a.properties"));
            out.write("a=of older releases\n".getBytes(StandardCharsets.UTF_8));
            out.putNextEntry(new ZipEntry("META-INF/versions/11/a.properties"));
            out.write(properties);
        }
        web = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        web.createContext("/", exchange -> {
            Path file = directory.resolve(exchange.getRequestURI().getPath().substring(1));
            boolean found = Files.isRegularFile(file);
            exchange.sendResponseHeaders(found ? 200 : 404, found ? 0 : -1);
            if (found) {
                exchange.getResponseBody().write(Files.readAllBytes(file));
            }
            exchange.close();
        });
        web.start();
    }

    @AfterEach
    void stop() {
        web.stop(0);
    }

    private Outcome run(Jdk jdk, boolean code) {
        return contoso.jvm(jdk)
                .classPathOf(Config.class)
                .main(
                        ReadsResources.class,
                        String.valueOf(code),
                        directory.toUri().toString(),
                        jar.toUri().toString(),
                        releases.toUri().toString(),
                        "http://localhost:" + web.getAddress().getPort() + "/")
                .run()
                .expect(0)
                .expectHarmless();
    }

    @EveryJdk
    void resourcesOfCodeAreResolvedHoweverTheyAreRead(Jdk jdk) {
        Outcome outcome = run(jdk, true);

        assertEquals(103, outcome.out().size(), outcome.toString());
        for (String line : outcome.out()) {
            assertTrue(line.endsWith("=the-secret"), line + "\n" + outcome);
        }
        assertEquals(List.of(), outcome.err());
    }

    /** An application as WildFly starts its deployments: of a module repository, on no class path. */
    @EveryJdk
    void aModuleOfJBossModules(Jdk jdk) throws IOException {
        Path module = Files.createDirectories(work.resolve("modules/com/example/main"));
        Path type = Files.createDirectories(module.resolve("classes/com/example/trust"));
        try (Stream<Path> classes =
                Files.list(Project.placeOf(ReadsResources.class).resolve("com/example/trust"))) {
            for (Path one : classes.toList()) {
                Files.copy(one, type.resolve(one.getFileName()));
            }
        }
        Files.copy(Project.placeOf(Config.class), module.resolve("config.jar"));
        try (JarOutputStream out = new JarOutputStream(Files.newOutputStream(module.resolve("files.jar")))) {
            out.putNextEntry(new ZipEntry("a.properties"));
            out.write("a=$<kv:contoso/granted>\n".getBytes(StandardCharsets.UTF_8));
        }
        Files.writeString(
                module.resolve("module.xml"),
                """
                <module xmlns="urn:jboss:module:1.9" name="com.example">
                  <main-class name="com.example.trust.ReadsResources"/>
                  <resources>
                    <resource-root path="classes"/>
                    <resource-root path="config.jar"/>
                    <resource-root path="files.jar"/>
                  </resources>
                </module>
                """);
        Outcome outcome = contoso.jvm(jdk)
                .jar(
                        Project.placeOf(Module.class),
                        "-mp",
                        work.resolve("modules").toString(),
                        "com.example")
                .run()
                .expect(0)
                .expectHarmless();

        assertEquals(11, outcome.out().size(), outcome.toString());
        for (String line : outcome.out()) {
            assertTrue(line.startsWith("org.jboss.modules.") && line.endsWith("=the-secret"), outcome.toString());
        }
    }

    /** Nor is a text of a user's, however it is read. */
    @EveryJdk
    void aLoaderForResourcesOnlyIsNoTrust(Jdk jdk) {
        Outcome outcome = run(jdk, false);

        assertEquals(103 + 5, outcome.out().size(), outcome.toString());
        for (String line : outcome.out()) {
            assertTrue(line.endsWith("=$<kv:contoso/granted>"), line + "\n" + outcome);
        }
        assertTrue(outcome.errText().contains("not trusted"), outcome.toString());
        assertEquals(List.of(), contoso.vault().requests());
    }
}
