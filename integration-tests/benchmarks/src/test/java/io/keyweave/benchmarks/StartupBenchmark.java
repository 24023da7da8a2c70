package io.keyweave.benchmarks;

import io.keyweave.test.Jdk;
import io.keyweave.test.Project;
import java.io.File;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.jar.Attributes;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;

/** The smallest application, with and without agent and secrets, against one that calls the Azure SDK itself. */
public final class StartupBenchmark {

    private static final String SDK = "Azure SDK called directly, ";
    private static final String BARE = "JDK alone, ";

    /** The quickest of 6 to 34. */
    private static final int BARE_CONNECTIONS = 16;

    /** Processes of fifty milliseconds are seldom measured well once. */
    private static final int IDLE_ROUNDS = 5;

    private StartupBenchmark() {}

    /**
     * @param args rounds (default 9)
     */
    public static void main(String[] args) throws IOException, GeneralSecurityException {
        int rounds = args.length > 0 ? Integer.parseInt(args[0]) : 9;
        Path work = Files.createTempDirectory("keyweave-benchmark");
        StringBuilder page = new StringBuilder();
        try (Vaults vaults = new Vaults(work)) {
            for (Jdk jdk : Jdk.all()) {
                PairedRuns idle = idle(jdk, vaults, agent(work, EmptyAgent.class));
                idle.run(rounds * IDLE_ROUNDS);
                PairedRuns runs = variants(jdk, vaults);
                runs.run(rounds);
                page.append("### ")
                        .append(jdk)
                        .append("\n\n")
                        .append(idle.table())
                        .append(PairedRuns.ratioHead("ratio, run by run (median)"))
                        .append(idle.ratio("Keyweave, idle", "empty agent"))
                        .append('\n')
                        .append(runs.table())
                        .append(PairedRuns.ratioHead("ratio, run by run (median)"))
                        .append(runs.ratio("Keyweave, 1 secret", SDK + "1 secret"))
                        .append(runs.ratio("Keyweave, 20 secrets", SDK + "20 secrets"))
                        .append(runs.ratio("Keyweave, 100 secrets, 20 ms", "Keyweave, 1 secret, 20 ms"))
                        .append(runs.ratio(BARE + "100 secrets, 20 ms", BARE + "1 secret, 20 ms"))
                        .append(PairedRuns.ratioHead("what 99 secrets more add"))
                        .append(runs.ratioOfAdded(
                                "Keyweave, 100 secrets, 20 ms",
                                "Keyweave, 1 secret, 20 ms",
                                BARE + "100 secrets, 20 ms",
                                BARE + "1 secret, 20 ms"))
                        .append('\n');
            }
        }
        PerformancePage.replace("start-up", page.toString());
        System.out.println(page);
    }

    private static PairedRuns idle(Jdk jdk, Vaults vaults, Path emptyAgent) {
        String java = jdk.tool("java").toString();
        String small = testClasses();
        String hello = HelloApplication.class.getName();
        return new PairedRuns("idle, " + jdk, vaults.machineEnvironment())
                .add("no agent", List.of(java, "-cp", small, hello))
                .add("empty agent", List.of(java, "-javaagent:" + emptyAgent, "-cp", small, hello))
                .add("Keyweave, idle", List.of(java, "-javaagent:" + Project.agentJar(), "-cp", small, hello));
    }

    private static PairedRuns variants(Jdk jdk, Vaults vaults) throws IOException, GeneralSecurityException {
        String java = jdk.tool("java").toString();
        List<String> direct = new ArrayList<>(List.of(java));
        direct.addAll(vaults.trustOptions(jdk));
        String small = testClasses();
        String secrets = "-javaagent:" + Project.agentJar() + vaults.settings();
        return new PairedRuns("start-up, " + jdk, vaults.machineEnvironment())
                .add("Keyweave, 1 secret", withSecrets(java, secrets, small, "quick", 1))
                .add("Keyweave, 20 secrets", withSecrets(java, secrets, small, "quick", 20))
                .add("Keyweave, 1 secret, 20 ms", withSecrets(java, secrets, small, "slow", 1))
                .add("Keyweave, 100 secrets, 20 ms", withSecrets(java, secrets, small, "slow", 100))
                .add(BARE + "1 secret, 20 ms", bareClient(direct, vaults, small, 1, 1))
                .add(BARE + "100 secrets, 20 ms", bareClient(direct, vaults, small, 100, BARE_CONNECTIONS))
                .add(SDK + "1 secret", sdkApplication(direct, vaults, 1))
                .add(SDK + "20 secrets", sdkApplication(direct, vaults, 20));
    }

    private static List<String> withSecrets(String java, String agent, String classes, String vault, int count) {
        List<String> command = new ArrayList<>(List.of(java, agent));
        for (int i = 0; i < count; i++) {
            command.add("-Dsecret." + i + "=$<kv:" + vault + "/secret-" + i + ">");
        }
        command.addAll(List.of("-cp", classes, HelloApplication.class.getName(), Integer.toString(count)));
        return command;
    }

    private static List<String> bareClient(
            List<String> java, Vaults vaults, String classes, int count, int connections) {
        List<String> command = new ArrayList<>(java);
        command.addAll(List.of("-cp", classes, BareClient.class.getName(), vaults.slow()));
        command.addAll(List.of(Integer.toString(count), Integer.toString(connections)));
        return command;
    }

    private static List<String> sdkApplication(List<String> java, Vaults vaults, int count) {
        List<String> command = new ArrayList<>(java);
        command.addAll(List.of("-cp", System.getProperty("java.class.path"), SdkApplication.class.getName()));
        command.addAll(List.of(vaults.quick(), Integer.toString(count)));
        return command;
    }

    /** The benchmarks' own classes come first on the class path. */
    static String testClasses() {
        return System.getProperty("java.class.path").split(File.pathSeparator, -1)[0];
    }

    /** That class as an agent. */
    static Path agent(Path work, Class<?> premain) throws IOException {
        Path jar = work.resolve(premain.getSimpleName() + ".jar");
        Manifest manifest = new Manifest();
        manifest.getMainAttributes().put(Attributes.Name.MANIFEST_VERSION, "1.0");
        manifest.getMainAttributes().put(new Attributes.Name("Premain-Class"), premain.getName());
        String entry = premain.getName().replace('.', '/') + ".class";
        try (OutputStream file = Files.newOutputStream(jar);
                JarOutputStream out = new JarOutputStream(file, manifest);
                var in = premain.getResourceAsStream("/" + entry)) {
            out.putNextEntry(new JarEntry(entry));
            out.write(Objects.requireNonNull(in).readAllBytes());
            out.closeEntry();
        }
        return jar;
    }
}
