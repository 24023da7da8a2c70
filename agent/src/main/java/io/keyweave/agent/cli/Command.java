package io.keyweave.agent.cli;

import io.keyweave.KeyweaveVersion;
import io.keyweave.agent.simulate.Simulate;
import java.util.Arrays;

/** {@code java -jar keyweave-agent.jar COMMAND}: finds the command and ends with its exit code. */
public final class Command {

    /** {@code EX_USAGE}. */
    static final int USAGE = 64;

    private Command() {}

    public static void main(String[] arguments) {
        String name = arguments.length == 0 ? "" : arguments[0];
        String[] rest = arguments.length == 0 ? arguments : Arrays.copyOfRange(arguments, 1, arguments.length);
        boolean asked = rest.length == 1 && (rest[0].equals("--help") || rest[0].equals("-h"));
        int code;
        try {
            code = asked && CommandHelp.knows(name) && !name.equals("simulate")
                    ? help(new String[] {name})
                    : run(name, rest);
        } catch (UsageException wrong) {
            System.err.println("keyweave: " + wrong.getMessage());
            System.err.print(CommandHelp.of(name));
            code = USAGE;
        }
        System.out.flush();
        System.exit(code);
    }

    private static int run(String name, String[] rest) {
        return switch (name) {
            case "check" -> Check.main(Arrays.asList(rest));
            case "status" -> Status.run(rest, System.out, System.err);
            case "refresh" -> Refresh.run(rest, System.out, System.err);
            case "report" -> ReportFile.run(rest, System.out, System.err);
            case "run" -> ChildProcess.run(rest, System.err);
            case "simulate" -> Simulate.run(rest, System.out, System.err, Terminal.isShowingProgress());
            case "completion" -> Completion.run(rest, System.out);
            case "version", "--version" -> {
                System.out.println("Keyweave " + KeyweaveVersion.text());
                yield 0;
            }
            case "help", "--help", "-h" -> help(rest);
            case "" -> {
                System.err.print(CommandHelp.all());
                yield USAGE;
            }
            default -> throw new UsageException("there is no command " + name);
        };
    }

    private static int help(String[] about) {
        if (about.length > 1 || about.length == 1 && !CommandHelp.knows(about[0])) {
            throw new UsageException("there is no help about " + String.join(" ", about));
        }
        System.out.print(about.length == 0 ? CommandHelp.all() : CommandHelp.of(about[0]));
        return 0;
    }
}
