package io.keyweave.benchmarks;

import io.keyweave.benchmarks.spring.JsonBodies;
import io.keyweave.test.Jdk;
import io.keyweave.test.Project;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.util.List;
import java.util.Locale;

/**
 * What it costs that the readers of YAML, JSON and XML are patched: a start of Spring Boot without any secret whose files are YAML and XML,
 * with this agent and with another one (the same without those patches), and a body of 1 MB parsed by Jackson in a JVM that has a
 * placeholder, with the agent and without.
 */
public final class FileReadersBenchmark {

    private static final String THIS = "this agent";
    private static final String OTHER = "the other agent";
    private static final String WITH = "Jackson, with the agent and a placeholder";
    private static final String WITHOUT = "Jackson, without the agent";

    private FileReadersBenchmark() {}

    /**
     * @param args rounds, then the jar of another agent; without it only the body is measured
     */
    public static void main(String[] args) throws IOException, GeneralSecurityException {
        int rounds = args.length > 0 ? Integer.parseInt(args[0]) : 15;
        Path work = Files.createTempDirectory("keyweave-benchmark");
        StringBuilder text = new StringBuilder();
        try (Vaults vaults = new Vaults(work)) {
            SpringApplications shop = new SpringApplications(work);
            Jdk jdk = Jdk.oldest();
            if (args.length > 1) {
                String yaml = SpringApplications.yaml();
                PairedRuns starts = new PairedRuns("start", vaults.appServiceEnvironment())
                        .add(THIS, shop.yamlCommand(jdk, yaml, List.of("-javaagent:" + Project.agentJar())))
                        .add(OTHER, shop.yamlCommand(jdk, yaml, List.of("-javaagent:" + args[1])));
                starts.run(rounds);
                text.append(starts.table()).append(PairedRuns.ratioHead("ratio, run by run (median)"));
                text.append(starts.ratio(THIS, OTHER)).append('\n');
            }
            List<String> agent = List.of(
                    "-javaagent:" + Project.agentJar() + vaults.settings(),
                    "-Dsecret=" + SpringApplications.placeholder(0));
            PairedRuns bodies = new PairedRuns("body", vaults.appServiceEnvironment())
                    .add(WITH, shop.main(jdk, JsonBodies.class, agent))
                    .add(WITHOUT, shop.main(jdk, JsonBodies.class, List.of()));
            bodies.run(rounds);
            text.append(String.format(
                    Locale.ROOT,
                    "1 MB of JSON, CPU, with / without, run by run (median): %.3f%n",
                    bodies.ratioOfPrinted(WITH, WITHOUT, "JSON ")));
        }
        System.out.println(text);
    }
}
