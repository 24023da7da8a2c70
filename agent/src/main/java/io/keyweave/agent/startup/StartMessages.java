package io.keyweave.agent.startup;

import static io.keyweave.Log.Level.ERROR;
import static io.keyweave.Log.Level.INFO;
import static io.keyweave.Log.Level.WARN;

import io.keyweave.MessageCode;

/** What is told while a JVM with a placeholder or settings starts. {@link EarlyMessages} come before it. */
final class StartMessages {

    static final MessageCode DISABLED = new MessageCode(
            "KW-1011",
            WARN,
            "a placeholder is present and is not resolved, because enabled is false ({origin}). The application gets it as it is written.",
            "Somebody set `enabled=false`, at the place named. Remove the setting.");

    static final MessageCode DISABLED_FOR_FILES = new MessageCode(
            "KW-1014",
            INFO,
            "enabled is false ({origin}): the application gets placeholders in files as they are written.",
            "The same as KW-1011, where no system property or environment variable holds a placeholder. Nothing to do if no file does.");

    static final MessageCode EARLIER_AGENT = new MessageCode(
            "KW-1031",
            WARN,
            "the agent of {agents} was started before Keyweave, so it has read the placeholder in {names} and not the secret, and may send it to its"
                    + " server. List Keyweave first (docs/agents.md).",
            "Put `-javaagent:keyweave-agent.jar` in front of the other agents.");

    static final MessageCode NEEDED_TO_FETCH = new MessageCode(
            "KW-1103",
            ERROR,
            "{origin}: a placeholder cannot be here, because Keyweave itself needs this value to fetch secrets.",
            "Put the value itself here, from the environment or a file that only this process can read.");

    static final MessageCode TOO_EARLY = new MessageCode(
            "KW-1112",
            ERROR,
            "With late-settings the vault is known only when a test has started it, and before that are read: {places}.",
            "Put the placeholder into a file of the application, or take late-settings out and start the vault before the tests"
                    + " (docs/testing.md).");

    static final MessageCode NOT_SHOWN = new MessageCode(
            "KW-1104",
            ERROR,
            "this JVM does not start. Its secrets are there, but system properties or environment still show placeholders: another agent may have"
                    + " undone the patch. List Keyweave first, or leave the other agent out.",
            "Exit code 70. None of the [seven agents that were tried](agents.md) does that in either order.");

    static final MessageCode SETTING_IGNORED = new MessageCode(
            "KW-5102",
            WARN,
            "{problem}",
            "A variable that begins with `KEYWEAVE_` is not a setting: correct its name, or remove it.");

    static final MessageCode WRONG_SETTINGS = new MessageCode(
            "KW-5103",
            ERROR,
            "{problem}« (and {more} more)» No placeholder is present, so the application starts; what loads one fails.",
            "A setting is wrong. Nothing needs it yet; a file with text that looks like a placeholder is refused, because the wrong setting may"
                    + " have been the one that trusts it.");

    static final MessageCode NOT_PATCHED = new MessageCode(
            "KW-9011",
            ERROR,
            "java.util.Properties could not be patched, so properties files are not resolved. Another agent may have replaced it: list Keyweave"
                    + " first, or leave the other agent out.",
            "Put `-javaagent:keyweave-agent.jar` [in front of the other agents](agents.md). If it is there already, the other agent cannot be used"
                    + " beside it: please report which one it is.");

    static final MessageCode NO_MODULE = new MessageCode(
            "KW-9012",
            WARN,
            "this JDK has no way to keep the agent's classes from reflection (docs/security.md). Everything else works. Please report this.",
            "A JDK newer than those that were tested. Code of the application that runs inside a patched method can reflect on the agent.");

    static final MessageCode UNDONE = new MessageCode(
            "KW-9013",
            ERROR,
            "another agent has undone the patch of {what}. List Keyweave first or leave the other agent out, and restart this JVM.",
            "Another agent had the class transformed again while the application ran, and put it back as it was in the JDK. The text is"
                    + " `java.util.Properties: files that are loaded from now on keep their placeholders` or `java.lang.ProcessEnvironment: the"
                    + " environment shows placeholders`.");

    private StartMessages() {}
}
