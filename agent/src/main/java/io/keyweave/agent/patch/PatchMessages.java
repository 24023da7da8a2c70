package io.keyweave.agent.patch;

import static io.keyweave.Log.Level.ERROR;

import io.keyweave.MessageCode;

/** What exceptions say that a patch throws in an application. */
public final class PatchMessages {

    static final MessageCode UNRESOLVED = new MessageCode(
            "KW-6031",
            ERROR,
            "{what} is still the text of a placeholder, {text}. It was not sent. Nothing resolved it: it probably is in a file that Keyweave"
                    + " does not read or does not trust, or somebody typed it. Put the placeholder into an environment variable or a system"
                    + " property and refer to that, or trust the file with trust=PATH. \"java -jar keyweave-agent.jar check FILE\" tells who"
                    + " reads it.",
            "Said of a password or user name at a login, of a key store's password, and of a callback's password. A placeholder never leaves the JVM"
                    + " in their place.");

    public static final MessageCode WAITS_FOR_VERSION = new MessageCode(
            "KW-6041",
            ERROR,
            "Keyweave waits for the vault's next version: the client comes back",
            "Why a Kafka client's connection ended while a password is being rotated: it connects again by itself.");

    public static final MessageCode ANOTHER_CONNECTION = new MessageCode(
            "KW-6042", ERROR, "Keyweave lets the client come back on another connection", "The same as KW-6041.");

    private PatchMessages() {}

    /** The text of an exception, with the code behind it. */
    public static String coded(MessageCode message, String text) {
        return text + " (" + message.code() + ")";
    }
}
