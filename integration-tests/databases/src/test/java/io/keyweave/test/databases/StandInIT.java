package io.keyweave.test.databases;

import static io.keyweave.test.databases.DriverJvm.V1;
import static io.keyweave.test.databases.DriverJvm.V2;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.keyweave.test.Contoso;
import io.keyweave.test.EveryJdk;
import io.keyweave.test.Jdk;
import io.keyweave.test.OneJdk;
import io.keyweave.test.databases.Accounts.Verdict;
import io.keyweave.test.databases.app.DriverApplication;
import io.keyweave.test.databases.app.OracleApplication;
import java.util.List;
import org.junit.jupiter.api.AutoClose;

/**
 * Drivers whose servers are not on Maven Central, patched and logging in at stand-ins: which passwords went to the server, in which
 * order, after which of the driver's own exceptions.
 */
class StandInIT {

    /**
     * A driver's words.
     *
     * @param url the URL without a credential
     * @param byUrl the URL with one
     * @param readsDefaults whether it reads the defaults of the {@code Properties} it is given
     * @param wrong error code and SQL state of a wrong password
     * @param locked of a locked account
     * @param expired of an expired password
     */
    private record Driver(
            StandIn server,
            Class<?> application,
            String url,
            String byUrl,
            boolean readsDefaults,
            String wrong,
            String locked,
            String expired) {}

    @AutoClose
    private static final Contoso CONTOSO = new Contoso();

    @EveryJdk
    void sqlServer(Jdk jdk) {
        try (StandIn server = new SqlServerStandIn()) {
            String url = "jdbc:sqlserver://127.0.0.1:" + server.port() + ";encrypt=false;loginTimeout=120";
            String byUrl = url + ";user={user};password={password}";
            everyRule(
                    jdk,
                    new Driver(
                            server,
                            DriverApplication.class,
                            url,
                            byUrl,
                            false,
                            "18456 S0001",
                            "18486 S0001",
                            "18488 S0001"));
        }
    }

    @OneJdk
    void oracle(Jdk jdk) {
        try (StandIn server = new OracleStandIn()) {
            String at = "@//127.0.0.1:" + server.port() + "/shop";
            everyRule(
                    jdk,
                    new Driver(
                            server,
                            OracleApplication.class,
                            "jdbc:oracle:thin:" + at,
                            "jdbc:oracle:thin:{user}/\"{password}\"" + at,
                            true,
                            "1017 72000",
                            "28000 99999",
                            "28001 99999"));
        }
    }

    @OneJdk
    void db2(Jdk jdk) {
        try (StandIn server = new Db2StandIn()) {
            String url = "jdbc:db2://127.0.0.1:" + server.port() + "/SHOP:securityMechanism=3;";
            String byUrl = url + "user={user};password={password};";
            everyRule(
                    jdk,
                    new Driver(
                            server,
                            DriverApplication.class,
                            url,
                            byUrl,
                            true,
                            "-4214 28000",
                            "-4214 28000",
                            "-4214 28000"));
        }
    }

    private static void everyRule(Jdk jdk, Driver driver) {
        Accounts accounts = driver.server().accounts;
        String user = "U" + jdk.feature();
        String secret = driver.server().getClass().getSimpleName() + "-" + user;
        accounts.password(user, V1);
        CONTOSO.vault().put(secret, V1);
        try (DriverJvm app = new DriverJvm(jdk, CONTOSO, secret, driver.application())) {
            app.succeeds(driver.url(), user, "manager");
            app.succeeds(driver.byUrl(), user, "raw");
            assertEquals(List.of(user + " " + V1, user + " " + V1), accounts.attempts());

            accounts.password(user, V2);
            CONTOSO.vault().put(secret, V2);
            app.succeeds(driver.url(), user, "manager");
            assertEquals(List.of(user + " " + V1, user + " " + V2), accounts.attempts(), "refused, and once more");
            app.succeeds(driver.url(), user, "manager", "source", "source-by-user");
            app.succeeds(driver.byUrl(), user, "raw");
            assertEquals(List.of(V2, V2, V2, V2), passwords(accounts, user), "replaced at once");
            if (driver.readsDefaults()) {
                app.succeeds(driver.url(), user, "defaults");
                assertEquals(List.of(V2), passwords(accounts, user), "in the defaults of the Properties");
            }

            for (Verdict state : new Verdict[] {Verdict.LOCKED, Verdict.EXPIRED}) {
                accounts.state(user, state);
                app.fails(driver.url(), user, state == Verdict.LOCKED ? driver.locked() : driver.expired());
                assertEquals(List.of(V2), passwords(accounts, user), state + " is never tried again");
            }
            accounts.state(user, Verdict.WELCOME);
            app.succeeds(driver.url(), user, "manager");
            assertEquals(List.of(V2), passwords(accounts, user), "and nothing rests");

            accounts.password(user, "something else");
            app.fails(driver.url(), user, driver.wrong());
            assertEquals(List.of(V2), passwords(accounts, user), "the first version rests");
            app.fails(driver.url(), user, driver.wrong());
            assertEquals(List.of(), accounts.attempts(), "all versions rest");
            assertEquals("", driver.server().accident());
            app.finish();
        }
    }

    private static List<String> passwords(Accounts accounts, String user) {
        return accounts.attempts().stream()
                .map(attempt -> attempt.substring(user.length() + 1))
                .toList();
    }
}
