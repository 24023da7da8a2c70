package io.keyweave.agent.patch.jdbc;

import io.keyweave.agent.instrument.Call;
import io.keyweave.agent.instrument.Hook;
import io.keyweave.agent.instrument.Patch;
import io.keyweave.agent.login.Credential;
import io.keyweave.agent.login.Login;
import io.keyweave.agent.login.LoginTarget;
import io.keyweave.agent.patch.LoginInterceptor;
import java.util.ArrayList;
import java.util.List;
import java.util.Properties;
import org.jspecify.annotations.Nullable;

/**
 * SQL Server ({@code com.microsoft.sqlserver:mssql-jdbc}): {@code SQLServerConnection.connect}, which driver and data sources call with
 * URL and settings in one {@code Properties}. 18456 is
 * <a href="https://learn.microsoft.com/sql/relational-databases/errors-events/mssqlserver-18456-database-engine-error">login failed</a>;
 * 18486 (locked), 18487 and 18488 (password expired, must be changed) are never tried again.
 */
public final class SqlServerPatch implements Patch {

    private static final String SCHEME = "sqlserver";
    private static final int LOGIN_FAILED = 18456;

    @Override
    public String className() {
        return "com.microsoft.sqlserver.jdbc.SQLServerConnection";
    }

    @Override
    public List<Hook> hooks() {
        return List.of(new Hook(
                "connect",
                "(Ljava/util/Properties;Lcom/microsoft/sqlserver/jdbc/SQLServerPooledConnection;)Ljava/sql/Connection;",
                new LoginInterceptor(SqlServerPatch::read)));
    }

    private static @Nullable Login read(Call call) {
        return call.arguments()[0] instanceof Properties properties ? new SqlServerConnect(call, properties) : null;
    }

    private static final class SqlServerConnect extends JdbcLogin {
        private final Properties properties;

        SqlServerConnect(Call call, Properties properties) {
            super(
                    call,
                    server(properties),
                    properties.getProperty("user"),
                    readings(properties.getProperty("password"), null),
                    failure -> failure.getErrorCode() == LOGIN_FAILED);
            this.properties = properties;
        }

        /** With the partner that the driver may turn to; one that a server names by itself is that server's business. */
        private static LoginTarget server(Properties properties) {
            String instance = properties.getProperty("instanceName");
            String server = properties.getProperty("serverName");
            String port = properties.getProperty("portNumber", "1433");
            String name = "jdbc:sqlserver://" + server + (instance == null ? "" : "\\" + instance) + ":" + port;
            List<LoginTarget.Server> servers = new ArrayList<>();
            servers.add(new LoginTarget.Server(SCHEME, String.valueOf(server), LoginTarget.port(port, SCHEME)));
            String partner = properties.getProperty("failoverPartner");
            if (partner != null && !partner.isEmpty()) {
                servers.add(new LoginTarget.Server(SCHEME, partner, LoginTarget.port(null, SCHEME)));
            }
            return new LoginTarget(name, servers);
        }

        @Override
        public @Nullable Object with(Credential credential) throws Throwable {
            return call.proceed(Copies.with(properties, credential, "user", "password"), call.arguments()[1]);
        }
    }
}
