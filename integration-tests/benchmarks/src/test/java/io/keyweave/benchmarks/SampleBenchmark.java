package io.keyweave.benchmarks;

import io.keyweave.test.Jdk;
import io.keyweave.test.PostgresServer;
import io.keyweave.test.Project;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * The sample {@code samples/spring-boot} (web, JPA, HikariCP) from its nested jar with a real PostgreSQL until it is ready, with and
 * without the agent. No secret anywhere: a properties file with the ordinary password is in for the jar's own.
 */
public final class SampleBenchmark {

    private static final String PLAIN = "the sample";
    private static final String AGENT = "with the agent, no secret";
    private static final String ACCOUNT = "shop";
    private static final String PASSWORD = "an-ordinary-password";
    private static final String PLACEHOLDER = "$<kv:contoso/shop-db-password>";

    private SampleBenchmark() {}

    /**
     * @param args the sample's nested jar, then rounds (default 11)
     */
    public static void main(String[] args) throws IOException {
        Path jar = Path.of(args[0]).toAbsolutePath();
        int rounds = args.length > 1 ? Integer.parseInt(args[1]) : 11;
        Path work = Files.createTempDirectory("keyweave-benchmark");
        Path properties = Files.writeString(work.resolve("application.properties"), ordinaryProperties());
        StringBuilder page = new StringBuilder();
        for (Jdk jdk : Jdk.all()) {
            try (PostgresServer postgres = new PostgresServer()) {
                postgres.password(ACCOUNT, PASSWORD);
                List<String> sample = List.of(
                        "-Dserver.port=0",
                        "-Ddb.url=" + postgres.url("postgres"),
                        "-Dspring.config.location=" + properties.toUri(),
                        "-cp",
                        jar + File.pathSeparator + StartupBenchmark.testClasses(),
                        UntilReady.class.getName(),
                        "org.springframework.boot.loader.launch.JarLauncher");
                PairedRuns runs = new PairedRuns("the Spring Boot sample, " + jdk, Map.of())
                        .add(PLAIN, command(jdk, List.of(), sample))
                        .add(AGENT, command(jdk, List.of("-javaagent:" + Project.agentJar()), sample));
                runs.run(rounds);
                page.append("### ")
                        .append(jdk)
                        .append("\n\n")
                        .append(runs.table())
                        .append(PairedRuns.ratioHead("ratio, run by run (median of " + rounds + ")"))
                        .append(runs.ratio(AGENT, PLAIN))
                        .append('\n');
            }
        }
        PerformancePage.replace("sample", page.toString());
        System.out.println(page);
    }

    /** What is in the sample's jar, but for the one value that is a placeholder there. */
    private static String ordinaryProperties() throws IOException {
        Path file = Project.home().resolve("samples/spring-boot/src/main/resources/application.properties");
        String properties = Files.readString(file).replace(PLACEHOLDER, PASSWORD);
        if (properties.contains("$<")) {
            throw new IOException(file + " has a placeholder that this benchmark does not know");
        }
        return properties;
    }

    private static List<String> command(Jdk jdk, List<String> agent, List<String> sample) {
        List<String> command = new ArrayList<>(List.of(jdk.tool("java").toString()));
        command.addAll(agent);
        command.addAll(sample);
        return command;
    }
}
