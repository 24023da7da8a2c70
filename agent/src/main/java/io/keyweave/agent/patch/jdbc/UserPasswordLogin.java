package io.keyweave.agent.patch.jdbc;

import io.keyweave.agent.instrument.Call;
import io.keyweave.agent.login.Credential;
import io.keyweave.agent.login.LoginTarget;
import io.keyweave.agent.patch.Reflected;
import java.lang.reflect.Method;
import java.sql.SQLException;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** A login through a data source's method, by its own user name and password or by those passed. */
final class UserPasswordLogin extends JdbcLogin {

    private final @Nullable Method byCredential;

    /**
     * @param byCredential the method that takes a user name and a password, for a call of one that takes none; null for a call whose
     *     first two arguments are they
     */
    UserPasswordLogin(
            Call call,
            LoginTarget target,
            @Nullable String user,
            @Nullable String password,
            @Nullable Method byCredential,
            Predicate<SQLException> refusal) {
        super(call, target, user, readings(password, null), refusal);
        this.byCredential = byCredential;
    }

    @Override
    public @Nullable Object with(Credential credential) throws Throwable {
        if (byCredential == null) {
            @Nullable Object[] changed = call.arguments();
            changed[0] = credential.user();
            changed[1] = credential.password();
            return call.proceed(changed);
        }
        Object self = call.self();
        if (self == null) {
            throw new IllegalStateException("a data source's method is not static");
        }
        try {
            return Reflected.call(byCredential, self, credential.user(), credential.password());
        } catch (Throwable e) {
            throw call.raise(e);
        }
    }
}
