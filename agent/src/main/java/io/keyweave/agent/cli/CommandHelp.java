package io.keyweave.agent.cli;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** What each command is called with and does, once for help, usage and the completion of a shell. */
final class CommandHelp {

    /** The same table is in docs/troubleshooting.md, which a test compares. */
    static final String EXIT_CODES =
            """
            Exit codes
              0   all is well
              64  the command line is wrong
              66  a file to be read is not there
              69  a vault, an identity service or the JVM asked cannot be reached, throttles or answers with something else
              70  an error inside the agent, or another agent has undone its work
              73  a file cannot be written
              77  the identity was refused or may not read the secret
              78  a placeholder or setting is wrong, or its secret is missing, disabled or not allowed
            """;

    private record Described(String usage, String purpose, String options) {}

    private static final Map<String, Described> COMMANDS = new LinkedHashMap<>();

    static {
        add(
                "check",
                "[FILE|DIRECTORY|JAR|WAR|MANIFEST]... [options] [-DNAME=VALUE]...",
                "finds placeholders, says who reads each, fetches it as the agent would; prints no value",
                """
                  --all                  every row and problem, not the first of them
                  --json                 for programs
                  --settings N=V,...     settings, as agent arguments
                  --class-path PATH      as after -cp, for what is read from it
                Ends as a start would: 0, 78 placeholder or secret, 77 identity, 69 unreachable; 78 also where a placeholder would stay text.
                """);
        add(
                "status",
                "PID [options]",
                "the secrets of a running JVM: version, age, next refresh, requests, cost, who still uses which version",
                """
                  --all                  every secret, not the first 60, and every patch
                  --json                 for programs
                  --watch[=SECONDS]      again and again, every two seconds, until it ends or you end it
                Run it as the user of that JVM, in its container. It asks the JVM by a socket in /tmp/.keyweave-UID, which only that user
                may enter, or by the JDK's attach mechanism where there is none. A JVM opens the socket five seconds after its first secret.
                """);
        add(
                "refresh",
                "PID [VAULT/SECRET]",
                "fetches the secrets of a running JVM now, one or all, within the limits that refused logins have",
                """
                A secret is asked for once a second at most, then every 2, 4, 8 and 15 s while the vault has nothing new.
                Ends with 0, or 69 when a secret could not be fetched; the value held is served on as ever.
                """);
        add(
                "report",
                "PID --html FILE",
                "writes what a ticket needs of a running JVM into one HTML file: secrets, versions, requests, logins, settings",
                """
                  --html FILE            the file; it has no value of a secret in it, and asks nothing of the network
                """);
        add(
                "run",
                "[--offline FILE] -- COMMAND [ARGUMENT]...",
                "starts a command whose JVMs have the agent, hands on signals, ends with its exit code",
                """
                  --offline FILE         secrets from a .env or .properties file
                """);
        add("simulate", "[options]", "what a fleet asks of its vaults", "simulate --help has the options.\n");
        add(
                "completion",
                "bash|zsh",
                "prints the completion of commands and options for a shell",
                """
                bash: source <(java -jar keyweave-agent.jar completion bash), for an alias or script called keyweave.
                """);
        add("help", "[COMMAND]", "this, or more about a command", "");
    }

    private CommandHelp() {}

    private static void add(String name, String usage, String purpose, String options) {
        COMMANDS.put(name, new Described(usage, purpose, options));
    }

    static boolean knows(String command) {
        return COMMANDS.containsKey(command);
    }

    static List<String> commands() {
        return new ArrayList<>(COMMANDS.keySet());
    }

    /** The options of a command, as its help lists them. */
    static List<String> options(String command) {
        List<String> options = new ArrayList<>();
        Described described = COMMANDS.get(command);
        if (described != null) {
            for (String line : described.options.split("\n", -1)) {
                String text = line.strip();
                if (text.startsWith("--")) {
                    int end = 0;
                    while (end < text.length() && (Character.isLetter(text.charAt(end)) || text.charAt(end) == '-')) {
                        end++;
                    }
                    options.add(text.substring(0, end));
                }
            }
        }
        return options;
    }

    /** All commands. */
    static String all() {
        StringBuilder out = new StringBuilder("Usage: java -jar keyweave-agent.jar COMMAND\n");
        COMMANDS.forEach((name, described) -> out.append(String.format("  %-11s %s%n", name, described.purpose)));
        return out.append("More about one: COMMAND --help\n")
                .append("As an agent: java -javaagent:keyweave-agent.jar[=setting=value,...] ...\n")
                .append(EXIT_CODES)
                .toString();
    }

    /** One command. */
    static String of(String command) {
        Described described = COMMANDS.get(command);
        return described == null
                ? all()
                : "Usage: java -jar keyweave-agent.jar " + command + " " + described.usage + "\n  " + described.purpose
                        + "\n" + described.options;
    }
}
