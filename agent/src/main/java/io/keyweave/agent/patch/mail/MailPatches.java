package io.keyweave.agent.patch.mail;

import io.keyweave.agent.patch.Patch;
import org.jspecify.annotations.Nullable;

/** The patched classes of JavaMail 1.5 and 1.6 and of Jakarta Mail's reference implementations, {@code com.sun.mail} and Angus. */
public final class MailPatches {

    private MailPatches() {}

    /** @param name internal name, with slashes */
    public static @Nullable Patch find(String name) {
        String className = name.replace('/', '.');
        return switch (name.substring(name.lastIndexOf('/') + 1)) {
            case "SMTPTransport" -> SmtpLogin.patch(className);
            case "IMAPStore" -> ImapLogin.patch(className);
            case "Protocol" -> Pop3Login.patch(className);
            default -> null;
        };
    }
}
