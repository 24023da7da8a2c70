package io.keyweave.agent.patch.jdbc;

import io.keyweave.agent.instrument.Call;
import io.keyweave.agent.instrument.Hook;
import io.keyweave.agent.instrument.Patch;
import io.keyweave.agent.login.Credential;
import io.keyweave.agent.login.Login;
import io.keyweave.agent.login.LoginTarget;
import io.keyweave.agent.patch.LoginInterceptor;
import java.util.List;
import java.util.Properties;
import org.jspecify.annotations.Nullable;

/**
 * MySQL Connector/J 5.1: {@code ConnectionImpl.getInstance}, where every physical login passes, those of fail-over connections too, and what
 * the URL said of user name and password is in the {@code Properties}. The codes are those of {@link MySqlPatch}.
 */
public final class MySql5Patch implements Patch {

    @Override
    public String className() {
        return "com.mysql.jdbc.ConnectionImpl";
    }

    @Override
    public List<Hook> hooks() {
        return List.of(new Hook(
                "getInstance",
                "(Ljava/lang/String;ILjava/util/Properties;Ljava/lang/String;Ljava/lang/String;)Lcom/mysql/jdbc/Connection;",
                new LoginInterceptor(MySql5Patch::read)));
    }

    private static @Nullable Login read(Call call) {
        return call.arguments()[2] instanceof Properties properties ? new MySql5Connect(call, properties) : null;
    }

    private static final class MySql5Connect extends JdbcLogin {
        private final Properties properties;

        MySql5Connect(Call call, Properties properties) {
            super(
                    call,
                    LoginTarget.of(
                            "jdbc:mysql://" + call.arguments()[0] + ":" + call.arguments()[1],
                            MySqlPatch.SCHEME,
                            String.valueOf(call.arguments()[0]),
                            LoginTarget.port(String.valueOf(call.arguments()[1]), MySqlPatch.SCHEME)),
                    properties.getProperty("user"),
                    readings(properties.getProperty("password"), inUrl(call.arguments()[4])),
                    MySqlPatch::isRefusal);
            this.properties = properties;
        }

        @Override
        public List<String> passed() {
            return passed(passwords(), call.arguments()[4] instanceof String url ? url : null);
        }

        private static @Nullable String inUrl(@Nullable Object url) {
            return url instanceof String text ? MySqlPatch.QUERY.value(text, "password") : null;
        }

        @Override
        public @Nullable Object with(Credential credential) throws Throwable {
            @Nullable Object[] changed = call.arguments();
            changed[2] = Copies.with(properties, credential, "user", "password");
            return call.proceed(changed);
        }
    }
}
