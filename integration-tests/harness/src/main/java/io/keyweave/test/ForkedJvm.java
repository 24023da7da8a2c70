package io.keyweave.test;

import java.io.File;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A JVM to be started as an operator would: a JDK, options, environment, class path, main class. Variables of the machine that
 * would steer Keyweave or the Azure SDK are removed first, so a test sees only what it set.
 *
 * <p>Not thread-safe; use one for one start, or {@link #start} it several times for equal JVMs.
 */
public final class ForkedJvm {

    /** No test waits longer for a process; generous because the machine may be busy. */
    public static final Duration PATIENCE = Duration.ofSeconds(120);

    /** The codes of the messages that a start got too little CPU, and that its time was over while it fetched. */
    private static final Pattern STARVED = Pattern.compile("KW-1109|KW-1102");

    private static final Pattern STARTUP_TIMEOUT = Pattern.compile("(startup-timeout=)(\\d+)s");
    private static final int REPEATED = 3;

    private final Jdk jdk;
    private final List<String> options = new ArrayList<>();
    private final List<String> arguments = new ArrayList<>();
    private final Map<String, String> environment = new LinkedHashMap<>();
    private final List<String> classPath = new ArrayList<>();
    private @Nullable String mainClass;
    private @Nullable Path jar;
    private @Nullable Path directory;

    private ForkedJvm(Jdk jdk) {
        this.jdk = jdk;
    }

    public static ForkedJvm on(Jdk jdk) {
        return new ForkedJvm(jdk);
    }

    /** Adds {@code -javaagent:} with the real agent jar; {@code settings} as in {@code ttl=5m,ca=/x.pem}, may be empty. */
    public ForkedJvm agent(String settings) {
        return agent(Project.agentJar(), settings);
    }

    public ForkedJvm agent(Path agentJar, String settings) {
        return option("-javaagent:" + agentJar + (settings.isEmpty() ? "" : "=" + settings));
    }

    public ForkedJvm option(String option) {
        options.add(option);
        return this;
    }

    public ForkedJvm property(String name, String value) {
        return option("-D" + name + "=" + value);
    }

    public ForkedJvm environment(String name, String value) {
        environment.put(name, value);
        return this;
    }

    public ForkedJvm environment(Map<String, String> variables) {
        environment.putAll(variables);
        return this;
    }

    public ForkedJvm classPath(Path... entries) {
        for (Path entry : entries) {
            classPath.add(entry.toString());
        }
        return this;
    }

    /** Adds the place that a class was loaded from: the test classes, or a library's jar. */
    public ForkedJvm classPathOf(Class<?>... classes) {
        for (Class<?> type : classes) {
            String place = Project.placeOf(type).toString();
            if (!classPath.contains(place)) {
                classPath.add(place);
            }
        }
        return this;
    }

    /** The application: its main class, with the place it was loaded from on the class path. */
    public ForkedJvm main(Class<?> type, String... args) {
        classPathOf(type);
        return main(type.getName(), args);
    }

    public ForkedJvm main(String type, String... args) {
        mainClass = type;
        arguments.addAll(List.of(args));
        return this;
    }

    public ForkedJvm jar(Path file, String... args) {
        jar = file;
        arguments.addAll(List.of(args));
        return this;
    }

    public ForkedJvm directory(Path workingDirectory) {
        directory = workingDirectory;
        return this;
    }

    /**
     * Starts it and waits for its end, at most {@link #PATIENCE}; a JVM that does not end is killed and fails the test. One whose start failed
     * because the machine had too little CPU for it, as the agent measures and says, is started again with twice the time. A reader of the build's
     * log sees each repetition.
     */
    public Outcome run() {
        Outcome outcome = runOnce();
        for (int repeated = 0;
                repeated < REPEATED && STARVED.matcher(outcome.toString()).find();
                repeated++) {
            System.out.println("AGAIN, with twice the startup-timeout: " + reason(outcome));
            options.replaceAll(ForkedJvm::withTwiceTheTime);
            arguments.replaceAll(ForkedJvm::withTwiceTheTime);
            outcome = runOnce();
        }
        return outcome;
    }

    private Outcome runOnce() {
        try (RunningJvm running = start()) {
            return running.await(PATIENCE);
        }
    }

    private static String reason(Outcome outcome) {
        return outcome.toString()
                .lines()
                .filter(line -> line.contains(" of CPU in ") || line.contains("the time for the start"))
                .findFirst()
                .map(String::strip)
                .orElse("");
    }

    private static String withTwiceTheTime(String text) {
        return STARTUP_TIMEOUT
                .matcher(text)
                .replaceAll(found -> found.group(1) + 2 * Integer.parseInt(found.group(2)) + "s");
    }

    /**
     * Starts it. Close the result: that ends the process if it still runs. It has the collector that the options name; without one a JDK after 17 gets
     * the serial collector, as in a small container. JDK 17 keeps G1, without which it starts more slowly.
     */
    public RunningJvm start() {
        List<String> command = new ArrayList<>();
        command.add(jdk.tool("java").toString());
        command.add("-XX:TieredStopAtLevel=1");
        if (jdk.feature() > 17 && options.stream().noneMatch(ForkedJvm::choosesCollector)) {
            command.add("-XX:+UseSerialGC");
        }
        command.addAll(options);
        if (jar != null) {
            command.add("-jar");
            command.add(jar.toString());
        } else {
            if (!classPath.isEmpty()) {
                command.add("-cp");
                command.add(String.join(File.pathSeparator, classPath));
            }
            command.add(java.util.Objects.requireNonNull(mainClass, "no main class"));
        }
        command.addAll(arguments);
        ProcessBuilder builder = new ProcessBuilder(command);
        Map<String, String> variables = builder.environment();
        variables.keySet().removeIf(ForkedJvm::steers);
        variables.putAll(environment);
        if (directory != null) {
            builder.directory(directory.toFile());
        }
        try {
            return new RunningJvm(builder.start(), command);
        } catch (IOException e) {
            throw new IllegalStateException("cannot start " + command, e);
        }
    }

    /** Starts an application that says {@code ready} when it is, and waits for that; one that does not is ended and fails the test. */
    public RunningJvm startReady() {
        RunningJvm jvm = start();
        try {
            jvm.awaitOut("ready"::equals, "the application to be ready");
            return jvm;
        } catch (AssertionError e) {
            jvm.close();
            throw e;
        }
    }

    private static boolean choosesCollector(String option) {
        return option.startsWith("-XX:+Use") && option.endsWith("GC");
    }

    /** Whether an environment variable of the machine would steer Keyweave, the Azure SDK or the JVM. */
    public static boolean steers(String name) {
        return name.startsWith("AZURE_")
                || name.startsWith("KEYWEAVE_")
                || name.startsWith("IDENTITY_")
                || name.startsWith("MSI_")
                || name.startsWith("IMDS_")
                || name.endsWith("_PROXY")
                || name.endsWith("_proxy")
                || name.equals("JAVA_TOOL_OPTIONS")
                || name.equals("JDK_JAVA_OPTIONS")
                || name.equals("_JAVA_OPTIONS");
    }
}
