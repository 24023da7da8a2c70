package io.keyweave.test.services.app;

import jakarta.mail.Authenticator;
import jakarta.mail.Folder;
import jakarta.mail.Message;
import jakarta.mail.MessagingException;
import jakarta.mail.PasswordAuthentication;
import jakarta.mail.Service;
import jakarta.mail.Session;
import jakarta.mail.Store;
import jakarta.mail.Transport;
import jakarta.mail.internet.InternetAddress;
import jakarta.mail.internet.MimeMessage;
import java.util.Properties;

/**
 * Sends and reads mail with Jakarta Mail. {@code send} names the password in {@code connect} as Spring does, {@code ask} has an
 * {@code Authenticator}; {@code imap} and {@code pop3} open a store; {@code imap-more} and {@code pop3-again} make a store that has been open
 * since the start log in once more by itself. {@code typed-smtp}, {@code typed-imap} and {@code typed-pop3} log in with a port, a user name
 * and a password that somebody typed.
 */
public final class MailApplication implements AutoCloseable {

    private static final String HOST = "127.0.0.1";

    private final String user = System.getProperty("mail.user");
    private final String password = System.getProperty("mail.password");
    private final int[] ports = new int[3];
    private final Session session;
    private final Store imap;
    private final Store pop3;

    private MailApplication() throws MessagingException {
        String[] given = System.getProperty("mail.ports").split(",", -1);
        for (int i = 0; i < ports.length; i++) {
            ports[i] = Integer.parseInt(given[i]);
        }
        Properties settings = new Properties();
        settings.setProperty("mail.smtp.auth", "true");
        settings.setProperty("mail.smtp.host", HOST);
        settings.setProperty("mail.smtp.port", given[0]);
        settings.setProperty("mail.user", user);
        session = Session.getInstance(settings, new Authenticator() {
            @Override
            protected PasswordAuthentication getPasswordAuthentication() {
                return new PasswordAuthentication(user, password);
            }
        });
        imap = open("imap", ports[1]);
        pop3 = open("pop3", ports[2]);
        read(pop3);
    }

    public static void main(String[] arguments) throws Exception {
        try (MailApplication application = new MailApplication()) {
            Commands.serve(words -> application.answer(words));
        }
    }

    @Override
    public void close() throws MessagingException {
        imap.close();
        pop3.close();
    }

    private String answer(String[] words) throws MessagingException {
        switch (words[0]) {
            case "send" -> {
                try (Transport transport =
                        Session.getInstance(session.getProperties()).getTransport("smtp")) {
                    transport.connect(HOST, ports[0], user, password);
                    Message message = message();
                    transport.sendMessage(message, message.getAllRecipients());
                }
            }
            case "ask" -> Transport.send(message());
            case "imap" -> {
                try (Store store = open("imap", ports[1])) {
                    read(store);
                }
            }
            case "pop3" -> {
                try (Store store = open("pop3", ports[2])) {
                    read(store);
                }
            }
            case "imap-more" -> {
                try (Folder one = imap.getFolder("INBOX");
                        Folder two = imap.getFolder("INBOX")) {
                    one.open(Folder.READ_ONLY);
                    two.open(Folder.READ_ONLY);
                }
            }
            case "pop3-again" -> read(pop3);
            case "typed-smtp", "typed-imap", "typed-pop3" -> {
                try (Service typed = typed(words[0].substring("typed-".length()))) {
                    typed.connect(HOST, Integer.parseInt(words[1]), words[2], words[3]);
                }
            }
            default -> throw new IllegalArgumentException(words[0]);
        }
        return "ok";
    }

    private Service typed(String protocol) throws MessagingException {
        Session other = Session.getInstance(session.getProperties());
        return protocol.equals("smtp") ? other.getTransport(protocol) : other.getStore(protocol);
    }

    private Store open(String protocol, int port) throws MessagingException {
        Store store = session.getStore(protocol);
        store.connect(HOST, port, user, password);
        return store;
    }

    private static void read(Store store) throws MessagingException {
        try (Folder inbox = store.getFolder("INBOX")) {
            inbox.open(Folder.READ_ONLY);
            inbox.getMessageCount();
        }
    }

    private Message message() throws MessagingException {
        MimeMessage message = new MimeMessage(session);
        message.setFrom(new InternetAddress(user + "@localhost"));
        message.setRecipient(Message.RecipientType.TO, new InternetAddress(user + "@localhost"));
        message.setText("hello");
        return message;
    }
}
