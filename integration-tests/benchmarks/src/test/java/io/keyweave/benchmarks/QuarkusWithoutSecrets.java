package io.keyweave.benchmarks;

import io.keyweave.test.Jdk;
import io.keyweave.test.Project;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import java.util.zip.ZipOutputStream;

/** The Quarkus application of the integration tests, {@code application.properties} and {@code .yaml} in its jar, with plain values in them. */
final class QuarkusWithoutSecrets {

    private final Path home;

    QuarkusWithoutSecrets(Path work) throws IOException {
        Path built = Project.built("integration-tests/quarkus/target/quarkus-app");
        home = work.resolve("quarkus-app");
        try (Stream<Path> files = Files.walk(built)) {
            for (Path file : (Iterable<Path>) files::iterator) {
                Path copy = home.resolve(built.relativize(file).toString());
                if (Files.isDirectory(file)) {
                    Files.createDirectories(copy);
                } else if (built.relativize(file).startsWith("app")) {
                    plain(file, copy);
                } else {
                    Files.copy(file, copy);
                }
            }
        }
    }

    /** What its files name. Nobody connects to that database. */
    static Map<String, String> environment(Map<String, String> more) {
        Map<String, String> all = new HashMap<>(more);
        all.put("ODD", "plain");
        all.put("DATABASE", "jdbc:postgresql://127.0.0.1:1/orders");
        return all;
    }

    /** Starts, finds its standard input at an end, and ends. */
    List<String> command(Jdk jdk, List<String> options) {
        List<String> command = new ArrayList<>(List.of(jdk.tool("java").toString()));
        command.addAll(options);
        command.add("-jar");
        command.add(home.resolve("quarkus-run.jar").toString());
        return command;
    }

    private static void plain(Path jar, Path copy) throws IOException {
        try (ZipFile from = new ZipFile(jar.toFile());
                OutputStream file = Files.newOutputStream(copy);
                ZipOutputStream out = new ZipOutputStream(file)) {
            for (ZipEntry entry : Collections.list(from.entries())) {
                byte[] bytes;
                try (InputStream in = from.getInputStream(entry)) {
                    bytes = in.readAllBytes();
                }
                if (entry.getName().matches(".*\\.(properties|yaml)")) {
                    bytes = new String(bytes, StandardCharsets.UTF_8)
                            .replaceAll("\\$<[^>]*>", "plain")
                            .getBytes(StandardCharsets.UTF_8);
                }
                out.putNextEntry(new ZipEntry(entry.getName()));
                out.write(bytes);
            }
        }
    }
}
