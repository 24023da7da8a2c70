package io.keyweave.agent.patch;

import io.keyweave.agent.instrument.Call;
import io.keyweave.agent.instrument.Interceptor;
import io.keyweave.agent.login.ActiveLogins;
import io.keyweave.agent.login.Login;
import io.keyweave.agent.login.Logins;
import org.jspecify.annotations.Nullable;

/** Sends the calls of a method that logs in through {@link Logins}; as long as no secret was served they pass. */
public final class LoginInterceptor implements Interceptor {

    /** Reads a call; null when it is none that should be looked at. */
    @FunctionalInterface
    public interface Reader {
        @Nullable
        Login read(Call call) throws Exception;
    }

    private final Reader reader;

    public LoginInterceptor(Reader reader) {
        this.reader = reader;
    }

    @Override
    public Object @Nullable [] enter(Call call) throws Throwable {
        Logins logins = ActiveLogins.get();
        if (logins == null) {
            return null;
        }
        Login login = reader.read(call);
        return login == null ? null : new Object[] {logins.login(login)};
    }
}
