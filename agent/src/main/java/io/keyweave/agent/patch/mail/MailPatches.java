package io.keyweave.agent.patch.mail;

import io.keyweave.agent.instrument.PatchList;

/** The patched classes of JavaMail 1.5 and 1.6 and of Jakarta Mail's reference implementations, {@code com.sun.mail} and Angus. */
public final class MailPatches {

    private MailPatches() {}

    public static PatchList javaMail() {
        return of("JavaMail", "com.sun.mail.");
    }

    public static PatchList angus() {
        return of("Angus Mail", "org.eclipse.angus.mail.");
    }

    private static PatchList of(String library, String prefix) {
        return new PatchList(library, "a rotated password for new connections")
                .addFirst(prefix + "smtp.SMTPTransport", SmtpLogin::patch)
                .addFirst(prefix + "imap.IMAPStore", ImapLogin::patch)
                .addFirst(prefix + "pop3.Protocol", Pop3Login::patch);
    }
}
