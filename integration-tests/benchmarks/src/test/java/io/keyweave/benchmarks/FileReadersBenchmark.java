package io.keyweave.benchmarks;

import io.keyweave.benchmarks.spring.JsonBodies;
import io.keyweave.test.Jdk;
import io.keyweave.test.Project;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * What it costs that the readers of YAML, JSON and XML are patched: a start of Spring Boot and one of Quarkus without any secret whose files are
 * YAML, properties and XML, with this agent and with a copy that does not know those readers, and a body of 1 MB parsed by Jackson in a JVM
 * that has a placeholder, with the agent and without.
 */
public final class FileReadersBenchmark {

    private static final String THIS = "with the agent";
    private static final String OTHER = "with an agent that does not know the readers";
    private static final String NONE = "without an agent";

    /** How much the second compiler does differs from start to start by more than what is measured here. */
    private static final List<String> STEADY = List.of("-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC");

    private FileReadersBenchmark() {}

    /**
     * @param args rounds, then {@code spring}, {@code quarkus} or {@code json} if only that is wanted
     */
    public static void main(String[] args) throws IOException {
        int rounds = args.length > 0 ? Integer.parseInt(args[0]) : 31;
        String only = args.length > 1 ? args[1] : "";
        Path work = Files.createTempDirectory("keyweave-benchmark");
        List<String> agent = List.of("-javaagent:" + Project.agentJar());
        List<String> other = List.of("-javaagent:" + AgentWithoutReaders.write(work));
        try (Vaults vaults = new Vaults(work)) {
            for (Jdk jdk : Jdk.all()) {
                System.out.println("\n### JDK " + jdk.feature() + '\n');
                SpringApplications shop = new SpringApplications(work);
                if (only.isEmpty() || only.equals("spring")) {
                    String yaml = SpringApplications.yaml();
                    starts(
                            rounds,
                            new PairedRuns("Spring Boot", vaults.appServiceEnvironment())
                                    .add(THIS, shop.yamlCommand(jdk, yaml, steady(agent)))
                                    .add(OTHER, shop.yamlCommand(jdk, yaml, steady(other))));
                }
                if (only.isEmpty() || only.equals("quarkus")) {
                    QuarkusWithoutSecrets quarkus =
                            new QuarkusWithoutSecrets(Files.createTempDirectory(work, "quarkus"));
                    starts(
                            rounds,
                            new PairedRuns("Quarkus", QuarkusWithoutSecrets.environment(vaults.appServiceEnvironment()))
                                    .add(THIS, quarkus.command(jdk, steady(agent)))
                                    .add(OTHER, quarkus.command(jdk, steady(other))));
                }
                if (only.isEmpty() || only.equals("json")) {
                    PairedRuns bodies = new PairedRuns("body", vaults.appServiceEnvironment())
                            .add(
                                    THIS,
                                    shop.main(
                                            jdk,
                                            JsonBodies.class,
                                            List.of(
                                                    agent.get(0) + vaults.settings(),
                                                    "-Dsecret=" + SpringApplications.placeholder(0))))
                            .add(NONE, shop.main(jdk, JsonBodies.class, List.of()));
                    bodies.run(rounds);
                    System.out.println("1 MB of JSON, CPU of the thread, with the agent and a placeholder / without: "
                            + bodies.spreadOfPrinted(THIS, NONE, "JSON "));
                    System.out.println("  the same, of a stream as a multiple of an array: "
                            + bodies.spreadOfPrinted(THIS, NONE, "STREAM "));
                }
            }
        }
    }

    private static List<String> steady(List<String> agent) {
        List<String> options = new ArrayList<>(agent);
        options.addAll(STEADY);
        return options;
    }

    private static void starts(int rounds, PairedRuns starts) {
        starts.run(rounds);
        System.out.printf(
                Locale.ROOT,
                "%s, CPU of the process: %.3f s; %s / %s: %s%n",
                starts.title(),
                starts.cpu(THIS),
                THIS,
                OTHER,
                starts.spreadOfCpu(THIS, OTHER));
    }
}
