package io.keyweave.test.databases.app;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import java.io.InputStream;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Properties;
import org.h2.Driver;

/** A web application with a password in its own files, a pool, and a login that is refused; it leaves nothing behind by itself. */
public final class Redeployed {

    private Redeployed() {}

    /** @param number makes another database of each deployment */
    public static void run(String number) throws Exception {
        Properties properties = new Properties();
        try (InputStream in = Redeployed.class.getResourceAsStream("/redeployed.properties")) {
            properties.load(in);
        }
        Config config = ConfigFactory.load(Redeployed.class.getClassLoader(), "redeployed");
        System.out.println("properties=" + properties.getProperty("password"));
        System.out.println("hocon=" + config.getString("joined"));

        String url = "jdbc:h2:mem:redeployed" + number;
        HikariConfig pool = new HikariConfig();
        pool.setDriverClassName(Driver.class.getName());
        pool.setJdbcUrl(url);
        pool.setUsername("sa");
        pool.setPassword(properties.getProperty("password"));
        Driver.load();
        try (HikariDataSource source = new HikariDataSource(pool);
                Connection connection = source.getConnection()) {
            connection.createStatement().execute("alter user sa set password 'another'");
            System.out.println("refused=" + refused(url, properties.getProperty("password")));
        } finally {
            Driver.unload();
        }
    }

    private static int refused(String url, String password) {
        Properties login = new Properties();
        login.setProperty("user", "sa");
        login.setProperty("password", password);
        try (Connection connection = new Driver().connect(url, login)) {
            return 0;
        } catch (SQLException e) {
            return e.getErrorCode();
        }
    }
}
