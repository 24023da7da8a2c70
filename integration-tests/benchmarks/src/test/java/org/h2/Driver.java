package org.h2;

import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.DriverPropertyInfo;
import java.sql.SQLException;
import java.util.Properties;
import java.util.logging.Logger;

/**
 * In place of H2's driver: it accepts every login and does nothing, so that what a login costs is what the agent's patch of H2's driver costs. For
 * {@code ./benchmarks scale} only.
 */
public final class Driver implements java.sql.Driver {

    private static final Connection CONNECTION = (Connection) Proxy.newProxyInstance(
            Driver.class.getClassLoader(), new Class<?>[] {Connection.class}, (proxy, method, arguments) -> null);

    @Override
    public Connection connect(String url, Properties info) throws SQLException {
        if (info.getProperty("password") == null) {
            throw new SQLException("no password", "28000", 28000);
        }
        return CONNECTION;
    }

    @Override
    public boolean acceptsURL(String url) {
        return url.startsWith("jdbc:h2:");
    }

    @Override
    public DriverPropertyInfo[] getPropertyInfo(String url, Properties info) {
        return new DriverPropertyInfo[0];
    }

    @Override
    public int getMajorVersion() {
        return 2;
    }

    @Override
    public int getMinorVersion() {
        return 0;
    }

    @Override
    public boolean jdbcCompliant() {
        return false;
    }

    @Override
    public Logger getParentLogger() {
        throw new UnsupportedOperationException();
    }
}
