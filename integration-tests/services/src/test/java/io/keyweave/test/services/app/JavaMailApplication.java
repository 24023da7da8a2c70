package io.keyweave.test.services.app;

import java.util.Properties;
import javax.mail.Message;
import javax.mail.MessagingException;
import javax.mail.Session;
import javax.mail.Transport;
import javax.mail.internet.InternetAddress;
import javax.mail.internet.MimeMessage;

/** Sends mail with JavaMail, under the names it had before it became Jakarta Mail. */
public final class JavaMailApplication {

    private JavaMailApplication() {}

    public static void main(String[] arguments) throws Exception {
        String user = System.getProperty("mail.user");
        String password = System.getProperty("mail.password");
        Properties settings = new Properties();
        settings.setProperty("mail.smtp.auth", "true");
        settings.setProperty("mail.smtp.host", "127.0.0.1");
        settings.setProperty("mail.smtp.port", System.getProperty("mail.ports").split(",", -1)[0]);
        Session session = Session.getInstance(settings);
        Commands.serve(words -> send(session, user, password));
    }

    private static String send(Session session, String user, String password) throws MessagingException {
        MimeMessage message = new MimeMessage(session);
        message.setFrom(new InternetAddress(user + "@localhost"));
        message.setRecipient(Message.RecipientType.TO, new InternetAddress(user + "@localhost"));
        message.setText("hello");
        Transport.send(message, user, password);
        return "ok";
    }
}
