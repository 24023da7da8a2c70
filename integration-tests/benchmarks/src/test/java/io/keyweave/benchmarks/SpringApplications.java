package io.keyweave.benchmarks;

import io.keyweave.benchmarks.spring.ShopApplication;
import io.keyweave.test.Jdk;
import io.keyweave.test.Project;
import java.io.File;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.function.IntFunction;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.stream.Stream;

/** Commands that start {@link ShopApplication}, with what its {@code application.properties} holds. */
final class SpringApplications {

    static final int SECRETS = 20;

    private static final String LOGBACK =
            "<configuration><include resource=\"org/springframework/boot/logging/logback/base.xml\"/>"
                    + "</configuration>";

    private final Path work;

    SpringApplications(Path work) {
        this.work = work;
    }

    static String placeholder(int secret) {
        return "$<kv:shop/secret-" + secret + ">";
    }

    /** An {@code application.properties} of twenty such lines. */
    static String properties(IntFunction<String> line) {
        StringBuilder text = new StringBuilder("server.port=0\n");
        for (int i = 0; i < SECRETS; i++) {
            text.append(line.apply(i)).append('\n');
        }
        return text.toString();
    }

    /** An {@code application.yml} of twenty ordinary values. */
    static String yaml() {
        StringBuilder text = new StringBuilder("server.port: 0\nshop:\n");
        for (int i = 0; i < SECRETS; i++) {
            text.append("  key-").append(i).append(": \"value ").append(i).append("\"\n");
        }
        return text.toString();
    }

    /** The application of Spring Boot 3 with an {@code application.yml}, and a {@code logback-spring.xml} that the JDK's parser reads. */
    List<String> yamlCommand(Jdk jdk, String yaml, List<String> options) {
        return command(jdk, "spring-boot-3", "application.yml", yaml, ShopApplication.class, options);
    }

    /** Another main class with the libraries of Spring Boot 3. */
    List<String> main(Jdk jdk, Class<?> main, List<String> options) {
        return command(jdk, "spring-boot-3", "application.properties", "", main, options);
    }

    /**
     * @param classPath which of those that {@code ./benchmarks} asked Maven for
     * @param properties the content of {@code application.properties}
     * @param options what stands before the class path: JVM options, agents
     */
    List<String> command(Jdk jdk, String classPath, String properties, List<String> options) {
        return command(jdk, classPath, "application.properties", properties, ShopApplication.class, options);
    }

    private List<String> command(
            Jdk jdk, String classPath, String file, String content, Class<?> main, List<String> options) {
        try {
            Path libraries = Project.built("integration-tests/benchmarks/target/class-path-" + classPath);
            List<String> command = new ArrayList<>(List.of(jdk.tool("java").toString()));
            command.addAll(options);
            command.add("-cp");
            command.add(String.join(
                    File.pathSeparator,
                    application(file, content).toString(),
                    Files.readString(libraries).trim()));
            command.add(main.getName());
            return command;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The application as a jar, because an AOT cache knows no directories; one for each content. */
    private Path application(String name, String content) throws IOException {
        Path jar = work.resolve("shop-" + Integer.toHexString((name + content).hashCode()) + ".jar");
        if (Files.exists(jar)) {
            return jar;
        }
        Path classes = Path.of(StartupBenchmark.testClasses());
        List<Path> entries = new ArrayList<>();
        try (Stream<Path> found = Files.list(classes.resolve("io/keyweave/benchmarks/spring"))) {
            found.forEach(entries::add);
        }
        entries.add(classes.resolve("io/keyweave/benchmarks/PeakMemory.class"));
        Collections.sort(entries);
        try (OutputStream file = Files.newOutputStream(jar);
                JarOutputStream out = new JarOutputStream(file)) {
            out.putNextEntry(new JarEntry(name));
            out.write(content.getBytes(StandardCharsets.UTF_8));
            if (name.endsWith(".yml")) {
                out.putNextEntry(new JarEntry("logback-spring.xml"));
                out.write(LOGBACK.getBytes(StandardCharsets.UTF_8));
            }
            for (Path entry : entries) {
                out.putNextEntry(
                        new JarEntry(classes.relativize(entry).toString().replace(File.separatorChar, '/')));
                out.write(Files.readAllBytes(entry));
            }
        }
        return jar;
    }
}
