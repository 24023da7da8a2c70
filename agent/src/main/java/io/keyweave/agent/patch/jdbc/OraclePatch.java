package io.keyweave.agent.patch.jdbc;

import io.keyweave.agent.instrument.Call;
import io.keyweave.agent.instrument.Hook;
import io.keyweave.agent.instrument.Interceptor;
import io.keyweave.agent.instrument.Patch;
import io.keyweave.agent.login.Login;
import io.keyweave.agent.login.LoginTarget;
import io.keyweave.agent.patch.LoginInterceptor;
import java.util.List;
import java.util.Properties;
import org.jspecify.annotations.Nullable;

/**
 * Oracle ({@code com.oracle.database.jdbc:ojdbc*}): {@code OracleDriver.connect}, also the one with a connection builder that the data
 * sources call. <a href="https://docs.oracle.com/error-help/db/ora-01017/">ORA-01017</a> is a wrong user name or password; ORA-28000
 * (locked) and ORA-28001 (expired) are never tried again.
 */
public final class OraclePatch implements Patch {

    private static final int INVALID_CREDENTIAL = 1017;

    @Override
    public String className() {
        return "oracle.jdbc.driver.OracleDriver";
    }

    @Override
    public List<Hook> hooks() {
        Interceptor interceptor = new LoginInterceptor(OraclePatch::read);
        return List.of(
                new Hook(
                        "connect",
                        "(Ljava/lang/String;Ljava/util/Properties;Loracle/jdbc/internal/AbstractConnectionBuilder;)Ljava/sql/Connection;",
                        interceptor),
                new Hook("connect", "(Ljava/lang/String;Ljava/util/Properties;)Ljava/sql/Connection;", interceptor));
    }

    private static @Nullable Login read(Call call) {
        @Nullable Object[] arguments = call.arguments();
        return arguments[0] instanceof String url
                        && url.startsWith("jdbc:oracle:")
                        && (arguments[1] == null || arguments[1] instanceof Properties)
                ? UrlLogin.of(call, OracleUrl.FORM, failure -> failure.getErrorCode() == INVALID_CREDENTIAL)
                : null;
    }

    /** {@code jdbc:oracle:thin:user/password@address}, either perhaps in double quotes. */
    static final class OracleUrl implements UrlLogin.Url {
        static final OracleUrl FORM = new OracleUrl();

        @Override
        public @Nullable String value(String url, String name) {
            int begin = begin(url);
            int end = at(url, begin);
            int slash = outsideQuotes(url, '/', begin, end);
            if (slash < 0) {
                return null;
            }
            String text = name.equals("user") ? url.substring(begin, slash) : url.substring(slash + 1, end);
            boolean quoted = text.length() >= 2 && text.startsWith("\"") && text.endsWith("\"");
            return text.isEmpty() ? null : quoted ? text.substring(1, text.length() - 1) : text;
        }

        @Override
        public String without(String url) {
            int begin = begin(url);
            int end = at(url, begin);
            return outsideQuotes(url, '/', begin, end) < 0 ? url : url.substring(0, begin) + url.substring(end);
        }

        @Override
        public LoginTarget target(String url, Properties properties) {
            String address = without(url);
            int at = address.indexOf('@');
            return OracleAddress.target(address, at < 0 ? "" : address.substring(at + 1));
        }

        /** Behind {@code jdbc:oracle:thin:}. */
        private static int begin(String url) {
            return url.indexOf(':', "jdbc:oracle:".length()) + 1;
        }

        private static int at(String url, int begin) {
            int at = outsideQuotes(url, '@', begin, url.length());
            return at < 0 ? begin : at;
        }

        private static int outsideQuotes(String url, char wanted, int from, int to) {
            boolean quoted = false;
            for (int i = from; i < to; i++) {
                char c = url.charAt(i);
                quoted ^= c == '"';
                if (c == wanted && !quoted) {
                    return i;
                }
            }
            return -1;
        }
    }
}
