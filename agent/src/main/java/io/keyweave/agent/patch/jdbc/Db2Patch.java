package io.keyweave.agent.patch.jdbc;

import io.keyweave.agent.instrument.Call;
import io.keyweave.agent.instrument.Hook;
import io.keyweave.agent.instrument.Patch;
import io.keyweave.agent.login.Login;
import io.keyweave.agent.login.LoginTarget;
import io.keyweave.agent.patch.LoginInterceptor;
import java.sql.SQLException;
import java.util.List;
import java.util.Properties;
import org.jspecify.annotations.Nullable;

/**
 * Db2 ({@code com.ibm.db2:jcc}): {@code DB2Driver.connect}. The driver says -4214 for every way a login can fail and tells them apart
 * only by a number in the message: {@code 2013} is
 * <a href="https://www.ibm.com/docs/en/db2/12.1.x?topic=sqlj-error-codes-issued-by-data-server-driver-jdbc">a wrong user name or
 * password</a>, 2016 a wrong user name, the others (expired, revoked) are never tried again.
 */
public final class Db2Patch implements Patch {

    static final UrlLogin.Url URL = new Db2Url();

    @Override
    public String className() {
        return "com.ibm.db2.jcc.DB2Driver";
    }

    @Override
    public List<Hook> hooks() {
        return List.of(new Hook(
                "connect",
                "(Ljava/lang/String;Ljava/util/Properties;)Ljava/sql/Connection;",
                new LoginInterceptor(Db2Patch::read)));
    }

    static boolean refused(SQLException failure) {
        String message = failure.getMessage();
        return failure.getErrorCode() == -4214
                && message != null
                && (message.contains("[2013]") || message.contains("[2016]"));
    }

    private static @Nullable Login read(Call call) {
        @Nullable Object[] arguments = call.arguments();
        return arguments[0] instanceof String url
                        && url.startsWith("jdbc:db2:")
                        && (arguments[1] == null || arguments[1] instanceof Properties)
                ? UrlLogin.of(call, URL, Db2Patch::refused)
                : null;
    }

    /** {@code jdbc:db2://host:port/database:user=me;password=secret;} */
    private static final class Db2Url implements UrlLogin.Url {
        private static final String ALTERNATES = "clientreroutealternateservername";
        private static final Query SETTINGS = new Query(':', ';');

        @Override
        public @Nullable String value(String url, String name) {
            int begin = settings(url);
            return begin < 0 ? null : SETTINGS.value(url.substring(begin), name);
        }

        @Override
        public String without(String url) {
            int begin = settings(url);
            if (begin < 0) {
                return url;
            }
            String left = SETTINGS.without(SETTINGS.without(url.substring(begin), "user"), "password");
            return url.substring(0, begin) + (left.equals(":") ? "" : left);
        }

        @Override
        public LoginTarget target(String url, Properties properties) {
            int begin = settings(url);
            String address = begin < 0 ? url : url.substring(0, begin);
            int host = address.indexOf("//");
            if (host < 0) {
                return LoginTarget.named(address);
            }
            int end = address.indexOf('/', host + 2);
            String hosts = address.substring(host + 2, end < 0 ? address.length() : end);
            String inUrl = value(url, ALTERNATES);
            String others = inUrl != null ? inUrl : Copies.text(properties, ALTERNATES);
            return LoginTarget.list(address, "db2", others == null ? hosts : hosts + "," + others);
        }

        /** Where the colon is that begins the settings, or -1. */
        private static int settings(String url) {
            int from = "jdbc:db2:".length();
            if (url.startsWith("//", from)) {
                int database = url.indexOf('/', from + 2);
                return database < 0 ? -1 : url.indexOf(':', database);
            }
            return url.indexOf(':', from);
        }
    }
}
