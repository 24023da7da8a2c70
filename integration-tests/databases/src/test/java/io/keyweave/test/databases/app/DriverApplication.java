package io.keyweave.test.databases.app;

import com.ibm.db2.jcc.DB2BaseDataSource;
import com.ibm.db2.jcc.DB2SimpleDataSource;
import com.microsoft.sqlserver.jdbc.SQLServerDataSource;
import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Properties;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.sql.DataSource;
import oracle.jdbc.pool.OracleDataSource;
import org.h2.jdbcx.JdbcDataSource;
import org.postgresql.ds.PGSimpleDataSource;

/**
 * Logs in as told on standard input, always with the password it read when it started: {@code HOW URL USER}. Answers {@code =ok} or
 * {@code =CODE STATE CLASS}. {@code h2 SQL} runs a statement in a database of its own as its administrator.
 */
public final class DriverApplication {

    private static final String H2 = "jdbc:h2:mem:own;DB_CLOSE_DELAY=-1";

    private DriverApplication() {}

    public static void main(String[] arguments) throws Exception {
        String password = System.getProperty("db.password");
        // Like an application server: every driver is there and is offered every login.
        DriverManager.getDrivers();
        System.out.println("ready");
        BufferedReader commands = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
        for (String command = commands.readLine(); command != null; command = commands.readLine()) {
            System.out.println("=" + answer(command, password));
        }
    }

    private static String answer(String command, String password) throws Exception {
        String[] words = command.split(" ", 3);
        if (words[0].equals("h2")) {
            try (Connection connection = DriverManager.getConnection(H2, "sa", "");
                    Statement statement = connection.createStatement()) {
                statement.execute(command.substring(3));
            }
            return "ok";
        }
        try (Connection connection = connect(words[0], words[1], words[2], password)) {
            return connection.isValid(10) ? "ok" : "invalid";
        } catch (SQLException e) {
            return e.getErrorCode() + " " + e.getSQLState() + " " + e.getClass().getSimpleName();
        }
    }

    private static Connection connect(String how, String url, String user, String password) throws SQLException {
        return switch (how) {
            case "manager" -> DriverManager.getConnection(url, user, password);
            case "defaults" -> {
                Properties defaults = new Properties();
                defaults.setProperty("user", user);
                defaults.setProperty("password", password);
                Properties passed = new Properties(defaults);
                Connection connection = DriverManager.getConnection(url, passed);
                if (!passed.isEmpty() || !password.equals(passed.getProperty("password"))) {
                    throw new SQLException("the application's Properties were changed");
                }
                yield connection;
            }
            case "characters" -> {
                Properties passed = new Properties();
                passed.setProperty("USER", user);
                passed.put("PASSWORD", password.toCharArray());
                yield DriverManager.getConnection(url, passed);
            }
            case "raw" ->
                DriverManager.getConnection(url.replace("{user}", user).replace("{password}", password));
            case "encoded" ->
                DriverManager.getConnection(url.replace("{user}", user)
                        .replace("{password}", URLEncoder.encode(password, StandardCharsets.UTF_8)));
            case "source" -> source(url, user, password).getConnection();
            case "source-by-user" -> source(url, "nobody", "nothing").getConnection(user, password);
            default -> throw new IllegalArgumentException(how);
        };
    }

    private static DataSource source(String url, String user, String password) throws SQLException {
        if (url.startsWith("jdbc:h2:")) {
            JdbcDataSource source = new JdbcDataSource();
            source.setURL(url);
            source.setUser(user);
            source.setPassword(password);
            return source;
        }
        if (url.startsWith("jdbc:sqlserver:")) {
            SQLServerDataSource source = new SQLServerDataSource();
            source.setURL(url);
            source.setUser(user);
            source.setPassword(password);
            return source;
        }
        if (url.startsWith("jdbc:oracle:")) {
            OracleDataSource source = new OracleDataSource();
            source.setURL(url);
            source.setUser(user);
            source.setPassword(password);
            return source;
        }
        if (url.startsWith("jdbc:db2:")) {
            Matcher parts = Pattern.compile("jdbc:db2://(.*):(\\d+)/(\\w+).*").matcher(url);
            parts.matches();
            DB2SimpleDataSource source = new DB2SimpleDataSource();
            source.setDriverType(4);
            source.setServerName(parts.group(1));
            source.setPortNumber(Integer.parseInt(parts.group(2)));
            source.setDatabaseName(parts.group(3));
            source.setSecurityMechanism(DB2BaseDataSource.CLEAR_TEXT_PASSWORD_SECURITY);
            source.setUser(user);
            source.setPassword(password);
            return source;
        }
        PGSimpleDataSource source = new PGSimpleDataSource();
        source.setUrl(url);
        source.setUser(user);
        source.setPassword(password);
        return source;
    }
}
