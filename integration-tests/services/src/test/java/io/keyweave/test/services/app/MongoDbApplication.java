package io.keyweave.test.services.app;

import com.mongodb.MongoClientSettings;
import com.mongodb.MongoCredential;
import com.mongodb.ServerAddress;
import com.mongodb.client.MongoClient;
import com.mongodb.client.MongoClients;
import com.mongodb.internal.connection.PowerOfTwoBufferPool;
import java.lang.reflect.Method;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.bson.Document;

/**
 * Uses MongoDB with driver 4 or 5. {@code pooled} and {@code plain} use clients made at the start, whose pools keep no connection for long, with
 * the mechanism that driver and server agree on and with PLAIN; {@code new} makes a client for SCRAM-SHA-256. {@code typed} and {@code typed-plain}
 * make one with a port, a user name and a password that somebody typed.
 */
public final class MongoDbApplication implements AutoCloseable {

    private final int port = Integer.parseInt(System.getProperty("mongodb.port"));
    private final String user = System.getProperty("mongodb.user");
    private final char[] password = System.getProperty("mongodb.password").toCharArray();
    private final MongoClient pooled = client(port, MongoCredential.createCredential(user, "admin", password));
    private final MongoClient plain = client(port, MongoCredential.createPlainCredential(user, "$external", password));

    public static void main(String[] arguments) throws Exception {
        try (MongoDbApplication application = new MongoDbApplication()) {
            Commands.serve(words -> application.answer(words));
        }
    }

    @Override
    public void close() throws ReflectiveOperationException {
        pooled.close();
        plain.close();
        endPruner();
    }

    /** The driver starts a thread that it never ends and that holds the class loader, with the agent and without: an application has to. */
    private static void endPruner() throws ReflectiveOperationException {
        Method disable = PowerOfTwoBufferPool.class.getDeclaredMethod("disablePruning");
        disable.setAccessible(true);
        disable.invoke(PowerOfTwoBufferPool.DEFAULT);
    }

    private static MongoClient client(int server, MongoCredential credential) {
        return MongoClients.create(MongoClientSettings.builder()
                .applyToClusterSettings(cluster -> cluster.hosts(List.of(new ServerAddress("127.0.0.1", server))))
                .applyToConnectionPoolSettings(pool -> pool.maxConnectionIdleTime(1, TimeUnit.MILLISECONDS))
                .credential(credential)
                .build());
    }

    private String answer(String[] words) {
        return switch (words[0]) {
            case "pooled" -> ping(pooled);
            case "plain" -> ping(plain);
            case "new" -> {
                try (MongoClient made =
                        client(port, MongoCredential.createScramSha256Credential(user, "admin", password))) {
                    yield ping(made);
                }
            }
            case "typed" ->
                typed(words[1], MongoCredential.createCredential(words[2], "admin", words[3].toCharArray()));
            case "typed-plain" ->
                typed(words[1], MongoCredential.createPlainCredential(words[2], "$external", words[3].toCharArray()));
            default -> throw new IllegalArgumentException(words[0]);
        };
    }

    private static String typed(String server, MongoCredential credential) {
        try (MongoClient made = client(Integer.parseInt(server), credential)) {
            return ping(made);
        }
    }

    private static String ping(MongoClient client) {
        Document answer = client.getDatabase("shop").runCommand(new Document("ping", 1));
        return answer.get("ok").equals(1) ? "ok" : "another answer";
    }
}
