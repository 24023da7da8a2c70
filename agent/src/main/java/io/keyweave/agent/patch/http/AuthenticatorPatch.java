package io.keyweave.agent.patch.http;

import io.keyweave.agent.instrument.Call;
import io.keyweave.agent.instrument.Hook;
import io.keyweave.agent.instrument.Patch;
import io.keyweave.agent.login.ActiveLogins;
import io.keyweave.agent.login.LoginTarget;
import io.keyweave.agent.login.Logins;
import io.keyweave.agent.patch.UnresolvedPassword;
import java.io.IOException;
import java.net.Authenticator;
import java.net.PasswordAuthentication;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * {@code Authenticator.requestPasswordAuthenticationInstance}, by which both clients ask for server and proxy passwords. The static methods
 * that do not come here (SOCKS, other libraries) never learn how a login went, so what they return stays; so do NTLM's passwords.
 */
final class AuthenticatorPatch implements Patch {

    private static final int HTTP = 80;
    private static final int HTTPS = 443;
    private static final int LONGEST_REALM = 60;

    @Override
    public String className() {
        return "java.net.Authenticator";
    }

    @Override
    public List<Hook> hooks() {
        return List.of(new Hook("requestPasswordAuthenticationInstance", null, AuthenticatorPatch::ask));
    }

    private static Object @Nullable [] ask(Call call) throws Throwable {
        Logins logins = ActiveLogins.get();
        @Nullable Object[] arguments = call.arguments();
        if (logins == null
                || !(arguments[0] instanceof String host)
                || !(arguments[5] instanceof String scheme)
                || !(scheme.equalsIgnoreCase("Basic") || scheme.equalsIgnoreCase("Digest"))) {
            return null;
        }
        if (!(call.proceed() instanceof PasswordAuthentication given)) {
            return new Object[] {null};
        }
        String problem = UnresolvedPassword.problem("the password for " + host, given.getPassword());
        if (problem != null) {
            throw call.raise(new IOException(problem));
        }
        String protocol = String.valueOf(arguments[3]);
        boolean proxy = arguments[7] == Authenticator.RequestorType.PROXY;
        String kind = proxy ? "proxy" : protocol.toLowerCase(Locale.ROOT);
        int port = port(arguments[2], protocol);
        LoginTarget target = LoginTarget.of(
                kind + "://" + host.toLowerCase(Locale.ROOT) + ":" + port + realm(arguments[4]), kind, host, port);
        return new Object[] {IssuedCredentials.instead(logins, target, given)};
    }

    private static int port(@Nullable Object port, String protocol) {
        if (port instanceof Integer number && number > 0) {
            return number;
        }
        return protocol.equalsIgnoreCase("https") ? HTTPS : HTTP;
    }

    /** What the server calls its accounts; it may send anything, and the log shows it. */
    private static String realm(@Nullable Object prompt) {
        if (!(prompt instanceof String realm) || realm.isEmpty()) {
            return "";
        }
        StringBuilder text = new StringBuilder(" (");
        for (int i = 0; i < realm.length() && i < LONGEST_REALM; i++) {
            char c = realm.charAt(i);
            text.append(Character.isISOControl(c) ? '?' : c);
        }
        return text.append(')').toString();
    }
}
