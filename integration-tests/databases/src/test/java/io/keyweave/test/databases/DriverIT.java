package io.keyweave.test.databases;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.ibm.db2.jcc.DB2Driver;
import com.microsoft.sqlserver.jdbc.SQLServerDriver;
import com.mysql.cj.jdbc.Driver;
import io.keyweave.test.EveryJdk;
import io.keyweave.test.Jdk;
import io.keyweave.test.RunningJvm;
import io.keyweave.test.databases.app.DriverApplication;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import oracle.jdbc.driver.OracleDriver;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Every way to hand a password to a driver, all drivers on one class path. The application keeps passing the first password. */
class DriverIT {

    private static final String V1 = "first+Password%41/1";
    private static final String V2 = "second+&Pass=word%42;2";

    private static DatabaseVault vault;
    private static Postgres postgres;
    private static MariaDb mariaDb;

    @BeforeAll
    static void start() {
        vault = new DatabaseVault();
        postgres = new Postgres();
        mariaDb = new MariaDb();
    }

    @AfterAll
    static void stop() {
        mariaDb.close();
        postgres.close();
        vault.close();
    }

    private static RunningJvm application(Jdk jdk, String secret) {
        RunningJvm jvm = vault.jvm(jdk, "ttl=2s,log=debug")
                .classPathOf(
                        org.postgresql.Driver.class,
                        org.mariadb.jdbc.Driver.class,
                        Driver.class,
                        org.h2.Driver.class,
                        SQLServerDriver.class,
                        OracleDriver.class,
                        DB2Driver.class,
                        org.slf4j.Logger.class)
                .property("db.password", "$<kv:contoso/" + secret + ">")
                .main(DriverApplication.class)
                .start();
        jvm.awaitOut("ready"::equals, "the application");
        return jvm;
    }

    private static String ask(RunningJvm app, String command) {
        return app.ask(command, "=");
    }

    private static void quiet(RunningJvm app) {
        String all = app.finish().expect(0).toString();
        assertFalse(all.contains("inside the agent"), all);
        assertFalse(all.contains(V1) || all.contains(V2), all);
    }

    @EveryJdk
    void postgreSql(Jdk jdk) {
        String user = "d" + jdk.feature();
        String url = postgres.url();
        String byUrl = url + "?user={user}&password={password}";
        postgres.password(user, V1);
        vault.put(user, V1);
        try (RunningJvm app = application(jdk, user)) {
            assertEquals("ok", ask(app, "manager " + url + " " + user));
            assertEquals("ok", ask(app, "encoded " + byUrl + " " + user));
            assertEquals("ok", ask(app, "raw " + byUrl + " " + user), "the driver reads + and %41 otherwise");
            postgres.password(user, V2);
            vault.put(user, V2);
            int refusals = postgres.refusals();
            for (String how : new String[] {"manager", "defaults", "source", "source-by-user"}) {
                assertEquals("ok", ask(app, how + " " + url + " " + user), how);
            }
            assertEquals("ok", ask(app, "encoded " + byUrl + " " + user));
            assertEquals("ok", ask(app, "raw " + byUrl + " " + user));
            assertEquals("ok", ask(app, "manager " + url + "?loginTimeout=20 " + user), "on the driver's thread");
            assertTrue(postgres.refusals() <= refusals + 1, "only the first login met the old password");
            quiet(app);
        }
    }

    @EveryJdk
    void h2(Jdk jdk) {
        String secret = "h2-" + jdk.feature();
        String url = "jdbc:h2:mem:own";
        vault.put(secret, V1);
        try (RunningJvm app = application(jdk, secret)) {
            ask(app, "h2 create user app password '" + V1 + "' admin");
            assertEquals("ok", ask(app, "manager " + url + " app"));
            ask(app, "h2 alter user app set password '" + V2 + "'");
            vault.put(secret, V2);
            for (String how : new String[] {"manager", "characters", "source", "source-by-user"}) {
                assertEquals("ok", ask(app, how + " " + url + " app"), how);
            }
            assertEquals("ok", ask(app, "raw " + url + ";USER={user};PASSWORD={password} app"));
            ask(app, "h2 alter user app set password 'something else'");
            assertTrue(ask(app, "manager " + url + " app").startsWith("28000 28000"));
            assertTrue(ask(app, "manager " + url + " app").startsWith("28000 28000"), "as the driver would say it");
            app.awaitErr(line -> line.contains("refused contoso/" + secret), "the refusal");
            quiet(app);
        }
    }

    @Test
    void aLockedAccountIsNeverTriedAgain() {
        mariaDb.password("locked", V1);
        vault.put("locked", V1);
        try (RunningJvm app = application(Jdk.oldest(), "locked")) {
            assertEquals("ok", ask(app, "manager " + mariaDb.url() + " locked"));
            mariaDb.lock("locked", true);
            for (String url : new String[] {mariaDb.url(), mariaDb.mysqlUrl()}) {
                long before = logins(app);
                assertTrue(ask(app, "manager " + url + " locked").startsWith("4151 HY000"), url);
                assertEquals(before + 1, logins(app), url);
            }
            mariaDb.lock("locked", false);
            assertEquals("ok", ask(app, "manager " + mariaDb.url() + " locked"), "and nothing rests");
            quiet(app);
        }
    }

    private static long logins(RunningJvm app) {
        return app.err().stream().filter(line -> line.contains("login at ")).count();
    }

    /** No server of these here: the login is seen, its secret recognised, and the driver goes on to its own failure. */
    @Test
    void hookedWithoutAServer() throws IOException {
        vault.put("hooked", V1);
        try (Hangs server = new Hangs();
                RunningJvm app = application(Jdk.oldest(), "hooked")) {
            String at = "127.0.0.1:" + server.port();
            hooked(
                    app,
                    "manager jdbc:sqlserver://" + at + ";encrypt=false;loginTimeout=5;connectRetryCount=0 sa",
                    "jdbc:sqlserver://" + at);
            hooked(app, "manager jdbc:oracle:thin:@//" + at + "/x scott", "jdbc:oracle:thin:@//" + at + "/x");
            hooked(
                    app,
                    "raw jdbc:oracle:thin:{user}/\"{password}\"@//" + at + "/y scott",
                    "jdbc:oracle:thin:@//" + at + "/y");
            hooked(app, "manager jdbc:db2://" + at + "/DB db2inst", "jdbc:db2://" + at + "/DB");
            hooked(
                    app,
                    "raw jdbc:db2://" + at + "/DC:user={user};password={password}; db2inst",
                    "jdbc:db2://" + at + "/DC");
            quiet(app);
        }
    }

    private static void hooked(RunningJvm app, String command, String target) {
        String answer = ask(app, command);
        assertFalse(answer.equals("ok"), answer);
        app.awaitErr(
                line -> line.contains("login at " + target + " with contoso/hooked version"), "a login at " + target);
    }

    /** Accepts connections and hangs up. */
    private static final class Hangs implements AutoCloseable {
        private final ServerSocket socket = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());

        Hangs() throws IOException {
            Thread thread = new Thread(this::accept, "hangs-up");
            thread.setDaemon(true);
            thread.start();
        }

        private void accept() {
            while (!socket.isClosed()) {
                try (Socket connection = socket.accept()) {
                    connection.setSoLinger(true, 0);
                } catch (IOException e) {
                    // Closed, or gone already.
                }
            }
        }

        int port() {
            return socket.getLocalPort();
        }

        @Override
        public void close() throws IOException {
            socket.close();
        }
    }
}
