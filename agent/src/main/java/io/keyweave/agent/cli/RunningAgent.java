package io.keyweave.agent.cli;

import io.keyweave.agent.control.ControlClient;
import io.keyweave.agent.patch.jdk.VmSupportPatch;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.util.Properties;
import org.jspecify.annotations.Nullable;

/**
 * The agent of another JVM, asked by its socket. Where it has none its state is read with its agent properties, which the JDK's attach mechanism returns
 * over a socket of the JVM's user, too; that needs a JDK on this side, and nothing can be asked for but the state. Rejected: the local JMX connector, which
 * makes the JVM open a TCP port and load RMI for good; loading an agent into it, which warns on the application's stderr from JDK 21 on; and a file, which
 * is stale or written for nobody.
 */
final class RunningAgent {

    private final long pid;

    private RunningAgent(long pid) {
        this.pid = pid;
    }

    static RunningAgent of(String pid) {
        try {
            long number = Long.parseLong(pid);
            if (number > 0) {
                return new RunningAgent(number);
            }
        } catch (NumberFormatException notANumber) {
            // Said below.
        }
        throw new UsageException("not the number of a process: " + pid);
    }

    /** Why there is no answer, for the person who asked. */
    static final class NoAnswer extends Exception {

        private static final long serialVersionUID = 1L;

        NoAnswer(String message) {
            super(message);
        }
    }

    /** The table of its secrets, or the same as JSON. */
    String status(boolean json) throws NoAnswer {
        String answer = ControlClient.ask(pid, json ? "status json" : "status");
        if (answer != null) {
            return answer;
        }
        String attached = attached(json ? VmSupportPatch.STATUS_JSON : VmSupportPatch.STATUS);
        if (attached == null) {
            throw new NoAnswer(
                    "JVM " + pid + " has resolved no placeholder, or runs without -javaagent:keyweave-agent.jar.");
        }
        return attached;
    }

    /** Anything that only the socket has. */
    String ask(String request) throws NoAnswer {
        String answer = ControlClient.ask(pid, request);
        if (answer == null) {
            throw new NoAnswer(noSocket());
        }
        return answer;
    }

    private String noSocket() {
        return "JVM " + pid
                + " has no socket in /tmp/.keyweave-UID that this user may use. It has resolved no placeholder, has started less"
                + " than 5 s ago, or cannot write to /tmp. Run the command as the user of that JVM, in its container.";
    }

    /** By reflection: the attach API belongs to the application loader, which ours does not see. */
    private @Nullable String attached(String property) throws NoAnswer {
        try {
            Class<?> type = ClassLoader.getSystemClassLoader().loadClass("com.sun.tools.attach.VirtualMachine");
            Object jvm = type.getMethod("attach", String.class).invoke(null, Long.toString(pid));
            Method detach = type.getMethod("detach");
            try {
                return ((Properties) type.getMethod("getAgentProperties").invoke(jvm)).getProperty(property);
            } finally {
                detach.invoke(jvm);
            }
        } catch (ClassNotFoundException noJdk) {
            throw new NoAnswer(noSocket() + " This java has no module jdk.attach, by which a JDK could ask.");
        } catch (InvocationTargetException e) {
            throw new NoAnswer("cannot attach to JVM " + pid + ": " + e.getCause()
                    + ". Run the command as the user of that JVM, in its container, and without"
                    + " -XX:+DisableAttachMechanism there.");
        } catch (ReflectiveOperationException e) {
            throw new NoAnswer("this java cannot attach to another: " + e);
        }
    }
}
