package io.keyweave.test.services.app;

import org.apache.commons.pool2.impl.GenericObjectPoolConfig;
import redis.clients.jedis.DefaultJedisClientConfig;
import redis.clients.jedis.HostAndPort;
import redis.clients.jedis.Jedis;
import redis.clients.jedis.JedisClientConfig;
import redis.clients.jedis.JedisPool;

/**
 * Uses Redis with Jedis of any major version. {@code user} and {@code default} borrow from a pool that was made at the start and lost its
 * connections since; {@code new-user} and {@code new-default} open one; {@code auth} calls {@code auth} on a connection. {@code typed}
 * and {@code typed-auth} log in with a port, a user name and a password that somebody typed.
 */
public final class JedisApplication implements AutoCloseable {

    private final HostAndPort address =
            new HostAndPort("127.0.0.1", Integer.parseInt(System.getProperty("redis.port")));
    private final String password = System.getProperty("redis.password");
    private final String user = System.getProperty("redis.user");
    private final JedisPool userPool = pool(user);
    private final JedisPool defaultPool = pool(null);

    public static void main(String[] arguments) throws Exception {
        try (JedisApplication application = new JedisApplication()) {
            Commands.serve(words -> application.answer(words));
        }
    }

    @Override
    public void close() {
        userPool.close();
        defaultPool.close();
    }

    private JedisPool pool(String name) {
        GenericObjectPoolConfig<Jedis> connections = new GenericObjectPoolConfig<>();
        connections.setJmxEnabled(false);
        connections.setTestOnBorrow(true);
        return new JedisPool(connections, address, config(name));
    }

    private JedisClientConfig config(String name) {
        return DefaultJedisClientConfig.builder().user(name).password(password).build();
    }

    private String answer(String[] words) {
        return switch (words[0]) {
            case "user" -> use(userPool.getResource());
            case "default" -> use(defaultPool.getResource());
            case "new-user" -> use(new Jedis(address, config(user)));
            case "new-default" -> use(new Jedis(address, config(null)));
            case "auth" -> {
                Jedis jedis = new Jedis(address.getHost(), address.getPort());
                jedis.auth(user, password);
                jedis.auth(password);
                yield use(jedis);
            }
            case "typed" ->
                use(new Jedis(
                        typed(words),
                        DefaultJedisClientConfig.builder()
                                .user(words[2])
                                .password(words[3])
                                .build()));
            case "typed-auth" -> {
                Jedis jedis = new Jedis(address.getHost(), typed(words).getPort());
                jedis.auth(words[2], words[3]);
                yield use(jedis);
            }
            default -> throw new IllegalArgumentException(words[0]);
        };
    }

    private HostAndPort typed(String[] words) {
        return new HostAndPort(address.getHost(), Integer.parseInt(words[1]));
    }

    private static String use(Jedis connection) {
        try (Jedis jedis = connection) {
            jedis.set("key", "value");
            return jedis.get("key").equals("value") ? "ok" : "another value";
        }
    }
}
