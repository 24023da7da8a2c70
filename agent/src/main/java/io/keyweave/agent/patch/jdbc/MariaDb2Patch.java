package io.keyweave.agent.patch.jdbc;

import io.keyweave.agent.instrument.Call;
import io.keyweave.agent.instrument.Hook;
import io.keyweave.agent.instrument.Patch;
import io.keyweave.agent.login.Credential;
import io.keyweave.agent.login.Login;
import io.keyweave.agent.patch.LoginInterceptor;
import io.keyweave.agent.patch.Reflected;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * MariaDB Connector/J 2, from 2.2 on: {@code Utils.retrieveProxy(UrlParser, GlobalStateInfo)}, behind which driver, data sources and its own
 * pool meet. The logins that a fail-over connection makes later use the credential this one succeeded with.
 */
public final class MariaDb2Patch implements Patch {

    @Override
    public String className() {
        return "org.mariadb.jdbc.internal.util.Utils";
    }

    @Override
    public List<Hook> hooks() {
        return List.of(new Hook(
                "retrieveProxy",
                "(Lorg/mariadb/jdbc/UrlParser;Lorg/mariadb/jdbc/internal/util/pool/GlobalStateInfo;)"
                        + "Lorg/mariadb/jdbc/internal/protocol/Protocol;",
                new LoginInterceptor(MariaDb2Patch::read)));
    }

    private static @Nullable Login read(Call call) throws ReflectiveOperationException {
        Object url = call.arguments()[0];
        return url == null ? null : new MariaDb2Connect(call, url);
    }

    private static final class MariaDb2Connect extends JdbcLogin {
        private final Object url;

        MariaDb2Connect(Call call, Object url) throws ReflectiveOperationException {
            super(
                    call,
                    MariaDbPatch.serverAt(Reflected.get(url, "getHostAddresses")),
                    Reflected.text(url, "getUsername"),
                    readings(Reflected.text(url, "getPassword"), null),
                    MariaDbPatch::isRefusal);
            this.url = url;
        }

        @Override
        public @Nullable Object with(Credential credential) throws Throwable {
            Object copy = Reflected.method(url, "clone").invoke(url);
            Reflected.method(copy, "setUsername", String.class).invoke(copy, credential.user());
            Reflected.method(copy, "setPassword", String.class).invoke(copy, credential.password());
            return call.proceed(copy, call.arguments()[1]);
        }
    }
}
