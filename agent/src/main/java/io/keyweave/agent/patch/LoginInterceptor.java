package io.keyweave.agent.patch;

import io.keyweave.agent.instrument.Call;
import io.keyweave.agent.instrument.Interceptor;
import io.keyweave.agent.login.ActiveLogins;
import io.keyweave.agent.login.Login;
import io.keyweave.agent.login.Logins;
import org.jspecify.annotations.Nullable;

/** Sends the calls of a method that logs in through {@link Logins}; as long as no secret was served they pass, unless the password is a placeholder. */
public final class LoginInterceptor implements Interceptor {

    /** Reads a call; null when it is none that should be looked at. */
    @FunctionalInterface
    public interface CallReader {
        @Nullable
        Login read(Call call) throws Exception;
    }

    private final CallReader reader;

    public LoginInterceptor(CallReader reader) {
        this.reader = reader;
    }

    @Override
    public Object @Nullable [] enter(Call call) throws Throwable {
        Login login = reader.read(call);
        if (login == null) {
            return null;
        }
        String problem = unresolved(login);
        if (problem != null) {
            throw call.raise(login.notAttempted(problem, null));
        }
        Logins logins = ActiveLogins.get();
        return logins == null ? null : new Object[] {logins.login(login)};
    }

    private static @Nullable String unresolved(Login login) {
        String target = login.target().name();
        String problem = UnresolvedPassword.problem("the user name for " + target, login.user());
        for (String password : login.passwords()) {
            if (problem == null) {
                problem = UnresolvedPassword.problem("the password for " + target, password);
            }
        }
        return problem;
    }
}
