package io.keyweave.benchmarks;

import io.keyweave.benchmarks.spring.ShopApplication;
import io.keyweave.test.Jdk;
import io.keyweave.test.Project;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.util.ArrayList;
import java.util.List;

/**
 * A Spring Boot web application until it is ready: what Keyweave adds to it, against what the property source of Spring Cloud Azure
 * adds for the same twenty secrets of the same vault.
 */
public final class SpringBenchmark {

    private static final int SECRETS = 20;

    private static final String PLAIN = "Spring Boot 3";
    private static final String IDLE = "with the agent, no secret";
    private static final String FILE = "with the agent, 20 secrets in application.properties";
    private static final String FILE_OVERLAP = FILE + ", first-read";
    private static final String ENVIRONMENT = "with the agent, 20 secrets in system properties";
    private static final String ENVIRONMENT_OVERLAP = ENVIRONMENT + ", first-read";
    private static final String CLOUD = "with Spring Cloud Azure, 20 secrets";
    private static final String PLAIN_4 = "Spring Boot 4";
    private static final String IDLE_4 = "Spring Boot 4, with the agent, no secret";

    private final Jdk jdk;
    private final Vaults vaults;
    private final Path work;

    private SpringBenchmark(Jdk jdk, Vaults vaults, Path work) {
        this.jdk = jdk;
        this.vaults = vaults;
        this.work = work;
    }

    /**
     * @param args rounds (default 7)
     */
    public static void main(String[] args) throws IOException, GeneralSecurityException {
        int rounds = args.length > 0 ? Integer.parseInt(args[0]) : 7;
        Path work = Files.createTempDirectory("keyweave-benchmark");
        StringBuilder page = new StringBuilder();
        try (Vaults vaults = new Vaults(work)) {
            for (Jdk jdk : Jdk.all()) {
                PairedRuns runs = new SpringBenchmark(jdk, vaults, work).variants();
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
                        .append(runs.ratioOfAdded(ENVIRONMENT, CLOUD, PLAIN))
                        .append(runs.ratioOfAdded(ENVIRONMENT_OVERLAP, CLOUD, PLAIN))
                        .append('\n');
            }
        }
        PerformancePage.replace("spring", page.toString());
        System.out.println(page);
    }

    private PairedRuns variants() throws IOException {
        String agent = "-javaagent:" + Project.agentJar();
        String secrets = agent + vaults.settings();
        String overlap = secrets + ",startup-wait=first-read";
        Path values = properties("values", i -> "secret." + i + "=value-" + i);
        Path placeholders = properties("placeholders", i -> "secret." + i + "=" + placeholder(i));
        Path nothing = properties("nothing", i -> "");
        List<String> inProperties = new ArrayList<>();
        for (int i = 0; i < SECRETS; i++) {
            inProperties.add("-Dsecret." + i + "=" + placeholder(i));
        }
        // Not a virtual machine's: the MSAL that Spring Cloud Azure brings asks the dev vault's IMDS at a path with two
        // slashes.
        return new PairedRuns("Spring Boot, " + jdk, vaults.appServiceEnvironment())
                .add(PLAIN, application("spring-boot-3", values, List.of()))
                .add(IDLE, application("spring-boot-3", values, List.of(agent)))
                .add(FILE, application("spring-boot-3", placeholders, List.of(secrets)))
                .add(FILE_OVERLAP, application("spring-boot-3", placeholders, List.of(overlap)))
                .add(ENVIRONMENT, application("spring-boot-3", nothing, with(secrets, inProperties)))
                .add(ENVIRONMENT_OVERLAP, application("spring-boot-3", nothing, with(overlap, inProperties)))
                .add(CLOUD, application("spring-cloud-azure", cloudProperties(), vaults.trustOptions()))
                .add(PLAIN_4, application("spring-boot-4", values, List.of()))
                .add(IDLE_4, application("spring-boot-4", values, List.of(agent)));
    }

    private static String placeholder(int secret) {
        return "$<kv:shop/secret-" + secret + ">";
    }

    private static List<String> with(String agent, List<String> options) {
        List<String> all = new ArrayList<>(List.of(agent));
        all.addAll(options);
        return all;
    }

    private interface Line {
        String of(int secret);
    }

    /** A directory for the class path with an {@code application.properties} of twenty such lines. */
    private Path properties(String name, Line line) throws IOException {
        Path directory = Files.createDirectories(work.resolve(name));
        StringBuilder text = new StringBuilder("server.port=0\n");
        for (int i = 0; i < SECRETS; i++) {
            text.append(line.of(i)).append('\n');
        }
        Files.writeString(directory.resolve("application.properties"), text);
        return directory;
    }

    private Path cloudProperties() throws IOException {
        Path directory = Files.createDirectories(work.resolve("cloud"));
        String source = "spring.cloud.azure.keyvault.secret.property-sources[0].";
        Files.writeString(
                directory.resolve("application.properties"),
                String.join(
                        "\n",
                        "server.port=0",
                        source + "endpoint=" + vaults.shop(),
                        // The vault of the benchmark is at localhost, which is no sub-domain of anything.
                        source + "challenge-resource-verification-enabled=false",
                        "spring.cloud.azure.credential.managed-identity-enabled=true",
                        ""));
        return directory;
    }

    private List<String> application(String classPath, Path properties, List<String> options) throws IOException {
        Path file = Project.built("integration-tests/benchmarks/target/class-path-" + classPath);
        List<String> command = new ArrayList<>(List.of(jdk.tool("java").toString()));
        command.addAll(options);
        command.add("-cp");
        command.add(String.join(
                File.pathSeparator,
                properties.toString(),
                StartupBenchmark.testClasses(),
                Files.readString(file).trim()));
        command.add(ShopApplication.class.getName());
        return command;
    }
}
