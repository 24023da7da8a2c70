package io.keyweave.benchmarks;

import io.keyweave.test.Jdk;
import io.keyweave.test.Project;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** What becomes of a Spring Boot application's AOT cache (JDK 25) or class-data archive (before) under the agent. */
public final class AotBenchmark {

    private static final int FIRST_WITH_CACHE = 25;

    private static final String NOTHING = "no cache";
    private static final String CACHE = "cache";
    private static final String AGENT = "agent, no cache";
    private static final String AGENT_CACHE = "agent, that cache";
    private static final String AGENT_MODULE = "agent, cache trained with --add-modules java.instrument";
    private static final String SECRETS = "agent, 20 secrets, no cache";
    private static final String SECRETS_MODULE = "agent, 20 secrets, cache trained with --add-modules java.instrument";

    private AotBenchmark() {}

    /**
     * @param args rounds (default 5)
     */
    public static void main(String[] args) throws IOException {
        int rounds = args.length > 0 ? Integer.parseInt(args[0]) : 5;
        Path work = Files.createTempDirectory("keyweave-benchmark");
        StringBuilder page = new StringBuilder();
        try (Vaults vaults = new Vaults(work)) {
            for (Jdk jdk : Jdk.all()) {
                PairedRuns runs = variants(jdk, vaults, work);
                runs.run(rounds);
                page.append("### ")
                        .append(jdk)
                        .append(jdk.feature() >= FIRST_WITH_CACHE ? ", AOT cache" : ", archive of class data")
                        .append("\n\n")
                        .append(runs.table())
                        .append(PairedRuns.ratioHead("ratio, run by run (median)"))
                        .append(runs.ratio(CACHE, NOTHING))
                        .append(runs.ratio(AGENT_CACHE, AGENT))
                        .append(runs.ratio(AGENT_MODULE, AGENT))
                        .append(runs.ratio(SECRETS_MODULE, SECRETS))
                        .append('\n');
            }
        }
        PerformancePage.replace("aot", page.toString());
        System.out.println(page);
    }

    private static PairedRuns variants(Jdk jdk, Vaults vaults, Path work) {
        SpringApplications shop = new SpringApplications(work);
        String agent = "-javaagent:" + Project.agentJar();
        String values = SpringApplications.properties(i -> "secret." + i + "=value-" + i);
        List<String> secrets = new ArrayList<>(List.of(agent + vaults.settings()));
        for (int i = 0; i < SpringApplications.SECRETS; i++) {
            secrets.add("-Dsecret." + i + "=" + SpringApplications.placeholder(i));
        }
        Path plain = work.resolve("plain-" + jdk.feature());
        Path module = work.resolve("module-" + jdk.feature());
        String addModules = "--add-modules=java.instrument";
        train(jdk, shop.command(jdk, "spring-boot-3", values, List.of(creates(jdk, plain))));
        train(jdk, shop.command(jdk, "spring-boot-3", values, List.of(creates(jdk, module), addModules)));
        return new PairedRuns("cache, " + jdk, vaults.appServiceEnvironment())
                .add(NOTHING, shop.command(jdk, "spring-boot-3", values, List.of()))
                .add(CACHE, shop.command(jdk, "spring-boot-3", values, List.of(uses(jdk, plain))))
                .add(AGENT, shop.command(jdk, "spring-boot-3", values, List.of(agent)))
                .add(AGENT_CACHE, shop.command(jdk, "spring-boot-3", values, List.of(uses(jdk, plain), agent)))
                .add(AGENT_MODULE, shop.command(jdk, "spring-boot-3", values, List.of(uses(jdk, module), agent)))
                .add(SECRETS, shop.command(jdk, "spring-boot-3", values, secrets))
                .add(SECRETS_MODULE, shop.command(jdk, "spring-boot-3", values, with(uses(jdk, module), secrets)));
    }

    private static void train(Jdk jdk, List<String> command) {
        Progress.tell("cache, " + jdk + ": training");
        MeasuredProcess.run(command, Map.of());
        Progress.end();
    }

    private static List<String> with(String option, List<String> options) {
        List<String> all = new ArrayList<>(List.of(option));
        all.addAll(options);
        return all;
    }

    private static String creates(Jdk jdk, Path file) {
        return (jdk.feature() >= FIRST_WITH_CACHE ? "-XX:AOTCacheOutput=" : "-XX:ArchiveClassesAtExit=") + file;
    }

    private static String uses(Jdk jdk, Path file) {
        return (jdk.feature() >= FIRST_WITH_CACHE ? "-XX:AOTCache=" : "-XX:SharedArchiveFile=") + file;
    }
}
