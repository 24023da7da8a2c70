package io.keyweave.agent.patch.jdbc;

import io.keyweave.agent.instrument.Call;
import io.keyweave.agent.instrument.Hook;
import io.keyweave.agent.instrument.Patch;
import io.keyweave.agent.login.Credential;
import io.keyweave.agent.login.ErrorCode;
import io.keyweave.agent.login.Login;
import io.keyweave.agent.login.LoginTarget;
import io.keyweave.agent.patch.LoginInterceptor;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Properties;
import org.jspecify.annotations.Nullable;

/**
 * PostgreSQL ({@code org.postgresql:postgresql}). Not {@code connect} but {@code makeConnection}, which it calls, perhaps on another
 * thread, with everything in one {@code Properties}: URL parsed and decoded, defaults merged. Its data sources come through here, too.
 * 28P01 is <a href="https://www.postgresql.org/docs/current/errcodes-appendix.html">invalid_password</a>; 28000 is about
 * {@code pg_hba.conf} and roles that may not log in.
 */
public final class PostgreSqlPatch implements Patch {

    private static final String SCHEME = "postgresql";
    private static final Query QUERY = new Query('?', '&');

    @Override
    public String className() {
        return "org.postgresql.Driver";
    }

    @Override
    public List<Hook> hooks() {
        return List.of(new Hook(
                "makeConnection",
                "(Ljava/lang/String;Ljava/util/Properties;)Ljava/sql/Connection;",
                new LoginInterceptor(PostgreSqlPatch::read)));
    }

    private static @Nullable Login read(Call call) {
        @Nullable Object[] arguments = call.arguments();
        return arguments[0] instanceof String url && arguments[1] instanceof Properties properties
                ? new PostgreSqlConnect(call, url, properties)
                : null;
    }

    private static final class PostgreSqlConnect extends JdbcLogin {
        private final String url;
        private final Properties properties;

        PostgreSqlConnect(Call call, String url, Properties properties) {
            super(
                    call,
                    target(properties.getProperty("PGHOST"), properties.getProperty("PGPORT")),
                    properties.getProperty("user"),
                    readings(properties.getProperty("password"), QUERY.value(url, "password")),
                    failure -> "28P01".equals(failure.getSQLState()));
            this.url = url;
            this.properties = properties;
        }

        /** The driver goes through a list with one password, and takes a refusal of one for a reason to ask the next. */
        private static LoginTarget target(@Nullable String hosts, @Nullable String ports) {
            String[] host = String.valueOf(hosts).split(",", -1);
            String[] port = String.valueOf(ports).split(",", -1);
            List<LoginTarget.Server> servers = new ArrayList<>();
            for (int i = 0; i < host.length; i++) {
                servers.add(new LoginTarget.Server(
                        SCHEME, host[i], LoginTarget.port(i < port.length ? port[i] : null, SCHEME)));
            }
            return new LoginTarget("jdbc:postgresql://" + hosts + ":" + ports, servers);
        }

        @Override
        public List<String> passed() {
            return passed(passwords(), url);
        }

        @Override
        public @Nullable Object with(Credential credential) throws Throwable {
            return call.proceed(url, Copies.with(properties, credential, "user", "password"));
        }

        /** The driver's own, or {@code connect} says that something unusual has occurred. */
        @Override
        SQLException exception(String message, ErrorCode last) {
            try {
                Class<?> state = Class.forName("org.postgresql.util.PSQLState", true, call.loader());
                return (SQLException) Class.forName("org.postgresql.util.PSQLException", true, call.loader())
                        .getConstructor(String.class, state)
                        .newInstance(message, state.getField("INVALID_PASSWORD").get(null));
            } catch (ReflectiveOperationException e) {
                return super.exception(message, last);
            }
        }
    }
}
