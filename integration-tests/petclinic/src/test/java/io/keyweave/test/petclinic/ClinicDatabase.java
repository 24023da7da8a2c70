package io.keyweave.test.petclinic;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Arrays;
import java.util.Set;
import java.util.stream.Collectors;

/** PostgreSQL with petclinic's database and account, which logs in with a SCRAM password. */
final class ClinicDatabase implements AutoCloseable {

    private static final String NAME = "petclinic";

    private final EmbeddedPostgres server;

    ClinicDatabase() throws IOException {
        server = EmbeddedPostgres.builder()
                .setServerConfig("fsync", "off")
                .setServerConfig("password_encryption", "scram-sha-256")
                .start();
        Files.writeString(
                Path.of(ask("show hba_file")),
                "host all postgres 127.0.0.1/32 trust\nhost all all 127.0.0.1/32 scram-sha-256\n");
        ask("select pg_reload_conf()");
        run("create role " + NAME + " login");
        run("create database " + NAME + " owner " + NAME);
    }

    String url() {
        return "jdbc:postgresql://127.0.0.1:" + server.getPort() + "/" + NAME;
    }

    /** From now on the account logs in with this password only. */
    void password(String password) {
        run("alter role " + NAME + " password '" + password + "'");
    }

    /** The application's sessions, by the process that serves each. */
    Set<String> sessions() {
        String all = ask(
                "select coalesce(string_agg(pid::text, ','), '') from pg_stat_activity where usename = '" + NAME + "'");
        return Arrays.stream(all.split(",", -1)).filter(pid -> !pid.isEmpty()).collect(Collectors.toSet());
    }

    /**
     * Ends the sessions that have been idle for a second. A pool looks at a connection before it hands it out, but trusts one that it used
     * within the last half second: a fault that has nothing to do with passwords.
     */
    void endIdleSessions() {
        ask("select count(pg_terminate_backend(pid)) from pg_stat_activity where usename = '" + NAME
                + "' and state = 'idle' and state_change < clock_timestamp() - interval '1 s'");
    }

    private void run(String sql) {
        try (Connection connection = server.getPostgresDatabase().getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        } catch (SQLException e) {
            throw new IllegalStateException(sql, e);
        }
    }

    private String ask(String sql) {
        try (Connection connection = server.getPostgresDatabase().getConnection();
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(sql)) {
            rows.next();
            return rows.getString(1);
        } catch (SQLException e) {
            throw new IllegalStateException(sql, e);
        }
    }

    @Override
    public void close() throws IOException {
        server.close();
    }
}
