package io.keyweave.test.databases.app;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import java.io.IOException;
import java.io.InputStream;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Properties;
import java.util.UUID;
import java.util.concurrent.FutureTask;
import org.h2.Driver;

/**
 * A web application with a password in its own files, a pool, a login that is refused and a secret that it cannot have; it leaves nothing behind by
 * itself. It is the first to need any secret, and does so on a thread in a group of its own.
 */
public final class Redeployed {

    /** Of another database in each deployment. */
    private final String url = "jdbc:h2:mem:" + UUID.randomUUID();

    private Redeployed() {}

    public static void main(String[] arguments) throws Exception {
        FutureTask<Properties> loading = new FutureTask<>(() -> load("/redeployed.properties"));
        new Thread(new Threads(), loading).start();
        new Redeployed().run(loading.get());
    }

    private void run(Properties properties) throws SQLException {
        Config config = ConfigFactory.load(Redeployed.class.getClassLoader(), "redeployed");
        System.out.println("properties=" + properties.getProperty("password"));
        System.out.println("hocon=" + config.getString("joined"));
        use(properties.getProperty("password"));
        try {
            load("/unavailable.properties");
        } catch (IOException e) {
            System.out.println("unavailable");
        }
    }

    private static Properties load(String file) throws IOException {
        Properties properties = new Properties();
        try (InputStream in = Redeployed.class.getResourceAsStream(file)) {
            properties.load(in);
        }
        return properties;
    }

    private void use(String password) throws SQLException {
        HikariConfig pool = new HikariConfig();
        pool.setDriverClassName(Driver.class.getName());
        pool.setJdbcUrl(url);
        pool.setUsername("sa");
        pool.setPassword(password);
        Driver.load();
        try (HikariDataSource source = new HikariDataSource(pool);
                Connection connection = source.getConnection()) {
            connection.createStatement().execute("alter user sa set password 'another'");
            System.out.println("refused=" + refused(password));
        } finally {
            Driver.unload();
        }
    }

    private int refused(String password) {
        Properties login = new Properties();
        login.setProperty("user", "sa");
        login.setProperty("password", password);
        try (Connection connection = new Driver().connect(url, login)) {
            return 0;
        } catch (SQLException e) {
            return e.getErrorCode();
        }
    }

    /** A group of a class of the application's. JDKs before 19 forget it with its last thread, if it is told to be a daemon. */
    private static final class Threads extends ThreadGroup {
        @SuppressWarnings("removal")
        Threads() {
            super("redeployed");
            setDaemon(true);
        }
    }
}
