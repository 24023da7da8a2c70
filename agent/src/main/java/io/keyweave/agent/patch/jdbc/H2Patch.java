package io.keyweave.agent.patch.jdbc;

import io.keyweave.agent.instrument.Call;
import io.keyweave.agent.instrument.Hook;
import io.keyweave.agent.instrument.Patch;
import io.keyweave.agent.login.Login;
import io.keyweave.agent.login.LoginTarget;
import io.keyweave.agent.patch.LoginInterceptor;
import java.util.List;
import java.util.Properties;
import org.jspecify.annotations.Nullable;

/**
 * H2's driver. Its password may be a {@code char[]} that the driver wipes. 28000 is
 * <a href="https://h2database.com/javadoc/org/h2/api/ErrorCode.html">WRONG_USER_OR_PASSWORD</a>.
 */
public final class H2Patch implements Patch {

    static final int WRONG_USER_OR_PASSWORD = 28000;
    static final UrlLogin.Url URL = new SettingsUrl(new Query(';', ';'));

    /** A credential among the settings at the end of a URL. */
    record SettingsUrl(Query query) implements UrlLogin.Url {
        @Override
        public @Nullable String value(String url, String name) {
            return query.value(url, name);
        }

        @Override
        public String without(String url) {
            return query.without(query.without(url, "user"), "password");
        }

        @Override
        public LoginTarget target(String url, Properties properties) {
            String address = query.address(url);
            int begin = address.indexOf("://");
            if (begin < 0) {
                return LoginTarget.named(address);
            }
            int end = address.indexOf('/', begin + 3);
            return LoginTarget.list(address, "h2", address.substring(begin + 3, end < 0 ? address.length() : end));
        }
    }

    @Override
    public String className() {
        return "org.h2.Driver";
    }

    @Override
    public List<Hook> hooks() {
        return List.of(new Hook(
                "connect",
                "(Ljava/lang/String;Ljava/util/Properties;)Ljava/sql/Connection;",
                new LoginInterceptor(H2Patch::read)));
    }

    private static @Nullable Login read(Call call) {
        return call.arguments()[0] instanceof String url && url.startsWith("jdbc:h2:")
                ? UrlLogin.of(call, URL, failure -> failure.getErrorCode() == WRONG_USER_OR_PASSWORD)
                : null;
    }
}
