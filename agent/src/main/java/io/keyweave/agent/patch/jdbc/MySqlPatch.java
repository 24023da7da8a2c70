package io.keyweave.agent.patch.jdbc;

import io.keyweave.agent.instrument.Call;
import io.keyweave.agent.instrument.Hook;
import io.keyweave.agent.instrument.Patch;
import io.keyweave.agent.login.Credential;
import io.keyweave.agent.login.Login;
import io.keyweave.agent.login.LoginTarget;
import io.keyweave.agent.patch.LoginInterceptor;
import io.keyweave.agent.patch.Reflected;
import java.lang.reflect.Constructor;
import java.sql.SQLException;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * MySQL Connector/J from 8 on. {@code ConnectionImpl.getInstance(HostInfo)} is where every physical login passes, those of the
 * fail-over, load-balancing and replication connections too, which log in again long after {@code Driver.connect}; and there every form of
 * URL has become one user name and one password. 1045 is
 * <a href="https://dev.mysql.com/doc/mysql-errors/en/server-error-reference.html">ER_ACCESS_DENIED_ERROR</a>; a locked account is 3118 or
 * 3955, an expired password 1862, all of SQL state HY000.
 */
public final class MySqlPatch implements Patch {

    static final String SCHEME = "mysql";
    private static final int ACCESS_DENIED = 1045;
    static final Query QUERY = new Query('?', '&');

    @Override
    public String className() {
        return "com.mysql.cj.jdbc.ConnectionImpl";
    }

    @Override
    public List<Hook> hooks() {
        return List.of(new Hook(
                "getInstance",
                "(Lcom/mysql/cj/conf/HostInfo;)Lcom/mysql/cj/jdbc/JdbcConnection;",
                new LoginInterceptor(MySqlPatch::read)));
    }

    private static @Nullable Login read(Call call) throws ReflectiveOperationException {
        Object host = call.arguments()[0];
        return host == null ? null : new MySqlConnect(call, host);
    }

    static boolean isRefusal(SQLException failure) {
        return failure.getErrorCode() == ACCESS_DENIED;
    }

    private static final class MySqlConnect extends JdbcLogin {
        private final Object host;

        MySqlConnect(Call call, Object host) throws ReflectiveOperationException {
            super(
                    call,
                    LoginTarget.of(
                            "jdbc:mysql://" + Reflected.text(host, "getHostPortPair"),
                            SCHEME,
                            String.valueOf(Reflected.text(host, "getHost")),
                            LoginTarget.port(Reflected.text(host, "getPort"), SCHEME)),
                    Reflected.text(host, "getUser"),
                    readings(Reflected.text(host, "getPassword"), inUrl(host)),
                    MySqlPatch::isRefusal);
            this.host = host;
        }

        @Override
        public List<String> passed() {
            try {
                return passed(passwords(), Reflected.text(host, "getDatabaseUrl"));
            } catch (ReflectiveOperationException e) {
                return passwords();
            }
        }

        private static @Nullable String inUrl(Object host) throws ReflectiveOperationException {
            String url = Reflected.text(host, "getDatabaseUrl");
            return url == null ? null : QUERY.value(url, "password");
        }

        @Override
        public @Nullable Object with(Credential credential) throws Throwable {
            return call.proceed(copy(credential));
        }

        private Object copy(Credential credential) throws ReflectiveOperationException {
            for (Constructor<?> constructor : host.getClass().getConstructors()) {
                List<Class<?>> types = Arrays.asList(constructor.getParameterTypes());
                if (types.size() == 6 && types.get(5) == Map.class) {
                    return constructor.newInstance(
                            host,
                            Reflected.get(host, "getHost"),
                            Reflected.get(host, "getPort"),
                            Objects.requireNonNullElse(credential.user(), ""),
                            credential.password(),
                            Reflected.get(host, "getHostProperties"));
                }
            }
            throw new NoSuchMethodException("no known constructor of " + host.getClass());
        }
    }
}
