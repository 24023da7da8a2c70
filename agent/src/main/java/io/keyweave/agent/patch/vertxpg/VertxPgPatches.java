package io.keyweave.agent.patch.vertxpg;

import io.keyweave.agent.instrument.Call;
import io.keyweave.agent.instrument.Hook;
import io.keyweave.agent.instrument.Patch;
import io.keyweave.agent.instrument.PatchList;
import io.keyweave.agent.login.ActiveLogins;
import io.keyweave.agent.login.AsyncLogin;
import io.keyweave.agent.login.LoginTarget;
import io.keyweave.agent.login.Logins;
import io.keyweave.agent.patch.ReaderPatch;
import io.keyweave.agent.patch.Reflected;
import io.keyweave.agent.patch.UnresolvedPassword;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * {@code PgConnectionFactory.doConnectInternal} of Vert.x' reactive PostgreSQL client 4.4 to 5: one connection with one login, for a pool as for a
 * single connection, wherever its options came from. It runs on an event loop and returns a future, which is extended: a refused login is
 * followed by another connection.
 */
public final class VertxPgPatches {

    private static final String FACTORY = "io.vertx.pgclient.impl.PgConnectionFactory";
    private static final String SCHEME = "postgresql";

    private VertxPgPatches() {}

    public static PatchList list() {
        return new PatchList("Vert.x' PostgreSQL client", "a rotated password at the next connection")
                .addFirst(FACTORY, VertxPgPatches::find);
    }

    private static Patch find(String name) {
        return ReaderPatch.of(
                name,
                connect("Lio/vertx/pgclient/PgConnectOptions;Lio/vertx/core/internal/ContextInternal;"),
                // 4.5, and 4.4.
                connect("Lio/vertx/sqlclient/SqlConnectOptions;Lio/vertx/core/impl/ContextInternal;"),
                connect("Lio/vertx/sqlclient/SqlConnectOptions;Lio/vertx/core/impl/EventLoopContext;"));
    }

    private static Hook connect(String types) {
        return new Hook("doConnectInternal", "(" + types + ")Lio/vertx/core/Future;", VertxPgPatches::login);
    }

    private static Object @Nullable [] login(Call call) throws ReflectiveOperationException {
        Logins logins = ActiveLogins.get();
        Object options = call.arguments()[0];
        Object context = call.arguments()[1];
        if (options == null || context == null) {
            return null;
        }
        String password = Reflected.text(options, "getPassword");
        LoginTarget target = target(options);
        String problem = UnresolvedPassword.problem("the password for " + target.name(), password);
        if (problem != null) {
            return new Object[] {new VertxFutures(call.loader()).failed(VertxPgLogin.refusal(call.loader(), problem))};
        }
        AsyncLogin login = logins == null || password == null
                ? null
                : logins.later(target, Reflected.text(options, "getUser"), password, List.of());
        return login == null ? null : new Object[] {new VertxPgLogin(call, options, context, login).run()};
    }

    private static LoginTarget target(Object options) throws ReflectiveOperationException {
        String host = String.valueOf(Reflected.get(options, "getHost"));
        int port = Reflected.get(options, "getPort") instanceof Integer number ? number : 5432;
        return LoginTarget.of("postgresql://" + host + ":" + port, SCHEME, host, port);
    }
}
