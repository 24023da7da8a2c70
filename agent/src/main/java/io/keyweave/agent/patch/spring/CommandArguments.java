package io.keyweave.agent.patch.spring;

import io.keyweave.agent.runtime.Agent;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The arguments of {@code main} that the JVM was started with, to be compared one after the other, each whole: behind one that differs there is none any
 * more. The JVM keeps them as one text, in which a blank may be part of an argument; where the operating system tells them apart, that counts. Belongs
 * to one thread.
 */
final class CommandArguments {

    private final @Nullable String command;
    private final @Nullable List<String> separate;
    private int at;
    private int index;

    /**
     * @param command all arguments behind the main class or the jar, with a blank between them; null when it is not known
     * @param process all arguments of the process, the JVM's own among them; null when the operating system does not tell
     */
    CommandArguments(@Nullable String command, @Nullable List<String> process) {
        this.command = command;
        this.separate = command == null || process == null ? null : last(process, command);
    }

    /** Those of this JVM. */
    static CommandArguments ofJvm() {
        return new CommandArguments(command(), process());
    }

    /** Whether the next argument is this one. */
    boolean next(String argument) {
        if (command == null || at > command.length() || !whole(command, argument)) {
            at = Integer.MAX_VALUE;
            return false;
        }
        if (separate != null
                && (index >= separate.size() || !separate.get(index).equals(argument))) {
            at = Integer.MAX_VALUE;
            return false;
        }
        at += argument.length() + 1;
        index++;
        return true;
    }

    private boolean whole(String text, String argument) {
        int end = at + argument.length();
        return text.startsWith(argument, at)
                && (end == text.length() || end < text.length() && text.charAt(end) == ' ');
    }

    /** The last of a process' arguments, of which the text is made; null when there are none such (an argument file, an editing launcher). */
    private static @Nullable List<String> last(List<String> process, String command) {
        for (int from = process.size() - 1; from >= 0; from--) {
            List<String> some = process.subList(from, process.size());
            String text = String.join(" ", some);
            if (text.equals(command)) {
                return some;
            }
            if (text.length() > command.length()) {
                return null;
            }
        }
        return null;
    }

    private static @Nullable String command() {
        Map<String, String> properties = Agent.running().properties();
        String command = properties.get("sun.java.command");
        String jar = properties.get("java.class.path");
        if (command == null) {
            return null;
        }
        if (jar != null && !jar.isEmpty() && command.startsWith(jar + " ")) {
            return command.substring(jar.length() + 1);
        }
        int blank = command.indexOf(' ');
        return blank < 0 ? null : command.substring(blank + 1);
    }

    private static @Nullable List<String> process() {
        try {
            return ProcessHandle.current().info().arguments().map(List::of).orElse(null);
        } catch (RuntimeException notAllowed) {
            return null;
        }
    }
}
