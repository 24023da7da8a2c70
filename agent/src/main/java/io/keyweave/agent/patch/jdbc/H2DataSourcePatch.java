package io.keyweave.agent.patch.jdbc;

import io.keyweave.agent.instrument.Call;
import io.keyweave.agent.instrument.Hook;
import io.keyweave.agent.instrument.Interceptor;
import io.keyweave.agent.instrument.Patch;
import io.keyweave.agent.login.Login;
import io.keyweave.agent.patch.LoginInterceptor;
import io.keyweave.agent.patch.Reflected;
import java.util.List;
import java.util.Properties;
import org.jspecify.annotations.Nullable;

/** H2's {@code JdbcDataSource}, which logs in past the driver. */
public final class H2DataSourcePatch implements Patch {

    @Override
    public String className() {
        return "org.h2.jdbcx.JdbcDataSource";
    }

    @Override
    public List<Hook> hooks() {
        // getPooledConnection calls getXAConnection.
        return List.of(hooks("getConnection"), hooks("getXAConnection"));
    }

    private static Hook hooks(String method) {
        Interceptor interceptor = new LoginInterceptor(call -> read(call, method));
        return new Hook(method, null, interceptor);
    }

    private static @Nullable Login read(Call call, String method) throws ReflectiveOperationException {
        Object self = call.self();
        if (self == null) {
            return null;
        }
        @Nullable Object[] arguments = call.arguments();
        boolean passed = arguments.length == 2;
        String url = String.valueOf(Reflected.text(self, "getURL"));
        return new UserPasswordLogin(
                call,
                H2Patch.URL.target(url, new Properties()),
                passed ? (String) arguments[0] : Reflected.text(self, "getUser"),
                passed ? (String) arguments[1] : Reflected.text(self, "getPassword"),
                passed ? null : Reflected.method(self, method, String.class, String.class),
                failure -> failure.getErrorCode() == H2Patch.WRONG_USER_OR_PASSWORD);
    }
}
