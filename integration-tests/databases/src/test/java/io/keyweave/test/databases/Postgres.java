package io.keyweave.test.databases;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;

/** PostgreSQL, asking everybody but its superuser for a SCRAM password. */
final class Postgres implements Database {

    private final EmbeddedPostgres server;
    private final Path log;

    Postgres() {
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

    @Override
    public String url() {
        return "jdbc:postgresql://127.0.0.1:" + server.getPort() + "/postgres";
    }

    @Override
    public String sessionQuery() {
        return "select pg_backend_pid() || ' ' || current_user";
    }

    @Override
    public void password(String user, String password) {
        run("do $$ begin if not exists (select from pg_roles where rolname = '" + user + "') then create role " + user
                + " login; end if; end $$");
        run("alter role " + user + " login password '" + password.replace("'", "''") + "'");
    }

    void forbid(String user) {
        run("alter role " + user + " nologin");
    }

    @Override
    public int refusals() {
        try (var lines = Files.lines(log)) {
            return (int) lines.filter(line -> line.contains("password authentication failed for user"))
                    .count();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void run(String sql) {
        try (Connection connection = server.getPostgresDatabase().getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        } catch (SQLException e) {
            throw new IllegalStateException(sql, e);
        }
    }

    private String query(String sql) {
        try (Connection connection = server.getPostgresDatabase().getConnection();
                Statement statement = connection.createStatement();
                var rows = statement.executeQuery(sql)) {
            rows.next();
            return rows.getString(1);
        } catch (SQLException e) {
            throw new IllegalStateException(sql, e);
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
