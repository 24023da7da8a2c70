package io.keyweave.benchmarks;

import io.keyweave.test.Jdk;
import io.keyweave.test.Project;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collection;
import java.util.Locale;
import java.util.Map;
import java.util.StringJoiner;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.ChainedOptionsBuilder;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.TimeValue;

/**
 * JMH on every JDK, with and without the agent, into {@code docs/performance.md}. Reads of placeholders are measured by a child
 * process of this same class, because only there may the environment hold a placeholder.
 */
public final class ReadBenchmark {

    private static final String RESULT = "RESULT ";

    private static final int PATIENCE_MINUTES = 10;

    private ReadBenchmark() {}

    private static final String[] PLACEHOLDER = {"-Dbenchmark.secret=$<kv:bench/secret>", "-Dkeyweave.log=error"};

    /**
     * @param args rounds, each with a JVM of its own for every read (default 5)
     */
    public static void main(String[] args) throws IOException, RunnerException, InterruptedException {
        if (args.length > 1) {
            run(new Jdk(0, Path.of(args[0])), PlaceholderReads.class, args[1], PLACEHOLDER[0], PLACEHOLDER[1])
                    .forEach((name, ns) -> System.out.println(RESULT + name + "=" + ns));
            return;
        }
        int rounds = args.length == 1 ? Integer.parseInt(args[0]) : 5;
        Path offline = Files.createTempFile("keyweave-benchmark", ".properties");
        Files.writeString(offline, "bench/secret=a-secret-value\n");
        StringBuilder page = new StringBuilder();
        for (Jdk jdk : Jdk.all()) {
            page.append("### ").append(jdk).append("\n\n");
            page.append(reads(jdk, rounds, "-javaagent:" + Project.agentJar() + "=offline=" + offline));
            page.append("\nParsing: ");
            StringJoiner times = new StringJoiner(", ");
            run(jdk, Parsing.class)
                    .forEach((name, ns) -> times.add(String.format(Locale.ROOT, "%s %.0f ns", name, ns)));
            page.append(times).append("\n\n");
        }
        PerformancePage.replace("reads", page.toString());
        System.out.println(page);
    }

    /** In turn, so that a change of the machine's speed meets all alike. */
    private static String reads(Jdk jdk, int rounds, String agent)
            throws IOException, RunnerException, InterruptedException {
        ReadRounds without = new ReadRounds();
        ReadRounds idle = new ReadRounds();
        ReadRounds beside = new ReadRounds();
        ReadRounds placeholder = new ReadRounds();
        for (int round = 0; round < rounds; round++) {
            without.add(run(jdk, OrdinaryReads.class));
            idle.add(run(jdk, OrdinaryReads.class, "-javaagent:" + Project.agentJar()));
            beside.add(run(jdk, OrdinaryReads.class, agent, PLACEHOLDER[0], PLACEHOLDER[1]));
            placeholder.add(placeholders(jdk, agent));
        }
        StringBuilder table = new StringBuilder(
                "| read, ns | no agent | agent, no placeholder | ratio | agent, placeholders elsewhere | ratio "
                        + "| a placeholder |\n|---|---|---|---|---|---|---|\n");
        for (String name : without.names()) {
            table.append(String.format(
                    Locale.ROOT,
                    "| %s | %.1f | %.1f | %.2f | %.1f | %.2f | %.1f |%n",
                    name,
                    without.median(name),
                    idle.median(name),
                    idle.ratio(name, without),
                    beside.median(name),
                    beside.ratio(name, without),
                    placeholder.median(name)));
        }
        return table.toString();
    }

    private static Map<String, Double> placeholders(Jdk jdk, String agent) throws IOException, InterruptedException {
        ProcessBuilder child = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Dkeyweave.home=" + Project.home(),
                        "-cp",
                        System.getProperty("java.class.path"),
                        ReadBenchmark.class.getName(),
                        jdk.home().toString(),
                        agent)
                .redirectError(ProcessBuilder.Redirect.INHERIT);
        child.environment().put("BENCHMARK_SECRET", "$<kv:bench/secret>");
        Path printed = Files.createTempFile("keyweave-benchmark", ".out");
        Process process = child.redirectOutput(printed.toFile()).start();
        boolean ended = process.waitFor(PATIENCE_MINUTES, TimeUnit.MINUTES);
        if (!ended) {
            process.descendants().forEach(ProcessHandle::destroyForcibly);
            process.destroyForcibly();
        }
        String output = Files.readString(printed);
        System.out.println(output);
        if (!ended || process.exitValue() != 0) {
            throw new IOException("the reads of placeholders " + (ended ? "failed" : "did not end") + ", see above");
        }
        Map<String, Double> byName = new TreeMap<>();
        for (String line : output.lines().toList()) {
            if (line.startsWith(RESULT)) {
                int equals = line.indexOf('=');
                byName.put(line.substring(RESULT.length(), equals), Double.valueOf(line.substring(equals + 1)));
            }
        }
        return byName;
    }

    private static Map<String, Double> run(Jdk jdk, Class<?> benchmark, String... jvmArguments) throws RunnerException {
        ChainedOptionsBuilder options = new OptionsBuilder()
                .include(benchmark.getName().replace(".", "\\.") + "\\.")
                .jvm(jdk.tool("java").toString())
                .jvmArgs(jvmArguments)
                .forks(1)
                .warmupIterations(3)
                .warmupTime(TimeValue.milliseconds(500))
                .measurementIterations(4)
                .measurementTime(TimeValue.milliseconds(300));
        Collection<RunResult> results = new Runner(options.build()).run();
        Map<String, Double> byName = new TreeMap<>();
        for (RunResult result : results) {
            String name = result.getParams().getBenchmark();
            byName.put(
                    name.substring(name.lastIndexOf('.') + 1),
                    result.getPrimaryResult().getScore());
        }
        return byName;
    }
}
