package io.keyweave.test.frameworks.app;

import io.vertx.config.ConfigRetriever;
import io.vertx.config.ConfigRetrieverOptions;
import io.vertx.config.ConfigStoreOptions;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonObject;
import io.vertx.db2client.DB2ConnectOptions;
import io.vertx.mssqlclient.MSSQLConnectOptions;
import io.vertx.mysqlclient.MySQLConnectOptions;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.PoolOptions;
import io.vertx.sqlclient.SqlConnectOptions;
import java.io.BufferedReader;
import java.io.File;
import java.io.InputStreamReader;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;

/**
 * Two versions of Vert.x' PostgreSQL client in one JVM: 5 of the class path, by Vert.x Config from {@code vertx.json}, and 4 in a class loader of
 * its own, from a system property. Answers {@code VERSION login} with the session and its user, {@code VERSION literal} with what a pool
 * says whose password is the text of a placeholder, {@code others literal} with what those of other databases say.
 */
public final class VertxPools {

    private VertxPools() {}

    /** @param args the directory with the jars of Vert.x 4 */
    public static void main(String[] args) throws Exception {
        Vertx vertx = Vertx.vertx();
        JsonObject options = ConfigRetriever.create(
                        vertx,
                        new ConfigRetrieverOptions()
                                .addStore(new ConfigStoreOptions()
                                        .setType("file")
                                        .setConfig(new JsonObject().put("path", "vertx.json"))))
                .getConfig()
                .toCompletionStage()
                .toCompletableFuture()
                .get(120, TimeUnit.SECONDS);
        Map<String, Function<String, String>> pools = new HashMap<>();
        pools.put("vertx5", new VertxPool(options.getMap()));
        pools.put("vertx4", older(new File(args[0]), options.getMap()));
        pools.put("others", server -> literals(vertx));
        System.out.println("ready");
        BufferedReader questions = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
        for (String question = questions.readLine(); question != null; question = questions.readLine()) {
            String[] words = question.split(" ", -1);
            System.out.println("=" + Objects.requireNonNull(pools.get(words[0])).apply(words[1]));
        }
        System.exit(0);
    }

    /** What the clients of other databases say of such a password. Nobody listens at that port. */
    private static String literals(Vertx vertx) {
        StringBuilder told = new StringBuilder();
        Thread.currentThread().setContextClassLoader(VertxPools.class.getClassLoader());
        for (SqlConnectOptions options :
                List.of(new MySQLConnectOptions(), new MSSQLConnectOptions(), new DB2ConnectOptions())) {
            options.setHost("127.0.0.1")
                    .setPort(1)
                    .setUser("orders")
                    .setDatabase("orders")
                    .setPassword("$<kv:contoso/nowhere>");
            Pool pool = Pool.pool(vertx, options, new PoolOptions());
            try {
                pool.getConnection().toCompletionStage().toCompletableFuture().get(120, TimeUnit.SECONDS);
                told.append("connected ");
            } catch (Exception e) {
                told.append(options.getClass().getSimpleName())
                        .append(' ')
                        .append(e.getMessage())
                        .append(' ');
            }
        }
        return told.toString().replace('\n', ' ');
    }

    @SuppressWarnings("unchecked")
    private static Function<String, String> older(File directory, Map<String, Object> likeThese) throws Exception {
        Map<String, Object> options = new HashMap<>(likeThese);
        options.put("user", System.getProperty("vertx4.user"));
        options.put("password", System.getProperty("vertx4.password"));
        List<URL> places = new ArrayList<>();
        places.add(VertxPools.class.getProtectionDomain().getCodeSource().getLocation());
        for (File jar : Objects.requireNonNull(directory.listFiles())) {
            places.add(jar.toURI().toURL());
        }
        URLClassLoader loader = new URLClassLoader(places.toArray(new URL[0]), ClassLoader.getPlatformClassLoader());
        Thread.currentThread().setContextClassLoader(loader);
        return (Function<String, String>) loader.loadClass(VertxPool.class.getName())
                .getConstructor(Map.class)
                .newInstance(options);
    }
}
