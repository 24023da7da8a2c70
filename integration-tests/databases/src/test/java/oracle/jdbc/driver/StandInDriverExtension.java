package oracle.jdbc.driver;

import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.lang.reflect.Proxy;
import java.net.InetAddress;
import java.net.Socket;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Properties;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import oracle.jdbc.internal.AbstractConnectionBuilder;
import oracle.jdbc.internal.OracleConnection;
import oracle.jdbc.internal.OraclePreparedStatement;

/**
 * The place inside Oracle's driver where it makes its connection: the driver has read URL and settings, chosen this extension for
 * {@code jdbc:oracle:thin} and expects a login. Its own connection class reads user name and password, as ever; instead of Oracle's network
 * protocol, which nobody documents, they go to a stand-in in plain text. The exceptions are made where the driver makes them
 * from a server's error.
 */
public final class StandInDriverExtension extends OracleDriverExtension {

    @Override
    Connection getConnection(String url, Properties properties, AbstractConnectionBuilder<?, ?> builder)
            throws SQLException {
        T4CConnection connection = new T4CConnection(url, properties, this);
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port(url))) {
            DataOutputStream out = new DataOutputStream(socket.getOutputStream());
            out.writeUTF(connection.userName);
            // Quotes go away where the driver encrypts the password.
            out.writeUTF(connection.password().get().replaceAll("^\"|\"$", ""));
            int error = new DataInputStream(socket.getInputStream()).readInt();
            if (error != 0) {
                throw DatabaseError.createSqlException(null, "ORA-" + error + ": the login failed", error);
            }
        } catch (IOException e) {
            throw DatabaseError.createSqlException(e);
        }
        return (Connection) Proxy.newProxyInstance(
                OracleConnection.class.getClassLoader(),
                new Class<?>[] {OracleConnection.class},
                (self, method, a) -> method.getReturnType() == boolean.class ? true : null);
    }

    /** Behind {@code //host:}, or in the long form that the driver makes of some URLs. */
    private static int port(String url) {
        Matcher port = Pattern.compile("(?://[^:]*:|PORT=)(\\d+)").matcher(url);
        if (!port.find()) {
            throw new IllegalArgumentException("no port");
        }
        return Integer.parseInt(port.group(1));
    }

    @Override
    CompletionStage<? extends Connection> getConnectionAsync(
            String url, Properties properties, AbstractConnectionBuilder<?, ?> builder) {
        return CompletableFuture.failedStage(new UnsupportedOperationException());
    }

    @Override
    oracle.jdbc.internal.OracleStatement allocateStatement(
            OracleConnection connection, OracleResultSet.ResultSetType type) {
        throw new UnsupportedOperationException();
    }

    @Override
    OraclePreparedStatement allocatePreparedStatement(
            OracleConnection connection, String sql, OracleResultSet.ResultSetType type) {
        throw new UnsupportedOperationException();
    }

    @Override
    OraclePreparedStatement allocatePreparedStatement(OracleConnection connection, String sql, AutoKeyInfo keys) {
        throw new UnsupportedOperationException();
    }

    @Override
    oracle.jdbc.internal.OracleCallableStatement allocateCallableStatement(
            OracleConnection connection, String sql, OracleResultSet.ResultSetType type) {
        throw new UnsupportedOperationException();
    }

    @Override
    OracleInputStream createInputStream(OracleStatement statement, int index, Accessor accessor) {
        throw new UnsupportedOperationException();
    }
}
