package io.keyweave.benchmarks;

import io.keyweave.test.Jdk;
import io.keyweave.test.Project;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A Spring Boot web application until it is ready: what Keyweave adds to it, against what the property source of Spring Cloud Azure
 * adds for the same twenty secrets of the same vault.
 */
public final class SpringBenchmark {

    private static final String PLAIN = "Spring Boot 3";
    private static final String IDLE = "with the agent, no secret";
    private static final String FILE = "with the agent, 20 secrets in application.properties";
    private static final String FILE_OVERLAP = FILE + ", first-read";
    private static final String VARIABLES = "with the agent, 20 secrets in the environment";
    private static final String VARIABLES_OVERLAP = VARIABLES + ", first-read";
    private static final String BUSY = "with the agent, no secret, and a thread that computes for half a second";
    private static final String CLOUD = "with Spring Cloud Azure, 20 secrets";
    private static final String PLAIN_4 = "Spring Boot 4";
    private static final String IDLE_4 = "Spring Boot 4, with the agent, no secret";

    private SpringBenchmark() {}

    /**
     * @param args rounds (default 5); 0 for the picture alone
     */
    public static void main(String[] args) throws IOException, GeneralSecurityException {
        int rounds = args.length > 0 ? Integer.parseInt(args[0]) : 5;
        Path work = Files.createTempDirectory("keyweave-benchmark");
        StringBuilder page = new StringBuilder();
        String busy = "-javaagent:" + StartupBenchmark.agent(work, BusyAgent.class) + "=" + BusyAgent.roundsIn(500);
        try (Vaults vaults = new Vaults(work)) {
            picture(Jdk.oldest(), vaults, new SpringApplications(work));
            if (rounds == 0) {
                return;
            }
            for (Jdk jdk : Jdk.all()) {
                PairedRuns runs = variants(jdk, vaults, new SpringApplications(work), busy);
                runs.run(rounds);
                page.append("### ")
                        .append(jdk)
                        .append("\n\n")
                        .append(runs.table())
                        .append(PairedRuns.ratioHead("ratio, run by run (median)"))
                        .append(runs.ratio(IDLE, PLAIN))
                        .append(runs.ratio(IDLE_4, PLAIN_4))
                        .append(PairedRuns.ratioHead("what it adds, against what Spring Cloud Azure adds"))
                        .append(runs.ratioOfAdded(FILE, CLOUD, PLAIN))
                        .append(runs.ratioOfAdded(FILE_OVERLAP, CLOUD, PLAIN))
                        .append(runs.ratioOfAdded(VARIABLES, CLOUD, PLAIN))
                        .append(runs.ratioOfAdded(VARIABLES_OVERLAP, CLOUD, PLAIN))
                        .append(runs.ratioOfAdded(BUSY, CLOUD, PLAIN))
                        .append('\n');
            }
        }
        PerformancePage.replace("spring", page.toString());
        System.out.println(page);
    }

    /** A few starts of their own, because telling the time takes time. */
    private static void picture(Jdk jdk, Vaults vaults, SpringApplications shop) throws IOException {
        String secrets = "-javaagent:" + Project.agentJar() + vaults.settings() + ",log=debug";
        String nothing = SpringApplications.properties(i -> "");
        String wait = "Secrets in the environment";
        String overlap = wait + ", startup-wait=first-read";
        PairedRuns runs = new PairedRuns("picture", vaults.appServiceEnvironment())
                .add(wait, both(variables(), shop.command(jdk, "spring-boot-3", nothing, List.of(secrets))))
                .add(
                        overlap,
                        both(
                                variables(),
                                shop.command(
                                        jdk, "spring-boot-3", nothing, List.of(secrets + ",startup-wait=first-read"))));
        runs.run(5);
        Map<String, List<String>> outputs = new LinkedHashMap<>();
        outputs.put(wait, runs.typicalOutput(wait));
        outputs.put(overlap, runs.typicalOutput(overlap));
        StartPicture.draw(outputs);
    }

    private static List<String> variables() {
        List<String> variables = new ArrayList<>(List.of("env"));
        for (int i = 0; i < SpringApplications.SECRETS; i++) {
            variables.add("SECRET_" + i + "=" + SpringApplications.placeholder(i));
        }
        return variables;
    }

    private static PairedRuns variants(Jdk jdk, Vaults vaults, SpringApplications shop, String busy)
            throws IOException, GeneralSecurityException {
        String agent = "-javaagent:" + Project.agentJar();
        String secrets = agent + vaults.settings();
        String overlap = secrets + ",startup-wait=first-read";
        String values = SpringApplications.properties(i -> "secret." + i + "=value-" + i);
        String placeholders =
                SpringApplications.properties(i -> "secret." + i + "=" + SpringApplications.placeholder(i));
        String nothing = SpringApplications.properties(i -> "");
        // Not a virtual machine's: the MSAL that Spring Cloud Azure brings asks the dev vault's IMDS at a path with two
        // slashes.
        return new PairedRuns("Spring Boot, " + jdk, vaults.appServiceEnvironment())
                .add(PLAIN, shop.command(jdk, "spring-boot-3", values, List.of()))
                .add(IDLE, shop.command(jdk, "spring-boot-3", values, List.of(agent)))
                .add(FILE, shop.command(jdk, "spring-boot-3", placeholders, List.of(secrets)))
                .add(FILE_OVERLAP, shop.command(jdk, "spring-boot-3", placeholders, List.of(overlap)))
                .add(VARIABLES, both(variables(), shop.command(jdk, "spring-boot-3", nothing, List.of(secrets))))
                .add(
                        VARIABLES_OVERLAP,
                        both(variables(), shop.command(jdk, "spring-boot-3", nothing, List.of(overlap))))
                .add(BUSY, shop.command(jdk, "spring-boot-3", values, List.of(agent, busy)))
                .add(CLOUD, shop.command(jdk, "spring-cloud-azure", cloud(vaults), vaults.trustOptions(jdk)))
                .add(PLAIN_4, shop.command(jdk, "spring-boot-4", values, List.of()))
                .add(IDLE_4, shop.command(jdk, "spring-boot-4", values, List.of(agent)));
    }

    private static List<String> both(List<String> first, List<String> second) {
        List<String> all = new ArrayList<>(first);
        all.addAll(second);
        return all;
    }

    private static String cloud(Vaults vaults) {
        String source = "spring.cloud.azure.keyvault.secret.property-sources[0].";
        return String.join(
                "\n",
                "server.port=0",
                source + "endpoint=" + vaults.shop(),
                // The vault of the benchmark is at localhost, which is not a sub-domain of anything.
                source + "challenge-resource-verification-enabled=false",
                "spring.cloud.azure.credential.managed-identity-enabled=true",
                "");
    }
}
