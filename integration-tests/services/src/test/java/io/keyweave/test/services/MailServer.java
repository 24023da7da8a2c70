package io.keyweave.test.services;

import com.icegreen.greenmail.Managers;
import com.icegreen.greenmail.imap.ImapHostManager;
import com.icegreen.greenmail.imap.ImapServer;
import com.icegreen.greenmail.pop3.Pop3Server;
import com.icegreen.greenmail.server.AbstractServer;
import com.icegreen.greenmail.smtp.SmtpManager;
import com.icegreen.greenmail.smtp.SmtpServer;
import com.icegreen.greenmail.user.GreenMailUser;
import com.icegreen.greenmail.user.UserException;
import com.icegreen.greenmail.user.UserManager;
import com.icegreen.greenmail.util.ServerSetup;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/** GreenMail: SMTP, IMAP and POP3 over one set of accounts, and how many logins they refused. */
final class MailServer implements AutoCloseable {

    static final List<String> PROTOCOLS = List.of("smtp", "imap", "pop3");

    private final Accounts accounts = new Accounts();
    private final AbstractServer smtp = new SmtpServer(setup("smtp"), accounts);
    private final AbstractServer imap = new ImapServer(setup("imap"), accounts);
    private final AbstractServer pop3 = new Pop3Server(setup("pop3"), accounts);

    MailServer() throws InterruptedException {
        for (AbstractServer server : List.of(smtp, imap, pop3)) {
            server.startService();
            if (!server.waitTillRunning(10_000)) {
                throw new IllegalStateException(server + " does not start");
            }
        }
    }

    private static ServerSetup setup(String protocol) {
        return new ServerSetup(0, "127.0.0.1", protocol);
    }

    /** The ports of SMTP, IMAP and POP3, separated by commas. */
    String ports() {
        return smtp.getPort() + "," + imap.getPort() + "," + pop3.getPort();
    }

    /** @param protocol its place in {@link #PROTOCOLS} */
    int port(int protocol) {
        return List.of(smtp, imap, pop3).get(protocol).getPort();
    }

    Rotation.Server account(String user) {
        return new Rotation.Server() {
            @Override
            public void password(String password) throws UserException {
                GreenMailUser known = accounts.getUserManager().getUser(user);
                if (known == null) {
                    accounts.getUserManager().createUser(user + "@localhost", user, password);
                } else {
                    known.setPassword(password);
                }
            }

            @Override
            public int refusals() {
                return accounts.users.refusals.get();
            }
        };
    }

    @Override
    public void close() {
        List.of(smtp, imap, pop3).forEach(AbstractServer::stopService);
    }

    private static final class Accounts extends Managers {
        private final Users users = new Users(super.getImapHostManager());
        private final SmtpManager smtp = new SmtpManager(super.getImapHostManager(), users);

        @Override
        public UserManager getUserManager() {
            return users;
        }

        @Override
        public SmtpManager getSmtpManager() {
            return smtp;
        }
    }

    /** Hands out users that count. */
    private static final class Users extends UserManager {
        private final AtomicInteger refusals = new AtomicInteger();

        Users(ImapHostManager host) {
            super(host);
            setAuthRequired(true);
        }

        @Override
        public @Nullable GreenMailUser getUser(String login) {
            GreenMailUser user = super.getUser(login);
            return user == null
                    ? null
                    : (GreenMailUser) Proxy.newProxyInstance(
                            GreenMailUser.class.getClassLoader(),
                            new Class<?>[] {GreenMailUser.class},
                            (proxy, method, arguments) -> {
                                try {
                                    return method.invoke(user, arguments);
                                } catch (InvocationTargetException e) {
                                    refusals.incrementAndGet();
                                    throw e.getCause();
                                }
                            });
        }
    }
}
