package io.keyweave.test.services;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import redis.clients.jedis.DefaultJedisClientConfig;
import redis.clients.jedis.HostAndPort;
import redis.clients.jedis.Jedis;
import redis.clients.jedis.Protocol;
import redis.clients.jedis.util.SafeEncoder;

/** A real Redis. Accounts are named users (ACL) and the default user, whose password is {@code requirepass}. */
final class RedisServer implements AutoCloseable {

    private static final String ADMINISTRATOR = "administrator-Password";

    private final redis.embedded.RedisServer server;
    private final int port;

    RedisServer() throws IOException {
        try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            port = free.getLocalPort();
        }
        server = redis.embedded.RedisServer.newRedisServer()
                .port(port)
                .bind("127.0.0.1")
                .setting("save \"\"")
                .setting("user administrator on ~* &* +@all >" + ADMINISTRATOR)
                .onShutdownForceStop(true)
                .build();
        server.start();
    }

    int port() {
        return port;
    }

    /** A named user and the default user, with one password. */
    Rotation.Server accounts(String user) {
        return new Rotation.Server() {
            @Override
            public void password(String password) {
                try (Jedis administrator = administrator()) {
                    administrator.aclSetUser(user, "on", "~*", "&*", "+@all", "resetpass", ">" + password);
                    administrator.configSet("requirepass", password);
                    drop(administrator);
                }
            }

            @Override
            public int refusals() {
                try (Jedis administrator = administrator()) {
                    return failed(administrator, "auth") + failed(administrator, "hello");
                }
            }
        };
    }

    /** Ends all connections but this one. */
    private static void drop(Jedis administrator) {
        administrator.sendCommand(Protocol.Command.CLIENT, "KILL", "TYPE", "normal", "SKIPME", "yes");
    }

    private static int failed(Jedis administrator, String command) {
        String statistics =
                SafeEncoder.encode((byte[]) administrator.sendCommand(Protocol.Command.INFO, "commandstats"));
        for (String line : statistics.split("\r\n", -1)) {
            if (line.startsWith("cmdstat_" + command + ":")) {
                int begin = line.indexOf("failed_calls=") + "failed_calls=".length();
                return Integer.parseInt(line.substring(begin).split(",", 2)[0]);
            }
        }
        return 0;
    }

    private Jedis administrator() {
        return new Jedis(
                new HostAndPort("127.0.0.1", port),
                DefaultJedisClientConfig.builder()
                        .user("administrator")
                        .password(ADMINISTRATOR)
                        .build());
    }

    @Override
    public void close() throws IOException {
        server.stop();
    }
}
