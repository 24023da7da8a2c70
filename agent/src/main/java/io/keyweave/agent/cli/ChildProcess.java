package io.keyweave.agent.cli;

import java.io.File;
import java.io.IOException;
import java.io.PrintStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import sun.misc.Signal;

/**
 * {@code run [--offline FILE] -- COMMAND...}: a process whose JVMs, and those of its children, have the agent. Only that process sees
 * {@code JAVA_TOOL_OPTIONS}, to which the agent is added; exported into a shell it would reach every JVM that is started from it. The
 * process has this one's input and output, gets the signals that end this one, and gives it its exit code.
 */
final class ChildProcess {

    private static final int NOT_FOUND = 127;
    private static final int NO_INPUT = 66;
    private static final String OPTIONS = "JAVA_TOOL_OPTIONS";

    private ChildProcess() {}

    static int run(String[] arguments, PrintStream err) {
        List<String> rest = new ArrayList<>(Arrays.asList(arguments));
        String offline = null;
        while (!rest.isEmpty() && rest.get(0).startsWith("--")) {
            String option = rest.remove(0);
            if (option.equals("--")) {
                break;
            }
            if (!option.equals("--offline") || rest.isEmpty()) {
                throw new UsageException("run has no option " + option + ", or it needs a value");
            }
            offline = rest.remove(0);
        }
        if (rest.isEmpty()) {
            throw new UsageException("run needs a command");
        }
        // java -jar FILE has that file, and nothing else, as its class path.
        File jar = new File(System.getProperty("java.class.path", "")).getAbsoluteFile();
        if (!jar.isFile()) {
            err.println(
                    "keyweave: run needs the agent's jar to hand it on. Start it as java -jar keyweave-agent.jar run ...");
            return Command.USAGE;
        }
        ProcessBuilder process = new ProcessBuilder(rest).inheritIO();
        Map<String, String> environment = process.environment();
        if (offline != null) {
            File file = new File(offline).getAbsoluteFile();
            if (!file.canRead()) {
                err.println("keyweave: the file of --offline cannot be read: " + file);
                return NO_INPUT;
            }
            environment.put("KEYWEAVE_OFFLINE", file.getPath());
        }
        String merged = withAgent(environment.get(OPTIONS), jar.getPath());
        if (merged == null) {
            err.println("keyweave: the agent's path has both kinds of quotes in it, which " + OPTIONS
                    + " cannot hold. Move the jar: " + jar);
            return Command.USAGE;
        }
        environment.put(OPTIONS, merged);
        return wait(process, rest, err);
    }

    /** The options with the agent behind them, as the JVM takes them apart; as they are where they have it already, null where they cannot hold it. */
    static @Nullable String withAgent(@Nullable String options, String jar) {
        if (options != null && options.contains("keyweave-agent")) {
            return options;
        }
        String quote = "";
        if (jar.indexOf('\'') >= 0) {
            quote = "\"";
        } else if (jar.indexOf(' ') >= 0 || jar.indexOf('"') >= 0 || jar.indexOf('\t') >= 0) {
            quote = "'";
        }
        if (!quote.isEmpty() && jar.contains(quote)) {
            return null;
        }
        String agent = "-javaagent:" + quote + jar + quote;
        return options == null || options.isBlank() ? agent : options + " " + agent;
    }

    private static int wait(ProcessBuilder builder, List<String> command, PrintStream err) {
        Process process;
        try {
            process = start(builder, command);
        } catch (IOException e) {
            err.println("keyweave: " + command.get(0) + " cannot be started: " + e.getMessage());
            return NOT_FOUND;
        }
        // A terminal sends Ctrl-C to both; what is sent to this process alone is handed on.
        handle("INT", () -> {});
        handle("TERM", process::destroy);
        handle("HUP", process::destroy);
        while (true) {
            try {
                return process.waitFor();
            } catch (InterruptedException again) {
                process.destroy();
            }
        }
    }

    /** On Windows {@code mvn} and {@code gradlew} are scripts, which only its shell starts. */
    private static Process start(ProcessBuilder builder, List<String> command) throws IOException {
        try {
            return builder.start();
        } catch (IOException e) {
            if (!System.getProperty("os.name", "").toLowerCase(Locale.ROOT).startsWith("windows")) {
                throw e;
            }
            List<String> shell = new ArrayList<>(List.of("cmd.exe", "/c"));
            shell.addAll(command);
            return builder.command(shell).start();
        }
    }

    private static void handle(String signal, Runnable action) {
        try {
            Signal.handle(new Signal(signal), received -> action.run());
        } catch (IllegalArgumentException unknownHere) {
            // Windows has no HUP; under -Xrs there is none at all.
        }
    }
}
