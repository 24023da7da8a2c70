package io.keyweave.test.services;

import io.keyweave.test.Contoso;
import io.keyweave.test.EveryJdk;
import io.keyweave.test.ForkedJvm;
import io.keyweave.test.Jdk;
import io.keyweave.test.OneJdk;
import io.keyweave.test.services.app.JavaMailApplication;
import io.keyweave.test.services.app.MailApplication;
import jakarta.activation.DataSource;
import jakarta.mail.Session;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.eclipse.angus.activation.MailcapRegistryProviderImpl;
import org.eclipse.angus.mail.smtp.SMTPTransport;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeAll;

/** SMTP, IMAP and POP3 with Jakarta Mail and JavaMail. */
class MailIT {

    @AutoClose
    private static Contoso vault;

    @AutoClose
    private static MailServer server;

    private static final List<Relay> FOREIGN = new ArrayList<>();

    @BeforeAll
    static void start() throws InterruptedException {
        vault = new Contoso();
        server = new MailServer();
        for (int i = 0; i < MailServer.PROTOCOLS.size(); i++) {
            FOREIGN.add(new Relay(server.port(i)));
        }
    }

    @AfterAll
    static void stop() throws IOException {
        for (Relay one : FOREIGN) {
            one.close();
        }
    }

    @EveryJdk
    void jakartaMail(Jdk jdk) throws Exception {
        ForkedJvm jvm = vault.jvm(jdk, Rotation.settings())
                .classPathOf(Session.class, SMTPTransport.class, DataSource.class, MailcapRegistryProviderImpl.class)
                .main(MailApplication.class);
        String user = "jakarta" + jdk.feature();
        Rotation.Server eve = server.account("eve");
        List<Rotation.Form> forms = new ArrayList<>();
        for (int i = 0; i < FOREIGN.size(); i++) {
            String way = "typed-" + MailServer.PROTOCOLS.get(i);
            forms.add(new Rotation.Form(way, FOREIGN.get(i).port(), user, server.account(user)));
            forms.add(new Rotation.Form(way, server.port(i), "eve", eve));
        }
        rotate(
                jvm,
                user,
                List.of("send", "ask", "imap", "imap-more", "pop3", "pop3-again"),
                3,
                forms.toArray(Rotation.Form[]::new));
    }

    @OneJdk
    void javaMail(Jdk jdk) throws Exception {
        ForkedJvm jvm = vault.jvm(jdk, Rotation.settings())
                .classPathOf(javax.mail.Session.class, javax.activation.DataSource.class)
                .main(JavaMailApplication.class);
        rotate(jvm, "java" + jdk.feature(), List.of("send"), 1);
    }

    private static void rotate(
            ForkedJvm application, String user, List<String> ways, int accounts, Rotation.Form... forms)
            throws Exception {
        Rotation rotation = new Rotation(vault, "mail-" + user, server.account(user), ways, accounts);
        rotation.run(
                application
                        .property("mail.ports", server.ports())
                        .property("mail.user", user)
                        .property("mail.password", rotation.placeholder()),
                forms);
    }
}
