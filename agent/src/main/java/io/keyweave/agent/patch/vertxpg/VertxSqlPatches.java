package io.keyweave.agent.patch.vertxpg;

import io.keyweave.agent.instrument.Call;
import io.keyweave.agent.instrument.Hook;
import io.keyweave.agent.instrument.PatchList;
import io.keyweave.agent.patch.ReaderPatch;
import io.keyweave.agent.patch.Reflected;
import io.keyweave.agent.patch.UnresolvedPassword;
import org.jspecify.annotations.Nullable;

/** The same place in Vert.x' clients of other databases, which follow no rotation: what is still the text of a placeholder is not sent. */
public final class VertxSqlPatches {

    private VertxSqlPatches() {}

    public static PatchList mySql() {
        return list("Vert.x' MySQL client", "io.vertx.mysqlclient.impl.MySQLConnectionFactory");
    }

    public static PatchList sqlServer() {
        return list("Vert.x' SQL Server client", "io.vertx.mssqlclient.impl.MSSQLConnectionFactory");
    }

    public static PatchList db2() {
        return list("Vert.x' Db2 client", "io.vertx.db2client.impl.DB2ConnectionFactory");
    }

    private static PatchList list(String library, String factory) {
        return new PatchList(library, "no placeholder as a password")
                .addFirst(
                        factory,
                        name -> ReaderPatch.of(name, new Hook("doConnectInternal", null, VertxSqlPatches::connect)));
    }

    private static Object @Nullable [] connect(Call call) throws ReflectiveOperationException {
        Object options = call.arguments()[0];
        if (options == null) {
            return null;
        }
        String server = Reflected.get(options, "getHost") + ":" + Reflected.get(options, "getPort");
        String problem =
                UnresolvedPassword.problem("the password for " + server, Reflected.text(options, "getPassword"));
        return problem == null
                ? null
                : new Object[] {new VertxFutures(call.loader()).failed(new IllegalStateException(problem))};
    }
}
