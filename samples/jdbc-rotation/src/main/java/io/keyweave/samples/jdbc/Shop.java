package io.keyweave.samples.jdbc;

import com.sun.net.httpserver.HttpServer;
import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.concurrent.Executors;

/** The application: answers {@code /session} from its database. It reads its configuration once and knows nothing of Keyweave. */
public final class Shop {

    private Shop() {}

    public static void main(String[] arguments) throws IOException {
        HikariConfig config = new HikariConfig();
        config.setJdbcUrl(System.getProperty("db.url"));
        config.setUsername(System.getProperty("db.user"));
        config.setPassword(System.getProperty("db.password"));
        config.setMinimumIdle(1);
        HikariDataSource pool = new HikariDataSource(config);

        HttpServer server = HttpServer.create(
                new InetSocketAddress(InetAddress.getLoopbackAddress(), Integer.getInteger("server.port", 0)), 0);
        server.setExecutor(Executors.newFixedThreadPool(16));
        server.createContext("/session", exchange -> {
            int status = 200;
            String answer;
            try {
                answer = session(pool);
            } catch (SQLException e) {
                status = 500;
                answer = String.valueOf(e.getMessage());
            }
            byte[] body = answer.getBytes(StandardCharsets.UTF_8);
            exchange.sendResponseHeaders(status, body.length);
            exchange.getResponseBody().write(body);
            exchange.close();
        });
        server.start();
    }

    private static String session(HikariDataSource pool) throws SQLException {
        try (Connection connection = pool.getConnection();
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery("select pg_backend_pid() || ' ' || pg_sleep(0.02)")) {
            rows.next();
            return rows.getString(1);
        }
    }
}
