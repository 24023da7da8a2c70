package io.keyweave.benchmarks;

import io.keyweave.devvault.DevVault;
import io.keyweave.devvault.VaultServer;
import io.keyweave.test.Jdk;
import io.keyweave.test.Project;
import java.io.File;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.CertificateFactory;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.ToDoubleFunction;
import java.util.jar.Attributes;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;

/**
 * Times whole processes in turn, A B C A B C ..., so that a change of the machine's speed meets all of them alike, and writes the
 * medians and the ratios, run by run, to {@code docs/performance.md}.
 */
public final class StartupBenchmark {

    private static final int WARM_UP_ROUNDS = 1;

    private final Path work;
    private final Map<String, List<MeasuredProcess>> measured = new LinkedHashMap<>();

    private StartupBenchmark(Path work) {
        this.work = work;
    }

    /**
     * @param args rounds (default 9)
     */
    public static void main(String[] args) throws IOException, GeneralSecurityException {
        int rounds = args.length > 0 ? Integer.parseInt(args[0]) : 9;
        Path work = Files.createTempDirectory("keyweave-benchmark");
        StringBuilder page = new StringBuilder();
        try (DevVault dev = DevVault.start()) {
            VaultServer quick = dev.vault("quick");
            VaultServer slow = dev.vault("slow");
            slow.latency(Duration.ofMillis(20));
            for (int i = 0; i < 100; i++) {
                quick.put("secret-" + i, "value-" + i);
                slow.put("secret-" + i, "value-" + i);
            }
            for (Jdk jdk : Jdk.all()) {
                StartupBenchmark benchmark = new StartupBenchmark(work);
                benchmark.measure(benchmark.variants(jdk, dev, quick, slow), dev, rounds);
                page.append("### ").append(jdk).append("\n\n").append(benchmark.table());
            }
        }
        PerformancePage.replace("start-up", page.toString());
        System.out.println(page);
    }

    private Map<String, List<String>> variants(Jdk jdk, DevVault dev, VaultServer quick, VaultServer slow)
            throws IOException, GeneralSecurityException {
        String java = jdk.tool("java").toString();
        String classes = System.getProperty("java.class.path");
        String small = testClasses();
        Path emptyAgent = emptyAgent();
        Path trustStore = trustStore(dev);
        String settings = "=ca=" + dev.certificateFile() + ",vault.quick=" + quick.url() + ",vault.slow=" + slow.url()
                + ",auth=managed-identity";
        String agent = "-javaagent:" + Project.agentJar();
        String hello = HelloApplication.class.getName();
        Map<String, List<String>> variants = new LinkedHashMap<>();
        variants.put("no agent", List.of(java, "-cp", small, hello));
        variants.put("empty agent", List.of(java, "-javaagent:" + emptyAgent, "-cp", small, hello));
        variants.put("Keyweave, idle", List.of(java, agent, "-cp", small, hello));
        variants.put("Keyweave, 1 secret", withSecrets(java, agent + settings, small, "quick", 1));
        variants.put("Keyweave, 20 secrets", withSecrets(java, agent + settings, small, "quick", 20));
        variants.put("Keyweave, 1 secret, 20 ms", withSecrets(java, agent + settings, small, "slow", 1));
        variants.put("Keyweave, 100 secrets, 20 ms", withSecrets(java, agent + settings, small, "slow", 100));
        for (int secrets : new int[] {1, 20}) {
            variants.put(
                    "Azure SDK called directly, " + secrets + (secrets == 1 ? " secret" : " secrets"),
                    List.of(
                            java,
                            "-Djavax.net.ssl.trustStore=" + trustStore,
                            "-Djavax.net.ssl.trustStorePassword=changeit",
                            "-cp",
                            classes,
                            SdkApplication.class.getName(),
                            quick.url().toString(),
                            Integer.toString(secrets)));
        }
        return variants;
    }

    private static List<String> withSecrets(String java, String agent, String classes, String vault, int count) {
        List<String> command = new ArrayList<>(List.of(java, agent));
        for (int i = 0; i < count; i++) {
            command.add("-Dsecret." + i + "=$<kv:" + vault + "/secret-" + i + ">");
        }
        command.addAll(List.of("-cp", classes, HelloApplication.class.getName(), Integer.toString(count)));
        return command;
    }

    private void measure(Map<String, List<String>> variants, DevVault dev, int rounds) {
        for (int round = -WARM_UP_ROUNDS; round < rounds; round++) {
            for (Map.Entry<String, List<String>> variant : variants.entrySet()) {
                MeasuredProcess one = MeasuredProcess.run(variant.getValue(), dev.managedIdentityEnvironment());
                if (round >= 0) {
                    measured.computeIfAbsent(variant.getKey(), name -> new ArrayList<>())
                            .add(one);
                }
            }
            System.err.println("round " + round + " of " + rounds);
        }
    }

    private String table() {
        StringBuilder table = new StringBuilder();
        table.append("| process | wall, s | CPU, s | peak, MiB |\n|---|---|---|---|\n");
        measured.forEach((name, runs) -> table.append(String.format(
                "| %s | %.3f | %.3f | %.0f |%n",
                name,
                median(runs, MeasuredProcess::wall),
                median(runs, MeasuredProcess::cpu),
                median(runs, MeasuredProcess::peakMiB))));
        table.append("\n| ratio, run by run (median) | wall | CPU | peak |\n|---|---|---|---|\n");
        ratio(table, "Keyweave, idle", "empty agent");
        ratio(table, "Keyweave, 1 secret", "Azure SDK called directly, 1 secret");
        ratio(table, "Keyweave, 20 secrets", "Azure SDK called directly, 20 secrets");
        ratio(table, "Keyweave, 100 secrets, 20 ms", "Keyweave, 1 secret, 20 ms");
        return table.append('\n').toString();
    }

    private void ratio(StringBuilder table, String over, String under) {
        table.append(String.format(
                "| %s / %s | %.2f | %.2f | %.2f |%n",
                over,
                under,
                ratio(over, under, MeasuredProcess::wall),
                ratio(over, under, MeasuredProcess::cpu),
                ratio(over, under, MeasuredProcess::peakMiB)));
    }

    private double ratio(String over, String under, ToDoubleFunction<MeasuredProcess> figure) {
        List<MeasuredProcess> a = measured.get(over);
        List<MeasuredProcess> b = measured.get(under);
        double[] ratios = new double[a.size()];
        for (int i = 0; i < ratios.length; i++) {
            ratios[i] = figure.applyAsDouble(a.get(i)) / figure.applyAsDouble(b.get(i));
        }
        return median(ratios);
    }

    private static double median(List<MeasuredProcess> runs, ToDoubleFunction<MeasuredProcess> figure) {
        return median(runs.stream().mapToDouble(figure).toArray());
    }

    private static double median(double[] figures) {
        double[] sorted = figures.clone();
        java.util.Arrays.sort(sorted);
        int middle = sorted.length / 2;
        return sorted.length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
    }

    private static String testClasses() {
        return System.getProperty("java.class.path")
                .split(File.pathSeparator, -1)[0]; // the benchmarks' own classes come first
    }

    private Path emptyAgent() throws IOException {
        Path jar = work.resolve("empty-agent.jar");
        Manifest manifest = new Manifest();
        manifest.getMainAttributes().put(Attributes.Name.MANIFEST_VERSION, "1.0");
        manifest.getMainAttributes().put(new Attributes.Name("Premain-Class"), EmptyAgent.class.getName());
        String entry = EmptyAgent.class.getName().replace('.', '/') + ".class";
        try (OutputStream file = Files.newOutputStream(jar);
                JarOutputStream out = new JarOutputStream(file, manifest);
                var in = EmptyAgent.class.getResourceAsStream("/" + entry)) {
            out.putNextEntry(new JarEntry(entry));
            out.write(java.util.Objects.requireNonNull(in).readAllBytes());
            out.closeEntry();
        }
        return jar;
    }

    private Path trustStore(DevVault dev) throws IOException, GeneralSecurityException {
        Path file = work.resolve("trust.p12");
        KeyStore store = KeyStore.getInstance("PKCS12");
        store.load(null, null);
        try (var in = Files.newInputStream(dev.certificateFile())) {
            store.setCertificateEntry(
                    "dev-vault", CertificateFactory.getInstance("X.509").generateCertificate(in));
        }
        try (OutputStream out = Files.newOutputStream(file)) {
            store.store(out, "changeit".toCharArray());
        }
        return file;
    }
}
