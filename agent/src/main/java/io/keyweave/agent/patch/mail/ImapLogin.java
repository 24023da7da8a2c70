package io.keyweave.agent.patch.mail;

import io.keyweave.agent.instrument.Call;
import io.keyweave.agent.instrument.Hook;
import io.keyweave.agent.instrument.Patch;
import io.keyweave.agent.login.Credential;
import io.keyweave.agent.login.ErrorCode;
import io.keyweave.agent.login.Login;
import io.keyweave.agent.login.LoginTarget;
import io.keyweave.agent.patch.LoginInterceptor;
import org.jspecify.annotations.Nullable;

/**
 * {@code IMAPStore.login}: the first connection of a store passes here, and every later one that it opens by itself with the password it
 * kept. A refused login leaves the connection as it was, and another follows on it; at a server that hangs up, the next connection begins
 * with the other version. {@code NO} refuses, with <a href="https://www.rfc-editor.org/rfc/rfc5530">AUTHENTICATIONFAILED</a> or without a code.
 */
final class ImapLogin extends MailLogin {

    private final String failed;

    static Patch patch(String className) {
        String failed = className.replace(".imap.IMAPStore", ".iap.CommandFailedException");
        return new MailPatch(className, new Hook("login", null, new LoginInterceptor(call -> read(call, failed))));
    }

    private static @Nullable Login read(Call call, String failed) throws ReflectiveOperationException {
        @Nullable Object[] arguments = call.arguments();
        if (arguments.length != 3 || arguments[0] == null || !(arguments[2] instanceof String password)) {
            return null;
        }
        LoginTarget target = MailLogin.target("imap", arguments[0]);
        return new ImapLogin(call, target, (String) arguments[1], password, failed);
    }

    ImapLogin(Call call, LoginTarget target, @Nullable String user, String password, String failed) {
        super(call, target, user, password);
        this.failed = failed;
    }

    /** {@code login} returns nothing. */
    @Override
    public Object asGiven() throws Throwable {
        call.proceed();
        return Boolean.TRUE;
    }

    @Override
    public Object with(Credential credential) throws Throwable {
        call.proceed(call.arguments()[0], credential.user(), credential.password());
        return Boolean.TRUE;
    }

    @Override
    public boolean refused(Throwable failure) {
        return failure.getClass().getName().equals(failed) && meansCredential(failure.getMessage());
    }

    @Override
    public Throwable notAttempted(String message, @Nullable ErrorCode last) {
        return exception(failed, message);
    }
}
