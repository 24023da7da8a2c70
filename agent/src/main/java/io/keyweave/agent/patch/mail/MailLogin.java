package io.keyweave.agent.patch.mail;

import io.keyweave.agent.instrument.Call;
import io.keyweave.agent.login.LoginTarget;
import io.keyweave.agent.patch.CallLogin;
import io.keyweave.agent.patch.Reflected;
import java.net.Socket;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** One call of a provider's method that logs in. */
abstract class MailLogin extends CallLogin {

    /** @param target named by protocol and host, without the port: one account is behind all of a server's ports */
    MailLogin(Call call, LoginTarget target, @Nullable String user, String password) {
        super(call, target, user, List.of(password));
    }

    /** The target that a connection of IMAP or POP3 is for; with a version of long ago that does not keep its host, the connection itself. */
    static LoginTarget target(String protocol, Object connection) throws ReflectiveOperationException {
        try {
            Object host = Reflected.field(connection, "host").get(connection);
            int port = Reflected.field(connection, "socket").get(connection) instanceof Socket socket
                    ? socket.getPort()
                    : LoginTarget.port(null, protocol);
            return LoginTarget.of(protocol + "://" + host, protocol, String.valueOf(host), port);
        } catch (NoSuchFieldException e) {
            return LoginTarget.named(protocol + "://", protocol + " " + System.identityHashCode(connection));
        }
    }

    /**
     * Whether a server that says why means the credential: of the response codes of IMAP (RFC 5530) and POP3 (RFC 3206), in brackets, all
     * but one speak of an account that is locked, expired or in use, or of a server that is not well.
     */
    static boolean meansCredential(@Nullable String answer) {
        if (answer == null) {
            return true;
        }
        int open = answer.indexOf('[');
        int close = answer.indexOf(']', Math.max(0, open));
        if (open < 0 || close < 0) {
            return true;
        }
        String code = answer.substring(open + 1, close);
        return code.equalsIgnoreCase("AUTHENTICATIONFAILED") || code.equalsIgnoreCase("AUTH");
    }
}
