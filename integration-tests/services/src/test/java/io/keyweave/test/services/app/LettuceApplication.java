package io.keyweave.test.services.app;

import io.lettuce.core.ClientOptions;
import io.lettuce.core.RedisClient;
import io.lettuce.core.RedisURI;
import io.lettuce.core.api.StatefulRedisConnection;
import io.lettuce.core.protocol.ProtocolVersion;
import java.time.Duration;

/**
 * Uses Redis with Lettuce. {@code user} and {@code default} open a connection, {@code resp2} with the older protocol; {@code held} uses the one
 * that was opened at the start, which Lettuce replaces by itself when the server has dropped it. {@code typed} logs in with a port, a user
 * name and a password that somebody typed.
 */
public final class LettuceApplication {

    private LettuceApplication() {}

    public static void main(String[] arguments) throws Exception {
        char[] password = System.getProperty("redis.password").toCharArray();
        RedisURI user = address()
                .withAuthentication(System.getProperty("redis.user"), password)
                .build();
        RedisURI nobody = address().withPassword(password).build();
        RedisClient client = RedisClient.create();
        RedisClient older = RedisClient.create();
        older.setOptions(
                ClientOptions.builder().protocolVersion(ProtocolVersion.RESP2).build());
        StatefulRedisConnection<String, String> held = client.connect(user);
        Commands.serve(words -> switch (words[0]) {
            case "user" -> opened(client, user);
            case "default" -> opened(client, nobody);
            case "resp2" -> opened(older, user);
            case "held" -> used(held);
            case "typed" ->
                opened(
                        client,
                        address()
                                .withPort(Integer.parseInt(words[1]))
                                .withAuthentication(words[2], words[3].toCharArray())
                                .build());
            default -> throw new IllegalArgumentException(words[0]);
        });
        held.close();
        client.shutdown();
        older.shutdown();
    }

    private static RedisURI.Builder address() {
        return RedisURI.builder()
                .withHost("127.0.0.1")
                .withPort(Integer.getInteger("redis.port"))
                .withTimeout(Duration.ofSeconds(60));
    }

    private static String opened(RedisClient client, RedisURI address) {
        try (StatefulRedisConnection<String, String> connection = client.connect(address)) {
            return used(connection);
        }
    }

    private static String used(StatefulRedisConnection<String, String> connection) {
        connection.sync().set("key", "value");
        return connection.sync().get("key").equals("value") ? "ok" : "another value";
    }
}
