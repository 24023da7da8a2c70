package io.keyweave.agent.cli;

import java.io.PrintStream;
import java.util.List;

/** {@code completion bash|zsh}: a script for the shell, made of what the help says. */
final class Completion {

    private Completion() {}

    static int run(String[] arguments, PrintStream out) {
        if (arguments.length != 1 || !List.of("bash", "zsh").contains(arguments[0])) {
            throw new UsageException("completion needs the name of a shell");
        }
        // zsh understands bash's.
        out.print(arguments[0].equals("zsh") ? "autoload -U +X bashcompinit && bashcompinit\n" + bash() : bash());
        return 0;
    }

    private static String bash() {
        StringBuilder cases = new StringBuilder();
        for (String command : CommandHelp.commands()) {
            String words = String.join(" ", CommandHelp.options(command));
            String more =
                    switch (command) {
                        case "help" -> String.join(" ", CommandHelp.commands());
                        case "completion" -> "bash zsh";
                        case "status", "refresh" -> "$(jps -q 2>/dev/null)";
                        default -> "";
                    };
            cases.append("    ")
                    .append(command)
                    .append(") words=\"")
                    .append((words + " --help " + more).strip())
                    .append("\" ;;\n");
        }
        return """
                _keyweave() {
                  local word=${COMP_WORDS[COMP_CWORD]} words
                  case ${COMP_WORDS[1]} in
                %s    *) words="%s" ;;
                  esac
                  [ "$COMP_CWORD" = 1 ] && words="%s"
                  COMPREPLY=($(compgen -W "$words" -- "$word"))
                  [ -n "$COMPREPLY" ] || COMPREPLY=($(compgen -f -- "$word"))
                }
                complete -F _keyweave keyweave
                """
                .formatted(cases, String.join(" ", CommandHelp.commands()), String.join(" ", CommandHelp.commands()));
    }
}
