package io.keyweave.agent.cli;

import io.keyweave.agent.cli.RunningAgent.NoAnswer;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;

/** {@code report PID --html FILE}: what an incident's ticket needs of a running JVM, in one file. */
final class ReportFile {

    private static final int UNAVAILABLE = 69;
    private static final int CANNOT_WRITE = 73;

    private ReportFile() {}

    static int run(String[] arguments, PrintStream out, PrintStream err) {
        String pid = "";
        String file = "";
        for (int i = 0; i < arguments.length; i++) {
            if (arguments[i].equals("--html") && i + 1 < arguments.length) {
                i++;
                file = arguments[i];
            } else if (arguments[i].startsWith("-")) {
                throw new UsageException("report has no option " + arguments[i] + ", or it needs a value");
            } else if (pid.isEmpty()) {
                pid = arguments[i];
            } else {
                throw new UsageException("one process at a time, not " + pid + " and " + arguments[i]);
            }
        }
        if (pid.isEmpty() || file.isEmpty()) {
            throw new UsageException("report needs the number of a process, and --html with a file");
        }
        try {
            String page = RunningAgent.of(pid).ask("report");
            Files.writeString(Path.of(file), page);
            out.println(file);
            return 0;
        } catch (NoAnswer e) {
            err.println("keyweave: " + e.getMessage());
            return UNAVAILABLE;
        } catch (IOException | InvalidPathException e) {
            err.println("keyweave: cannot write " + file + ": " + e);
            return CANNOT_WRITE;
        }
    }
}
