package io.keyweave.test.frameworks.app;

import io.vertx.core.Vertx;
import io.vertx.core.json.JsonObject;
import io.vertx.pgclient.PgBuilder;
import io.vertx.pgclient.PgConnectOptions;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.PoolOptions;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;

/** A pool of one connection, of the Vert.x that the class loader has. */
public final class VertxPool implements Function<String, String> {

    private final Vertx vertx = Vertx.vertx();
    private final Map<String, Object> options;
    private final Pool pool;

    public VertxPool(Map<String, Object> options) {
        this.options = options;
        this.pool = pool(connect());
    }

    private PgConnectOptions connect() {
        return new PgConnectOptions(new JsonObject(options));
    }

    private Pool pool(PgConnectOptions connect) {
        return PgBuilder.pool()
                .with(new PoolOptions().setMaxSize(1))
                .connectingTo(connect)
                .using(vertx)
                .build();
    }

    @Override
    public String apply(String what) {
        return login(what.equals("literal") ? pool(connect().setPassword("$<kv:contoso/nowhere>")) : pool);
    }

    private static String login(Pool pool) {
        try {
            return pool.query("select pg_backend_pid() || ' ' || current_user")
                    .execute()
                    .toCompletionStage()
                    .toCompletableFuture()
                    .get(120, TimeUnit.SECONDS)
                    .iterator()
                    .next()
                    .getString(0);
        } catch (Exception e) {
            return "failed " + e.getMessage();
        }
    }
}
