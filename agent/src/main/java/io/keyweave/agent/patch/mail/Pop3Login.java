package io.keyweave.agent.patch.mail;

import io.keyweave.agent.instrument.Call;
import io.keyweave.agent.instrument.Hook;
import io.keyweave.agent.instrument.Patch;
import io.keyweave.agent.login.Credential;
import io.keyweave.agent.login.ErrorCode;
import io.keyweave.agent.login.Login;
import io.keyweave.agent.login.LoginTarget;
import io.keyweave.agent.patch.LoginInterceptor;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * {@code Protocol.login} of the POP3 provider: {@code USER} and {@code PASS} or {@code APOP}, of the store's first connection and of those it
 * opens later with the password it kept. It <em>returns</em> what the server said when it refused. A second login follows on the same
 * connection. The other mechanisms, which have to be asked for by {@code mail.pop3.auth.mechanisms}, close the connection and are left alone.
 */
final class Pop3Login extends MailLogin {

    static Patch patch(String className) {
        return new MailPatch(
                className,
                new Hook(
                        "login",
                        "(Ljava/lang/String;Ljava/lang/String;)Ljava/lang/String;",
                        MailRefusal.returned(new LoginInterceptor(Pop3Login::read), null)));
    }

    private static @Nullable Login read(Call call) throws ReflectiveOperationException {
        @Nullable Object[] arguments = call.arguments();
        Object protocol = Objects.requireNonNull(call.self());
        return arguments[1] instanceof String password
                ? new Pop3Login(call, MailLogin.target("pop3", protocol), (String) arguments[0], password)
                : null;
    }

    Pop3Login(Call call, LoginTarget target, @Nullable String user, String password) {
        super(call, target, user, password);
    }

    @Override
    public Object asGiven() throws Throwable {
        return succeeded(call.proceed());
    }

    @Override
    public Object with(Credential credential) throws Throwable {
        return succeeded(call.proceed(credential.user(), credential.password()));
    }

    /** Null means success to the provider, and to the rules that nothing was done. */
    private static Boolean succeeded(@Nullable Object answer) throws MailRefusal {
        if (answer != null) {
            throw new MailRefusal(answer);
        }
        return Boolean.TRUE;
    }

    @Override
    public boolean refused(Throwable failure) {
        return failure instanceof MailRefusal && meansCredential(failure.getMessage());
    }

    @Override
    public Throwable notAttempted(String message, @Nullable ErrorCode last) {
        return new MailRefusal(message);
    }
}
