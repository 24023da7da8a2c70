package io.keyweave.benchmarks;

import io.keyweave.devvault.gcp.GoogleCloud;
import io.keyweave.test.Jdk;
import io.keyweave.test.Project;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** The smallest application with secrets of AWS and of Google, against applications that call the SDKs with their defaults. */
public final class CloudsBenchmark {

    private static final String AWS = "Keyweave, 1 secret of AWS";
    private static final String AWS_SDK = "AWS SDK called directly, 1 secret";
    private static final String GOOGLE = "Keyweave, 1 secret of Google";
    private static final String GOOGLE_SDK = "Google's client called directly, 1 secret";
    private static final String ONE_FAR = "Keyweave, 1 secret of AWS, 20 ms";
    private static final String MANY_FAR = "Keyweave, 100 secrets of AWS, 20 ms";

    private CloudsBenchmark() {}

    /**
     * @param args rounds (default 9)
     */
    public static void main(String[] args) throws IOException, GeneralSecurityException {
        int rounds = args.length > 0 ? Integer.parseInt(args[0]) : 9;
        Path work = Files.createTempDirectory("keyweave-benchmark");
        StringBuilder page = new StringBuilder();
        try (Clouds clouds = new Clouds(work)) {
            for (Jdk jdk : Jdk.all()) {
                clouds.awsLatency(Duration.ZERO);
                PairedRuns first = firstSecret(jdk, clouds);
                first.run(rounds);
                clouds.awsLatency(Duration.ofMillis(20));
                PairedRuns batch = batch(jdk, clouds);
                batch.run(rounds);
                page.append("### ")
                        .append(jdk)
                        .append("\n\n")
                        .append(first.table())
                        .append(PairedRuns.ratioHead("ratio, run by run (median of " + rounds + ")"))
                        .append(first.ratio(AWS, AWS_SDK))
                        .append(first.ratio(GOOGLE, GOOGLE_SDK))
                        .append('\n')
                        .append(batch.table())
                        .append(PairedRuns.ratioHead("ratio, run by run (median of " + rounds + ")"))
                        .append(batch.ratio(MANY_FAR, ONE_FAR))
                        .append('\n');
            }
        }
        PerformancePage.replace("clouds", page.toString());
        System.out.println(page);
    }

    private static PairedRuns firstSecret(Jdk jdk, Clouds clouds) throws IOException, GeneralSecurityException {
        return new PairedRuns("first secret of AWS and Google, " + jdk, clouds.environment())
                .add(AWS, keyweave(jdk, clouds, "aws", "aws:", 1))
                .add(AWS_SDK, sdk(jdk, clouds, "aws", AwsSdkApplication.class, List.of("1")))
                .add(GOOGLE, keyweave(jdk, clouds, "gcp", "gcp:" + GoogleCloud.PROJECT + "/", 1))
                .add(
                        GOOGLE_SDK,
                        sdk(
                                jdk,
                                clouds,
                                "gcp",
                                GoogleSdkApplication.class,
                                List.of(clouds.grpcEndpoint(), GoogleCloud.PROJECT, "1")));
    }

    private static PairedRuns batch(Jdk jdk, Clouds clouds) {
        return new PairedRuns("many secrets of AWS, " + jdk, clouds.environment())
                .add(ONE_FAR, keyweave(jdk, clouds, "aws", "aws:", 1))
                .add(MANY_FAR, keyweave(jdk, clouds, "aws", "aws:", Clouds.SECRETS));
    }

    private static List<String> keyweave(Jdk jdk, Clouds clouds, String extension, String container, int count) {
        Path jar = Project.built("config-provider/" + extension + "/target/keyweave-" + extension + ".jar");
        List<String> command = new ArrayList<>();
        command.add(jdk.tool("java").toString());
        command.add("-javaagent:" + Project.agentJar()
                + (extension.equals("aws") ? clouds.awsSettings(jar) : clouds.googleSettings(jar)));
        for (int i = 0; i < count; i++) {
            command.add("-Dsecret." + i + "=$<" + container + "secret-" + i + ">");
        }
        command.addAll(List.of(
                "-cp", StartupBenchmark.testClasses(), HelloApplication.class.getName(), Integer.toString(count)));
        return command;
    }

    /** With the class path that comes with the SDK's own dependency, and the application's classes before it. */
    private static List<String> sdk(Jdk jdk, Clouds clouds, String cloud, Class<?> main, List<String> arguments)
            throws IOException, GeneralSecurityException {
        Path classPath = Project.built("integration-tests/benchmarks/target/class-path-" + cloud);
        List<String> command = new ArrayList<>();
        command.add(jdk.tool("java").toString());
        command.addAll(clouds.trustOptions(jdk));
        command.addAll(List.of(
                "-cp",
                StartupBenchmark.testClasses()
                        + File.pathSeparator
                        + Files.readString(classPath).strip(),
                main.getName()));
        command.addAll(arguments);
        return command;
    }
}
