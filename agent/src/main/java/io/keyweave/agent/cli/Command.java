package io.keyweave.agent.cli;

import io.keyweave.agent.simulate.Simulate;
import java.util.Arrays;

/** {@code java -jar keyweave-agent.jar COMMAND}: finds the command and ends with its exit code. */
public final class Command {

    /** {@code EX_USAGE}. */
    static final int USAGE = 64;

    private static final String HELP =
            """
            Usage: java -jar keyweave-agent.jar COMMAND
              check [FILE|DIRECTORY|JAR|WAR|MANIFEST]... [--all] [--json] [--settings NAME=VALUE,...] [--class-path PATH]
                             finds the placeholders of the files, the environment and -D arguments, says who reads each
                             and whether it is resolved there and rotates, fetches it as the agent would, and says what
                             is there, what is not, and what to do; prints no value. Ends as a start would: 0, or
                             78 placeholder or secret, 77 identity, 69 unreachable; 78 also where one would stay text
              status PID     the secrets of a running JVM: version, age, next refresh, requests, cost
              run [--offline FILE] -- COMMAND [ARGUMENT]...
                             starts a command whose JVMs have the agent, with secrets from a .env or .properties file;
                             hands on signals, ends with its exit code
              simulate ...   what a fleet asks of its vaults; simulate --help
            As an agent: java -javaagent:keyweave-agent.jar[=setting=value,...] ...
            """;

    private Command() {}

    public static void main(String[] arguments) {
        String name = arguments.length == 0 ? "" : arguments[0];
        String[] rest = arguments.length == 0 ? arguments : Arrays.copyOfRange(arguments, 1, arguments.length);
        boolean asked = rest.length == 1 && (rest[0].equals("--help") || rest[0].equals("-h"));
        int code =
                switch (asked && !name.equals("simulate") ? "help" : name) {
                    case "check" -> Check.main(Arrays.asList(rest));
                    case "status" -> Status.run(rest, System.out, System.err);
                    case "run" -> ChildProcess.run(rest, System.err);
                    case "simulate" -> Simulate.run(rest, System.out, System.err);
                    case "", "help", "--help", "-h" -> help(name.isEmpty());
                    default -> {
                        System.err.println("keyweave: there is no command " + name);
                        yield help(true);
                    }
                };
        System.out.flush();
        System.exit(code);
    }

    private static int help(boolean wrong) {
        (wrong ? System.err : System.out).print(HELP);
        return wrong ? USAGE : 0;
    }
}
