package io.keyweave.agent.patch.jdbc;

import io.keyweave.agent.instrument.Call;
import io.keyweave.agent.instrument.Hook;
import io.keyweave.agent.instrument.Patch;
import io.keyweave.agent.login.Credential;
import io.keyweave.agent.login.Login;
import io.keyweave.agent.login.LoginTarget;
import io.keyweave.agent.patch.LoginInterceptor;
import io.keyweave.agent.patch.Reflected;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * MariaDB Connector/J 3 and 4: the static {@code connect(Configuration)}, which its data source calls past {@code Driver.connect}, and its
 * own pool for each connection. 1045 is
 * <a href="https://mariadb.com/kb/en/mariadb-error-code-reference/">ER_ACCESS_DENIED_ERROR</a>; a locked or blocked account is 4151 or
 * 4150, an expired password 1862 or 1820.
 */
public final class MariaDbPatch implements Patch {

    private static final int ACCESS_DENIED = 1045;

    private final String className;

    /** @param className the driver's class: it has moved between versions */
    public MariaDbPatch(String className) {
        this.className = className;
    }

    @Override
    public String className() {
        return className;
    }

    @Override
    public List<Hook> hooks() {
        return List.of(new Hook(
                        "connect",
                        "(Lorg/mariadb/jdbc/Configuration;)Lorg/mariadb/jdbc/Connection;",
                        new LoginInterceptor(MariaDbPatch::read))
                // Of two classes one has it, and none in 2.x.
                .optional());
    }

    private static @Nullable Login read(Call call) throws ReflectiveOperationException {
        Object configuration = call.arguments()[0];
        return configuration == null ? null : new MariaDbConnect(call, configuration);
    }

    static boolean isRefusal(SQLException failure) {
        return failure.getErrorCode() == ACCESS_DENIED;
    }

    /** @param addresses the driver's list of its {@code HostAddress} */
    static LoginTarget serverAt(@Nullable Object addresses) throws ReflectiveOperationException {
        List<LoginTarget.Server> servers = new ArrayList<>();
        StringBuilder text = new StringBuilder("jdbc:mariadb://");
        String separator = "";
        if (addresses instanceof List<?> list) {
            for (Object address : list) {
                String host = String.valueOf(address.getClass().getField("host").get(address));
                int port = address.getClass().getField("port").getInt(address);
                text.append(separator).append(host).append(':').append(port);
                servers.add(new LoginTarget.Server("mariadb", host, port));
                separator = ",";
            }
        }
        return new LoginTarget(text.toString(), servers);
    }

    private static final class MariaDbConnect extends JdbcLogin {
        private final Object configuration;

        MariaDbConnect(Call call, Object configuration) throws ReflectiveOperationException {
            super(
                    call,
                    serverAt(Reflected.get(configuration, "addresses")),
                    Reflected.text(configuration, "user"),
                    readings(Reflected.text(configuration, "password"), null),
                    MariaDbPatch::isRefusal);
            this.configuration = configuration;
        }

        @Override
        public @Nullable Object with(Credential credential) throws Throwable {
            return call.proceed(Reflected.method(configuration, "clone", String.class, String.class)
                    .invoke(configuration, credential.user(), credential.password()));
        }
    }
}
