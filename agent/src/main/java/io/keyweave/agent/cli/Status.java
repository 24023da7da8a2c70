package io.keyweave.agent.cli;

import io.keyweave.agent.patch.jdk.VmSupportPatch;
import java.io.PrintStream;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.util.Properties;

/**
 * {@code status PID}: the table of a running JVM's secrets.
 *
 * <p>The JVM hands it out with its agent properties, which the JDK's attach mechanism reads over a Unix socket (or a pipe on
 * Windows) that only its user may open. Rejected: the local JMX connector, which makes the JVM open a TCP port and load RMI for good;
 * loading an agent into it, which warns on the application's stderr from JDK 21 on; and a file, which is stale or written for nobody.
 */
final class Status {

    private static final int UNAVAILABLE = 69;
    private static final int MOST_ROWS = 60;

    private Status() {}

    static int run(String[] arguments, PrintStream out, PrintStream err) {
        boolean all = arguments.length == 2 && arguments[0].equals("--all");
        String pid = arguments.length == 0 ? "" : arguments[arguments.length - 1];
        if (arguments.length != (all ? 2 : 1) || !isNumber(pid)) {
            err.println("Usage: java -jar keyweave-agent.jar status [--all] PID");
            return Command.USAGE;
        }
        try {
            String table = agentProperties(pid).getProperty(VmSupportPatch.STATUS);
            if (table == null) {
                err.println("keyweave: JVM " + pid
                        + " has resolved no placeholder, or runs without -javaagent:keyweave-agent.jar.");
                return UNAVAILABLE;
            }
            out.print(all ? table : shortened(table));
            return 0;
        } catch (ClassNotFoundException e) {
            err.println("keyweave: this java has no module jdk.attach. Run the command with a JDK.");
        } catch (InvocationTargetException e) {
            err.println(
                    "keyweave: cannot attach to JVM " + pid + ": " + e.getCause()
                            + ". Run the command as the user of that JVM, in its container, and without -XX:+DisableAttachMechanism there.");
        } catch (ReflectiveOperationException e) {
            err.println("keyweave: this java cannot attach to another: " + e);
        }
        return UNAVAILABLE;
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

    private static boolean isNumber(String text) {
        for (int i = 0; i < text.length(); i++) {
            if (text.charAt(i) < '0' || text.charAt(i) > '9') {
                return false;
            }
        }
        return !text.isEmpty();
    }

    /** By reflection: the attach API belongs to the application loader, which ours does not see. */
    private static Properties agentProperties(String pid) throws ReflectiveOperationException {
        Class<?> type = ClassLoader.getSystemClassLoader().loadClass("com.sun.tools.attach.VirtualMachine");
        Object jvm = type.getMethod("attach", String.class).invoke(null, pid);
        Method detach = type.getMethod("detach");
        try {
            return (Properties) type.getMethod("getAgentProperties").invoke(jvm);
        } finally {
            detach.invoke(jvm);
        }
    }
}
