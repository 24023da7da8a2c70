package io.keyweave.test.services;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.icegreen.greenmail.user.UserException;
import io.keyweave.test.EveryJdk;
import io.keyweave.test.ForkedJvm;
import io.keyweave.test.Jdk;
import io.keyweave.test.services.app.JavaMailApplication;
import io.keyweave.test.services.app.MailApplication;
import jakarta.activation.DataSource;
import jakarta.mail.Session;
import java.util.List;
import org.eclipse.angus.activation.MailcapRegistryProviderImpl;
import org.eclipse.angus.mail.smtp.SMTPTransport;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;

/** SMTP, IMAP and POP3 with Jakarta Mail and JavaMail. The application keeps passing the password it read when it started. */
class MailIT {

    private static final String V1 = "first-Password.1";
    private static final String V2 = "second-Password.2";
    private static final String V3 = "third-Password.3";

    private static ServiceVault vault;
    private static MailServer server;

    @BeforeAll
    static void start() throws InterruptedException {
        vault = new ServiceVault();
        server = new MailServer();
    }

    @AfterAll
    static void stop() {
        server.close();
        vault.close();
    }

    @EveryJdk
    void jakartaMail(Jdk jdk) throws Exception {
        ForkedJvm jvm = vault.jvm(jdk)
                .classPathOf(Session.class, SMTPTransport.class, DataSource.class, MailcapRegistryProviderImpl.class)
                .main(MailApplication.class);
        eitherOrder(
                jvm, "jakarta" + jdk.feature(), List.of("send", "ask", "imap", "imap-more", "pop3", "pop3-again"), 3);
    }

    @EveryJdk
    void javaMail(Jdk jdk) throws Exception {
        ForkedJvm jvm = vault.jvm(jdk)
                .classPathOf(javax.mail.Session.class, javax.activation.DataSource.class)
                .main(JavaMailApplication.class);
        eitherOrder(jvm, "java" + jdk.feature(), List.of("send"), 1);
    }

    /** @param accounts how many accounts there are to the rules: one for each protocol */
    private static void eitherOrder(ForkedJvm application, String user, List<String> ways, int accounts)
            throws UserException, InterruptedException {
        String secret = "mail-" + user;
        server.password(user, V1);
        vault.put(secret, V1);
        application
                .property("mail.ports", server.ports())
                .property("mail.user", user)
                .property("mail.password", "$<kv:contoso/" + secret + ">");
        try (ServiceJvm jvm = new ServiceJvm(application)) {
            ways.forEach(jvm::succeeds);
            vaultFirst(jvm, user, secret, ways, accounts);
            serverFirst(jvm, user, secret, ways, accounts);
            jvm.finish(V1, V2, V3);
        }
    }

    private static void vaultFirst(ServiceJvm jvm, String user, String secret, List<String> ways, int accounts)
            throws UserException {
        int refusals = server.refusals();
        jvm.awaitRotation(vault.put(secret, V2));
        ways.forEach(jvm::succeeds);
        assertEquals(refusals, server.refusals(), "nothing is tried that the server does not know yet");
        server.password(user, V2);
        ways.forEach(jvm::succeeds);
        ways.forEach(jvm::succeeds);
        assertEquals(refusals + accounts, server.refusals(), "the old password was refused once");
    }

    private static void serverFirst(ServiceJvm jvm, String user, String secret, List<String> ways, int accounts)
            throws UserException, InterruptedException {
        int refusals = server.refusals();
        server.password(user, V3);
        for (int i = 0; i < 5; i++) {
            ways.forEach(jvm::fails);
        }
        assertTrue(server.refusals() > refusals, "the old password was refused");
        vault.put(secret, V3);
        for (String way : ways) {
            jvm.succeedsAtLast(way);
        }
        assertTrue(
                server.refusals() <= refusals + 2 * accounts, "refused " + (server.refusals() - refusals) + " times");
    }
}
