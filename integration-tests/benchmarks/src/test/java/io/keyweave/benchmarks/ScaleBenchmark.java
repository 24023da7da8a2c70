package io.keyweave.benchmarks;

import io.keyweave.devvault.DevVault;
import io.keyweave.devvault.VaultServer;
import io.keyweave.test.Jdk;
import io.keyweave.test.Project;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.DoubleBinaryOperator;

/**
 * What N secrets and N placeholders cost, in processor time and memory, in {@link ScaleApplication}: each N in turn, in every round. Figures are medians
 * over the rounds; ratios are taken within a round before the median is.
 */
public final class ScaleBenchmark {

    private static final int[] SECRETS = {1, 20, 1_000, 2_000, 5_000};
    private static final int[] VARIABLES = {1, 20, 1_000, 2_000, 5_000};
    private static final int[] LINES = {1, 20, 1_000, 10_000, 50_000, 100_000};

    private final Jdk jdk;
    private final Path work;
    private final VaultServer vault;
    private final String agent;
    private final Map<String, String> identity;
    private final Map<String, TreeMap<Integer, List<Double>>> seen = new TreeMap<>();

    private ScaleBenchmark(Jdk jdk, Path work, DevVault dev, VaultServer vault) {
        this.jdk = jdk;
        this.work = work;
        this.vault = vault;
        this.agent = "-javaagent:" + Project.agentJar() + "=log=error,startup-timeout=2m,auth=managed-identity,ca="
                + dev.certificateFile() + ",trust=" + work + "/*,vault.scale=" + vault.url();
        this.identity = dev.managedIdentityEnvironment();
    }

    /**
     * @param args rounds (default 3), then {@code secrets}, {@code variables} or {@code files} for these rows alone: printed, and no
     *     page is written
     */
    public static void main(String[] args) throws IOException {
        int rounds = args.length > 0 ? Integer.parseInt(args[0]) : 3;
        String rows = args.length > 1 ? args[1] : "";
        Path work = Files.createTempDirectory("keyweave-scale");
        StringBuilder page = new StringBuilder();
        ScaleBenchmark last = null;
        try (DevVault dev = DevVault.start()) {
            VaultServer vault = dev.vault("scale");
            for (int i = 0; i < SECRETS[SECRETS.length - 1]; i++) {
                vault.put("secret-" + i, "value-" + i);
            }
            for (Jdk jdk : Jdk.all()) {
                last = new ScaleBenchmark(jdk, work, dev, vault);
                last.run(rounds, rows);
                page.append("### ").append(jdk).append("\n\n").append(last.tables());
            }
        }
        if (last != null && rows.isEmpty()) {
            ScalePicture.draw(last.lines());
            PerformancePage.replace("scale", page.toString());
        }
        System.out.println(page);
    }

    private void run(int rounds, String rows) throws IOException {
        for (int round = 0; round < rounds; round++) {
            if (rows.isEmpty() || rows.equals("secrets")) {
                secrets();
            }
            if (rows.isEmpty() || rows.equals("variables")) {
                environmentVariables();
            }
            if (rows.isEmpty() || rows.equals("files")) {
                files();
            }
            Progress.tell("scale, " + jdk + ": round " + (round + 1) + " of " + rounds);
        }
        Progress.end();
    }

    private void secrets() throws IOException {
        for (int count : SECRETS) {
            keep(count, "", java(propertiesOf(count), "secrets", "" + count), identity);
            vault.forget();
        }
    }

    private void environmentVariables() {
        for (int count : VARIABLES) {
            keep(count, "env-", java(null, "start"), variables(count, "$<kv:scale/secret-0>"));
            keep(count, "env-plain-", java(null, "start"), variables(count, "value-000000000000"));
        }
    }

    private void files() throws IOException {
        for (int count : LINES) {
            Path plain = lines("plain", count, "value-000000000000");
            Path templates = lines("templates", count, "$<kv:scale/secret-0>");
            List<String> command = java(null, "files", plain.toString(), templates.toString());
            // A heap that grows counts the zeroing of its pages by the kernel as time of the load, and more of it
            // the larger the file.
            command.addAll(1, List.of("-Xms1g", "-XX:+AlwaysPreTouch"));
            keep(count, "", command, identity);
        }
    }

    private List<String> java(Path options, String... arguments) {
        List<String> command = new ArrayList<>(List.of(jdk.tool("java").toString(), agent, "-Xmx1g"));
        command.add("-Dany=$<kv:scale/secret-0>");
        if (options != null) {
            command.add("@" + options);
        }
        command.addAll(
                List.of("-cp", Project.placeOf(ScaleApplication.class).toString(), ScaleApplication.class.getName()));
        command.addAll(List.of(arguments));
        return command;
    }

    private Path propertiesOf(int count) throws IOException {
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < count; i++) {
            text.append("\"-Dsecret.")
                    .append(i)
                    .append("=$<kv:scale/secret-")
                    .append(i)
                    .append(">\"\n");
        }
        return Files.writeString(work.resolve("properties-" + count), text);
    }

    private Path lines(String name, int count, String value) throws IOException {
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < count; i++) {
            text.append("key.").append(i).append('=').append(value).append('\n');
        }
        return Files.writeString(work.resolve(name + "-" + count + ".properties"), text);
    }

    private Map<String, String> variables(int count, String value) {
        Map<String, String> variables = new TreeMap<>(identity);
        for (int i = 0; i < count; i++) {
            variables.put("VARIABLE_" + i, value);
        }
        return variables;
    }

    private void keep(int count, String prefix, List<String> command, Map<String, String> environment) {
        for (String line : MeasuredProcess.run(command, environment).output()) {
            String[] words = line.split(" ", -1);
            if (words.length == 2 && words[0].matches("[a-z-]+-(ms|us|mb)")) {
                String name = command.contains("files") && words[0].equals("start-ms") ? "unused" : prefix + words[0];
                seen.computeIfAbsent(name, n -> new TreeMap<>())
                        .computeIfAbsent(count, n -> new ArrayList<>())
                        .add(Double.parseDouble(words[1]));
            }
        }
    }

    /** One figure, by N, of each round. */
    private TreeMap<Integer, List<Double>> row(String name) {
        return seen.getOrDefault(name, new TreeMap<>());
    }

    /** The same without what the first N costs in that round, which is the process itself. */
    private TreeMap<Integer, List<Double>> added(String name) {
        TreeMap<Integer, List<Double>> all = row(name);
        TreeMap<Integer, List<Double>> added = new TreeMap<>();
        if (!all.isEmpty()) {
            all.tailMap(all.firstKey(), false)
                    .forEach((count, figures) -> added.put(
                            count, perRound(figures, all.firstEntry().getValue(), (figure, first) -> figure - first)));
        }
        return added;
    }

    private static List<Double> perRound(List<Double> some, List<Double> others, DoubleBinaryOperator both) {
        List<Double> rounds = new ArrayList<>();
        for (int round = 0; round < some.size(); round++) {
            rounds.add(both.applyAsDouble(some.get(round), others.get(round)));
        }
        return rounds;
    }

    private static double median(List<Double> rounds) {
        return PairedRuns.median(rounds.size(), rounds::get);
    }

    private static TreeMap<Integer, Double> medians(TreeMap<Integer, List<Double>> row, double unit) {
        TreeMap<Integer, Double> medians = new TreeMap<>();
        row.forEach((count, figures) -> medians.put(count, median(figures) * unit));
        return medians;
    }

    /** What is drawn, in milliseconds of processor time. */
    private Map<String, TreeMap<Integer, Double>> lines() {
        Map<String, TreeMap<Integer, Double>> lines = new LinkedHashMap<>();
        lines.put("start with N secrets", medians(added("start-ms"), 1));
        lines.put("start with N variables, one secret", medians(row("env-start-ms"), 1));
        lines.put("a scrape of JMX, N secrets", medians(row("scrape-ms"), 1));
        lines.put("a login, N secrets", medians(row("login-us"), 1e-3));
        lines.put("a file of N placeholders", medians(row("file-ms"), 1));
        lines.put("the same without placeholders", medians(row("plain-ms"), 1));
        return lines;
    }

    private String tables() {
        TreeMap<Integer, List<Double>> file = row("file-ms");
        TreeMap<Integer, List<Double>> plain = row("plain-ms");
        TreeMap<Integer, List<Double>> times = new TreeMap<>();
        file.forEach((count, figures) -> times.put(
                count, perRound(figures, plain.getOrDefault(count, List.of()), (with, without) -> with / without)));
        return head("N secrets", SECRETS)
                + line("start, CPU ms, what they add to one", added("start-ms"), SECRETS, true)
                + line("heap after it, MB, what they add to one", added("heap-mb"), SECRETS, true)
                + line("`System.getProperties().size()`, CPU us", row("system-size-us"), SECRETS, false)
                + line("a login with one of them, CPU us", row("login-us"), SECRETS, true)
                + line("a login with another password, CPU us", row("other-login-us"), SECRETS, true)
                + line("a scrape of all attributes by JMX, CPU ms", row("scrape-ms"), SECRETS, true)
                + line("the same, MB allocated", row("scrape-mb"), SECRETS, true)
                + line("start with N variables of one secret, CPU ms in all", row("env-start-ms"), VARIABLES, true)
                + line("the same without placeholders", row("env-plain-start-ms"), VARIABLES, true)
                + "\n"
                + head("N placeholders in one file", LINES)
                + line("`Properties.load`, CPU ms", file, LINES, true)
                + line("the same without placeholders, CPU ms", plain, LINES, true)
                + line("with / without", times, LINES, false)
                + line("`size()` of it, CPU us", row("size-us"), LINES, false)
                + "\n";
    }

    private static String head(String what, int[] counts) {
        StringBuilder head = new StringBuilder("| ").append(what).append(" |");
        StringBuilder rule = new StringBuilder("|---|");
        for (int count : counts) {
            head.append(String.format(Locale.ROOT, " %,d |", count));
            rule.append("---|");
        }
        return head + " twice N costs at most |\n" + rule + "---|\n";
    }

    private static String line(String what, TreeMap<Integer, List<Double>> figures, int[] counts, boolean growth) {
        StringBuilder line = new StringBuilder("| ").append(what).append(" |");
        TreeMap<Integer, Double> medians = medians(figures, 1);
        for (int count : counts) {
            Double figure = medians.get(count);
            line.append(
                    figure == null ? " |" : String.format(Locale.ROOT, figure < 10 ? " %.2f |" : " %.0f |", figure));
        }
        double most = perDoubling(figures);
        return line + (growth && most > 0 ? String.format(Locale.ROOT, " x%.2f |%n", most) : " |\n");
    }

    /** From a thousand on, the most between one N and the next: the median of what each round says. */
    private static double perDoubling(TreeMap<Integer, List<Double>> figures) {
        double most = 0;
        Map.Entry<Integer, List<Double>> before = figures.ceilingEntry(1_000);
        for (Map.Entry<Integer, List<Double>> now : figures.tailMap(1_001).entrySet()) {
            if (before != null) {
                double doublings = Math.log((double) now.getKey() / before.getKey()) / Math.log(2);
                most = Math.max(
                        most,
                        median(perRound(
                                now.getValue(),
                                before.getValue(),
                                (figure, half) -> Math.pow(figure / half, 1 / doublings))));
            }
            before = now;
        }
        return most;
    }
}
