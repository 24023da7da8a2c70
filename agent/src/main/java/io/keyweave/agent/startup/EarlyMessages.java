package io.keyweave.agent.startup;

import static io.keyweave.Log.Level.ERROR;
import static io.keyweave.Log.Level.WARN;

import io.keyweave.MessageCode;

/**
 * What classes tell that must name nothing but the JDK: those in the application's loader, the bridge's definition and the count of internal
 * errors. They write the texts themselves; here they are for the page, and a test compares.
 */
final class EarlyMessages {

    static final MessageCode TOOL = new MessageCode(
            "KW-1012",
            WARN,
            "a placeholder is present and is not resolved, because {tool} is a tool of the JDK.",
            "`JAVA_TOOL_OPTIONS` reaches `jcmd`, `javac` and `keytool`, too. Leave the options out where such tools run if the line disturbs.");

    static final MessageCode LISTED_TWICE = new MessageCode(
            "KW-1013",
            WARN,
            "the agent is listed twice; the second one, settings included, does nothing. Remove it.",
            "`-javaagent:keyweave-agent.jar` is in more than one of command line, `JAVA_TOOL_OPTIONS` and `JDK_JAVA_OPTIONS`. Remove all but"
                    + " one.");

    static final MessageCode CANNOT_START = new MessageCode(
            "KW-1110",
            ERROR,
            "the agent could not start: {problem}. {consequence}",
            "The text says why. With `The security manager of this JVM is in the way: grant java.security.AllPermission to the agent's jar in"
                    + " its policy file` do that; with `java.util.Properties cannot be patched` list Keyweave last. Anything else is a broken jar or"
                    + " a defect: please report it with this line. With `A placeholder is present, or may be, so this JVM ends.` the exit code"
                    + " is 70, otherwise `The application runs without it.`");

    static final MessageCode TOO_OLD = new MessageCode(
            "KW-1111",
            ERROR,
            "this JVM is Java {version}, and the agent needs 17 or newer. Start it with a newer JDK, or take the agent out of its command line,"
                    + " JAVA_TOOL_OPTIONS and JDK_JAVA_OPTIONS.",
            "Such a JVM ends with exit code 78, placeholder or not. Java 17 is the oldest.");

    static final MessageCode NOT_PATCHED_YET = new MessageCode(
            "KW-9014",
            WARN,
            "java.util.Properties is not patched yet after 30 s: what is read now keeps its placeholders.",
            "The first class that may read a placeholder waited that long for the patch, and the application goes on without it. The machine is"
                    + " very slow, or another agent transforms the same class and waits for ours. List Keyweave first; if it comes again, report"
                    + " it with a thread dump.");

    private EarlyMessages() {}
}
