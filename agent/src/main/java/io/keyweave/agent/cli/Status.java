package io.keyweave.agent.cli;

import io.keyweave.agent.cli.RunningAgent.NoAnswer;
import java.io.PrintStream;
import java.util.Arrays;

/** {@code status PID}: the table of a running JVM's secrets. */
final class Status {

    private static final int UNAVAILABLE = 69;
    private static final int MOST_ROWS = 60;
    private static final int SECONDS = 2;

    private final boolean all;
    private final boolean json;
    private final int every;
    private final RunningAgent agent;

    private Status(boolean all, boolean json, int every, RunningAgent agent) {
        this.all = all;
        this.json = json;
        this.every = every;
        this.agent = agent;
    }

    static int run(String[] arguments, PrintStream out, PrintStream err) {
        try {
            return of(arguments).print(out);
        } catch (NoAnswer e) {
            err.println("keyweave: " + e.getMessage());
            return UNAVAILABLE;
        }
    }

    private static Status of(String[] arguments) {
        boolean all = false;
        boolean json = false;
        int every = 0;
        String pid = "";
        for (String argument : Arrays.asList(arguments)) {
            if (argument.equals("--all")) {
                all = true;
            } else if (argument.equals("--json")) {
                json = true;
            } else if (argument.equals("--watch")) {
                every = SECONDS;
            } else if (argument.startsWith("--watch=")) {
                every = seconds(argument.substring("--watch=".length()));
            } else if (argument.startsWith("-")) {
                throw new UsageException("status has no option " + argument);
            } else if (!pid.isEmpty()) {
                throw new UsageException("one process at a time, not " + pid + " and " + argument);
            } else {
                pid = argument;
            }
        }
        if (pid.isEmpty()) {
            throw new UsageException("status needs the number of a process");
        }
        return new Status(all, json, every, RunningAgent.of(pid));
    }

    private static int seconds(String text) {
        try {
            int seconds = Integer.parseInt(text);
            if (seconds > 0) {
                return seconds;
            }
        } catch (NumberFormatException notANumber) {
            // Said below.
        }
        throw new UsageException("--watch needs seconds, 1 or more");
    }

    private int print(PrintStream out) throws NoAnswer {
        boolean again = false;
        while (true) {
            String answer;
            try {
                answer = agent.status(json);
            } catch (NoAnswer gone) {
                if (again) {
                    // Watched to its end.
                    return 0;
                }
                throw gone;
            }
            again = true;
            out.print(every > 0 ? Terminal.cleared() : "");
            out.print(json ? answer : Terminal.coloured(all ? answer : withoutWaiting(shortened(answer))));
            out.flush();
            if (every == 0 || out.checkError()) {
                return 0;
            }
            try {
                Thread.sleep(every * 1000L);
            } catch (InterruptedException end) {
                return 0;
            }
        }
    }

    /** Patches of what the application has not loaded are a hundred rows about nothing. */
    static String withoutWaiting(String text) {
        StringBuilder out = new StringBuilder(text.length());
        int waiting = 0;
        for (String line : text.split("(?<=\n)", -1)) {
            if (line.startsWith("waiting ")) {
                waiting++;
            } else {
                out.append(line);
            }
        }
        return waiting == 0
                ? text
                : out.append("and ")
                        .append(waiting)
                        .append(" for what is not loaded; --all shows them")
                        .append(System.lineSeparator())
                        .toString();
    }

    /** The first rows, which are the worst, and what follows the table. */
    static String shortened(String table) {
        String separator = System.lineSeparator();
        int end = table.indexOf(separator + separator);
        int at = 0;
        int rows = -1;
        int cut = -1;
        while (at < end) {
            rows++;
            if (rows == MOST_ROWS + 1) {
                cut = at;
            }
            at = table.indexOf(separator, at) + separator.length();
        }
        return cut < 0
                ? table
                : table.substring(0, cut) + "and " + (rows - MOST_ROWS) + " more; --all shows them" + separator
                        + table.substring(end + separator.length());
    }
}
