package io.keyweave.test.databases.app;

import com.alibaba.druid.pool.DruidDataSource;
import com.mchange.v2.c3p0.ComboPooledDataSource;
import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import io.agroal.api.AgroalDataSource;
import io.agroal.api.configuration.supplier.AgroalDataSourceConfigurationSupplier;
import io.agroal.api.security.NamePrincipal;
import io.agroal.api.security.SimplePassword;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import org.apache.commons.dbcp2.BasicDataSource;
import org.apache.tomcat.jdbc.pool.PoolProperties;

/** One connection pool, configured in its usual way, with its way of replacing connections. */
public interface Pool extends AutoCloseable {

    int SIZE = 4;
    int PATIENCE_MS = 4_000;

    String name();

    Connection connection() throws SQLException;

    /** Lets idle connections go, so that the next ones borrowed log in. */
    void renew() throws SQLException;

    @Override
    void close() throws SQLException;

    static Pool of(String name, String url, String user, String password) throws Exception {
        return switch (name) {
            case "hikari" -> hikari(url, user, password);
            case "tomcat" -> tomcat(url, user, password);
            case "dbcp2" -> dbcp2(url, user, password);
            case "c3p0" -> c3p0(url, user, password);
            case "agroal" -> agroal(url, user, password);
            case "druid" -> druid(url, user, password);
            default -> throw new IllegalArgumentException(name);
        };
    }

    /** What a pool has three of. */
    interface Borrow {
        Connection connection() throws SQLException;
    }

    interface Act {
        void run() throws SQLException;
    }

    private static Pool pool(String name, Borrow borrow, Act renew, Act close) {
        return new Pool() {
            @Override
            public String name() {
                return name;
            }

            @Override
            public Connection connection() throws SQLException {
                return borrow.connection();
            }

            @Override
            public void renew() throws SQLException {
                renew.run();
            }

            @Override
            public void close() throws SQLException {
                close.run();
            }
        };
    }

    private static Pool hikari(String url, String user, String password) {
        HikariConfig config = new HikariConfig();
        config.setJdbcUrl(url);
        config.setUsername(user);
        config.setPassword(password);
        config.setMaximumPoolSize(SIZE);
        config.setConnectionTimeout(PATIENCE_MS);
        HikariDataSource source = new HikariDataSource(config);
        return pool(
                "hikari",
                source::getConnection,
                () -> source.getHikariPoolMXBean().softEvictConnections(),
                source::close);
    }

    private static Pool tomcat(String url, String user, String password) {
        PoolProperties properties = new PoolProperties();
        properties.setUrl(url);
        properties.setUsername(user);
        properties.setPassword(password);
        properties.setMaxActive(SIZE);
        properties.setInitialSize(1);
        properties.setMaxWait(PATIENCE_MS);
        org.apache.tomcat.jdbc.pool.DataSource source = new org.apache.tomcat.jdbc.pool.DataSource(properties);
        return pool("tomcat", source::getConnection, source::purge, source::close);
    }

    @SuppressWarnings("deprecation") // Its successor came with 2.10.
    private static Pool dbcp2(String url, String user, String password) {
        ClearableDataSource source = new ClearableDataSource();
        source.setUrl(url);
        source.setUsername(user);
        source.setPassword(password);
        source.setMaxTotal(SIZE);
        source.setMaxWaitMillis(PATIENCE_MS);
        return pool("dbcp2", source::getConnection, source::clear, source::close);
    }

    /** DBCP offers no other way to let idle connections go. */
    final class ClearableDataSource extends BasicDataSource {
        void clear() {
            getConnectionPool().clear();
        }
    }

    private static Pool c3p0(String url, String user, String password) {
        ComboPooledDataSource source = new ComboPooledDataSource();
        source.setJdbcUrl(url);
        source.setUser(user);
        source.setPassword(password);
        source.setMaxPoolSize(SIZE);
        source.setMinPoolSize(1);
        source.setInitialPoolSize(1);
        source.setCheckoutTimeout(PATIENCE_MS);
        source.setAcquireRetryAttempts(3);
        source.setAcquireRetryDelay(200);
        return pool("c3p0", source::getConnection, source::softResetAllUsers, source::close);
    }

    private static Pool agroal(String url, String user, String password) throws SQLException {
        AgroalDataSourceConfigurationSupplier configuration = new AgroalDataSourceConfigurationSupplier()
                .connectionPoolConfiguration(pool -> pool.maxSize(SIZE)
                        .acquisitionTimeout(Duration.ofMillis(PATIENCE_MS))
                        .connectionFactoryConfiguration(factory -> factory.jdbcUrl(url)
                                .principal(new NamePrincipal(user))
                                .credential(new SimplePassword(password))));
        AgroalDataSource source = AgroalDataSource.from(configuration);
        return pool(
                "agroal",
                source::getConnection,
                () -> source.flush(AgroalDataSource.FlushMode.GRACEFUL),
                source::close);
    }

    private static Pool druid(String url, String user, String password) {
        DruidDataSource source = new DruidDataSource();
        source.setUrl(url);
        source.setUsername(user);
        source.setPassword(password);
        source.setMaxActive(SIZE);
        source.setMinIdle(0);
        source.setMaxWait(PATIENCE_MS);
        return pool("druid", source::getConnection, () -> source.shrink(false), source::close);
    }
}
