package io.keyweave.agent.cli;

import io.keyweave.agent.cli.RunningAgent.NoAnswer;
import java.io.PrintStream;

/** {@code refresh PID [VAULT/SECRET]}: lets a running JVM fetch its secrets now. */
final class Refresh {

    private static final int UNAVAILABLE = 69;

    private Refresh() {}

    static int run(String[] arguments, PrintStream out, PrintStream err) {
        for (String argument : arguments) {
            if (argument.startsWith("-")) {
                throw new UsageException("refresh has no option " + argument);
            }
        }
        if (arguments.length == 0 || arguments.length > 2) {
            throw new UsageException("refresh needs the number of a process, and perhaps a secret");
        }
        RunningAgent agent = RunningAgent.of(arguments[0]);
        String answer;
        try {
            answer = agent.ask(arguments.length == 2 ? "refresh " + arguments[1] : "refresh");
        } catch (NoAnswer e) {
            err.println("keyweave: " + e.getMessage());
            return UNAVAILABLE;
        }
        if (answer.isEmpty()) {
            err.println("keyweave: JVM " + arguments[0] + " reads no secret "
                    + (arguments.length == 2
                            ? arguments[1] + "; status " + arguments[0] + " lists those it reads"
                            : "that is ever fetched again"));
            return UNAVAILABLE;
        }
        boolean failed = false;
        for (String line : answer.split("\n", -1)) {
            failed |= line.contains("\tfailed: ");
            out.println(line.replace("\t", "  "));
        }
        return failed ? UNAVAILABLE : 0;
    }
}
