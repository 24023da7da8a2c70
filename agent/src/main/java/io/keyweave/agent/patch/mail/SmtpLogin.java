package io.keyweave.agent.patch.mail;

import io.keyweave.agent.instrument.Call;
import io.keyweave.agent.instrument.Hook;
import io.keyweave.agent.instrument.Patch;
import io.keyweave.agent.login.Credential;
import io.keyweave.agent.login.ErrorCode;
import io.keyweave.agent.login.Login;
import io.keyweave.agent.login.LoginTarget;
import io.keyweave.agent.patch.LoginInterceptor;
import io.keyweave.agent.patch.Reflected;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * {@code SMTPTransport.protocolConnect}: one connection and one login, closed again when it is refused. A server says
 * <a href="https://www.rfc-editor.org/rfc/rfc4954#section-6">535</a> for wrong credentials; 534, 454, 432 and the rest are something else and
 * never tried again.
 */
final class SmtpLogin extends MailLogin {

    private static final int REFUSED = 535;

    static Patch patch(String className) {
        return new MailPatch(
                className,
                new Hook(
                        "protocolConnect",
                        "(Ljava/lang/String;ILjava/lang/String;Ljava/lang/String;)Z",
                        MailRefusal.returned(new LoginInterceptor(SmtpLogin::read), true)));
    }

    private static @Nullable Login read(Call call) {
        @Nullable Object[] arguments = call.arguments();
        return arguments[2] instanceof String user && arguments[3] instanceof String password
                ? new SmtpLogin(call, target(call, arguments), user, password)
                : null;
    }

    private static LoginTarget target(Call call, @Nullable Object[] arguments) {
        String host = String.valueOf(arguments[0]);
        int port = arguments[1] instanceof Integer given && given > 0 ? given : configuredPort(call.self());
        return LoginTarget.of("smtp://" + host, "smtp", host, port);
    }

    private static int configuredPort(@Nullable Object transport) {
        try {
            Object self = Objects.requireNonNull(transport);
            Object session =
                    Objects.requireNonNull(Reflected.field(self, "session").get(self));
            String name = "mail." + Reflected.field(self, "name").get(self) + ".port";
            Object port = Reflected.method(session, "getProperty", String.class).invoke(session, name);
            return LoginTarget.port((String) port, "smtp");
        } catch (ReflectiveOperationException e) {
            return LoginTarget.port(null, "smtp");
        }
    }

    SmtpLogin(Call call, LoginTarget target, String user, String password) {
        super(call, target, user, password);
    }

    @Override
    public Object asGiven() throws Throwable {
        return succeeded(call.proceed());
    }

    @Override
    public Object with(Credential credential) throws Throwable {
        @Nullable Object[] changed = call.arguments();
        changed[2] = credential.user();
        changed[3] = credential.password();
        return succeeded(call.proceed(changed));
    }

    /** With {@code mail.smtp.sasl.enable} a refusal is {@code false}, with the server's answer left in the transport. */
    private Boolean succeeded(@Nullable Object connected) throws MailRefusal {
        if (!Boolean.TRUE.equals(connected)) {
            throw new MailRefusal(false);
        }
        return Boolean.TRUE;
    }

    @Override
    public boolean refused(Throwable failure) {
        return failure instanceof MailRefusal ? lastAnswer() == REFUSED : said(failure.getMessage());
    }

    private int lastAnswer() {
        try {
            return (int)
                    Objects.requireNonNull(Reflected.get(Objects.requireNonNull(call.self()), "getLastReturnCode"));
        } catch (ReflectiveOperationException e) {
            return -1;
        }
    }

    private static boolean said(@Nullable String answer) {
        return answer != null && answer.startsWith(REFUSED + " ");
    }

    @Override
    public Throwable notAttempted(String message, @Nullable ErrorCode last) {
        boolean jakarta = call.loader() != null && known("jakarta.mail.AuthenticationFailedException");
        return exception((jakarta ? "jakarta" : "javax") + ".mail.AuthenticationFailedException", message);
    }

    private boolean known(String name) {
        try {
            Class.forName(name, false, call.loader());
            return true;
        } catch (ClassNotFoundException e) {
            return false;
        }
    }
}
