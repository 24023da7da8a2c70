package io.keyweave.agent.patch.mail;

import io.keyweave.agent.instrument.Call;
import io.keyweave.agent.patch.CallLogin;
import io.keyweave.agent.patch.Reflected;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** One call of a provider's method that logs in. */
abstract class MailLogin extends CallLogin {

    /** @param target protocol and host; without the port, for one account is behind all of a server's ports */
    MailLogin(Call call, String target, @Nullable String user, String password) {
        super(call, target, user, List.of(password));
    }

    /** The target that a connection of IMAP or POP3 is for; the same for all hosts with a version of long ago that does not keep its own. */
    static String target(String protocol, Object connection) throws ReflectiveOperationException {
        try {
            return protocol + Reflected.field(connection, "host").get(connection);
        } catch (NoSuchFieldException e) {
            return protocol;
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
