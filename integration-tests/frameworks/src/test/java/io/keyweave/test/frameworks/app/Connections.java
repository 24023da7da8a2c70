package io.keyweave.test.frameworks.app;

import java.sql.Connection;
import java.sql.SQLException;
import org.jspecify.annotations.Nullable;
import org.quartz.utils.ConnectionProvider;

/** Where Quartz gets its connections: it sets what {@code quartz.properties} says of this data source. */
public final class Connections implements ConnectionProvider {

    private static @Nullable String password;

    public void setPassword(String password) {
        Connections.password = password;
    }

    static @Nullable String password() {
        return password;
    }

    @Override
    public Connection getConnection() throws SQLException {
        throw new SQLException("nobody asks");
    }

    @Override
    public void shutdown() {}

    @Override
    public void initialize() {}
}
