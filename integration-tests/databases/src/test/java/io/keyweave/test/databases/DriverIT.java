package io.keyweave.test.databases;

import static io.keyweave.test.databases.DriverJvm.V1;
import static io.keyweave.test.databases.DriverJvm.V2;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.p6spy.engine.spy.P6SpyDriver;
import io.keyweave.devvault.VaultServer;
import io.keyweave.test.EveryJdk;
import io.keyweave.test.Jdk;
import io.keyweave.test.OneJdk;
import io.keyweave.test.databases.app.DriverApplication;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Every way to hand a password to a driver, all drivers on one class path. The application keeps passing the first password. */
@ExtendWith(Servers.Shared.class)
class DriverIT {

    private static final Servers SERVERS = Servers.SHARED;

    private static final VaultServer VAULT = SERVERS.contoso.vault();

    @EveryJdk
    void postgreSql(Jdk jdk) {
        String user = "d" + jdk.feature();
        String url = SERVERS.postgres.url();
        String byUrl = url + "?user={user}&password={password}";
        SERVERS.postgres.password(user, V1);
        VAULT.put(user, V1);
        try (DriverJvm app = new DriverJvm(jdk, SERVERS.contoso, user)) {
            app.succeeds(url, user, "manager");
            // Raw, the driver reads + and %41 otherwise.
            app.succeeds(byUrl, user, "encoded", "raw");
            SERVERS.postgres.password(user, V2);
            VAULT.put(user, V2);
            int refusals = SERVERS.postgres.refusals();
            app.succeeds(url, user, "manager", "defaults", "source", "source-by-user");
            app.succeeds(byUrl, user, "encoded", "raw");
            // On the driver's own thread.
            app.succeeds(url + "?loginTimeout=120", user, "manager");
            assertTrue(SERVERS.postgres.refusals() <= refusals + 1, "only the first login met the old password");
            app.finish();
        }
    }

    /** A driver around the driver, as p6spy and OpenTelemetry put one, and a data source around both. */
    @OneJdk
    void aDriverAroundTheDriver(Jdk jdk) {
        String user = "n" + jdk.feature();
        String url = SERVERS.postgres.url().replace("jdbc:", "jdbc:p6spy:");
        SERVERS.postgres.password(user, V1);
        VAULT.put(user, V1);
        try (DriverJvm app = new DriverJvm(jdk, SERVERS.contoso, user, DriverApplication.class, P6SpyDriver.class)) {
            app.succeeds(url, user, "manager");
            SERVERS.postgres.password(user, V2);
            VAULT.put(user, V2);
            int refusals = SERVERS.postgres.refusals();
            long logins = app.logins();
            app.succeeds(url, user, "manager");
            assertEquals(logins + 2, app.logins(), "one login, and one more");
            assertEquals(refusals + 1, SERVERS.postgres.refusals());
            app.succeeds(url, user, "manager", "defaults");
            assertEquals(refusals + 1, SERVERS.postgres.refusals());
            app.finish();
        }
    }

    @OneJdk
    void h2(Jdk jdk) {
        String secret = "h2-" + jdk.feature();
        String url = "jdbc:h2:mem:own";
        VAULT.put(secret, V1);
        try (DriverJvm app = new DriverJvm(jdk, SERVERS.contoso, secret)) {
            app.ask("h2 create user app password '" + V1 + "' admin");
            app.succeeds(url, "app", "manager");
            app.ask("h2 alter user app set password '" + V2 + "'");
            VAULT.put(secret, V2);
            app.succeeds(url, "app", "manager", "characters", "source", "source-by-user");
            app.succeeds(url + ";USER={user};PASSWORD={password}", "app", "raw");
            app.ask("h2 alter user app set password 'something else'");
            app.fails(url, "app", "28000 28000");
            // Without asking, but as the driver would say it.
            app.fails(url, "app", "28000 28000");
            app.awaitErr(line -> line.contains("refused contoso/" + secret), "the refusal");
            app.finish();
        }
    }

    @Test
    void aLockedAccountIsNeverTriedAgain() {
        SERVERS.mariaDb.password("locked", V1);
        VAULT.put("locked", V1);
        try (DriverJvm app = new DriverJvm(Jdk.oldest(), SERVERS.contoso, "locked")) {
            app.succeeds(SERVERS.mariaDb.url(), "locked", "manager");
            SERVERS.mariaDb.lock("locked", true);
            for (String url : new String[] {SERVERS.mariaDb.url(), SERVERS.mariaDb.mysqlUrl()}) {
                long before = app.logins();
                app.fails(url, "locked", "4151 HY000");
                assertEquals(before + 1, app.logins(), url);
            }
            SERVERS.mariaDb.lock("locked", false);
            // And nothing rests.
            app.succeeds(SERVERS.mariaDb.url(), "locked", "manager");
            app.finish();
        }
    }
}
