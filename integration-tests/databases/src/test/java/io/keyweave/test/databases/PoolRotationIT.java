package io.keyweave.test.databases;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.keyweave.devvault.VaultServer;
import io.keyweave.test.EveryJdk;
import io.keyweave.test.Jdk;
import io.keyweave.test.databases.PoolJvm.Figures;
import io.keyweave.test.databases.app.Pool;
import java.util.Map;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;

/** Six pools under load while the password is rotated: vault first, database first, and with both passwords valid. */
class PoolRotationIT {

    private static final String POOLS = "hikari,tomcat,dbcp2,c3p0,agroal,druid";
    private static final int POOL_COUNT = 6;

    /** Every connection of every pool may be on its way in when the password changes, and be refused twice; on a quick machine few are. */
    private static final int IN_FLIGHT = 2 * POOL_COUNT * Pool.SIZE;

    private static final String V1 = "first-Password.1";
    private static final String V2 = "second-Password.2";
    private static final String V3 = "third-Password.3";
    private static final String V4 = "fourth-Password.4";

    @AutoClose
    private static final Servers SERVERS = new Servers();

    private static final VaultServer VAULT = SERVERS.contoso.vault();
    private static final Postgres POSTGRES = SERVERS.postgres;
    private static final MariaDb MARIA_DB = SERVERS.mariaDb;

    @EveryJdk
    void postgreSql(Jdk jdk) throws Exception {
        eitherOrder(jdk, POSTGRES, POSTGRES.url());
    }

    @EveryJdk
    void mariaDb(Jdk jdk) throws Exception {
        eitherOrder(jdk, MARIA_DB, MARIA_DB.url());
    }

    private void eitherOrder(Jdk jdk, Database database, String url) throws Exception {
        String user = "app" + jdk.feature();
        String secret = "password-" + user + "-" + database.getClass().getSimpleName();
        database.password(user, V1);
        VAULT.put(secret, V1);
        try (PoolJvm pools =
                new PoolJvm(jdk, SERVERS.contoso, database, url, POOLS, user, "$<kv:contoso/" + secret + ">")) {
            pools.until(pool -> pool.logins() > 3, "logins");

            vaultFirst(pools, database, user, secret);
            databaseFirst(pools, database, user, secret);

            pools.finish().expect(0).expectHarmless(V1, V2, V3, V4);
        }
    }

    /** Azure's own rotation does it in this order. Nothing may fail. */
    private static void vaultFirst(PoolJvm pools, Database database, String user, String secret) throws Exception {
        int refusals = database.refusals();
        pools.reset();
        pools.awaitRotation(VAULT.put(secret, V2));
        served(pools.until(pool -> pool.logins() > 2, "logins while the vault is ahead"));
        assertEquals(refusals, database.refusals(), "nothing is tried that the database does not know yet");
        database.password(user, V2);
        served(pools.until(pool -> pool.logins() > 2, "logins after the database has followed"));
        assertTrue(database.refusals() > refusals, "the old password was refused");
        refusedOnlyInFlight(database, refusals);
        assertEquals(POOL_COUNT, pools.held());
    }

    /** AWS does it in this order, and people do. New logins fail until the vault has followed; nothing else does. */
    private static void databaseFirst(PoolJvm pools, Database database, String user, String secret) throws Exception {
        int refusals = database.refusals();
        pools.renewing(false);
        pools.untilNow(pool -> pool.logins() == 0 && pool.served() > 0, "end of new logins");
        database.password(user, V3);
        served(pools.until(pool -> pool.served() > 20, "requests on existing connections"));
        pools.renewing(true);
        pools.until(pool -> pool.failed() > 0, "failures in the gap");
        assertTrue(database.refusals() > refusals, "the old password was refused");
        refusedOnlyInFlight(database, refusals);
        assertEquals(POOL_COUNT, pools.held(), "existing connections go on");

        VAULT.put(secret, V3);
        pools.untilNow(pool -> pool.failed() == 0 && pool.logins() > 0, "logins without failure");
        served(pools.until(pool -> pool.logins() > 2, "logins without failure"));
        refusedOnlyInFlight(database, refusals);
        assertEquals(POOL_COUNT, pools.held());
    }

    private static void refusedOnlyInFlight(Database database, int before) {
        int times = database.refusals() - before;
        assertTrue(times <= IN_FLIGHT, "refused " + times + " times");
    }

    private static void served(Map<String, Figures> pools) {
        assertEquals(POOL_COUNT, pools.size());
        pools.forEach((pool, figures) -> assertEquals(0, figures.failed(), pool + " " + figures));
    }

    /** Two users that take turns, in one JSON secret: the way to rotate PostgreSQL without any gap. */
    @EveryJdk
    void twoUsersThatTakeTurns(Jdk jdk) throws Exception {
        String a = "a" + jdk.feature();
        String b = "b" + jdk.feature();
        String secret = "pair-" + jdk.feature();
        POSTGRES.password(a, V1);
        VAULT.put(secret, pair(a, V1));
        String placeholder = "$<kv:contoso/" + secret;
        try (PoolJvm pools = new PoolJvm(
                jdk,
                SERVERS.contoso,
                POSTGRES,
                POSTGRES.url(),
                POOLS,
                placeholder + "#user>",
                placeholder + "#password>")) {
            int refusals = POSTGRES.refusals();
            pools.until(pool -> pool.users().equals(a), "logins as " + a);
            POSTGRES.password(b, V2);
            VAULT.put(secret, pair(b, V2));
            served(pools.until(pool -> pool.users().equals(b), "logins as " + b));
            POSTGRES.forbid(a);
            POSTGRES.password(a, V3);
            VAULT.put(secret, pair(a, V3));
            served(pools.until(pool -> pool.users().equals(a), "logins as " + a + " again"));
            assertEquals(refusals, POSTGRES.refusals());
            pools.finish().expect(0).expectHarmless(V1, V2, V3, V4);
        }
    }

    private static String pair(String user, String password) {
        return "{\"user\":\"" + user + "\",\"password\":\"" + password + "\"}";
    }

    /** MariaDB accepts two passwords at once; MySQL's driver this time. */
    @Test
    void twoPasswordsAtOnce() throws Exception {
        MARIA_DB.password("both", V1);
        VAULT.put("both", V1);
        try (PoolJvm pools = new PoolJvm(
                Jdk.oldest(), SERVERS.contoso, MARIA_DB, MARIA_DB.mysqlUrl(), POOLS, "both", "$<kv:contoso/both>")) {
            pools.until(pool -> pool.logins() > 2, "logins");
            pools.reset();
            MARIA_DB.passwords("both", V1, V4);
            pools.awaitRotation(VAULT.put("both", V4));
            served(pools.until(pool -> pool.logins() > 2, "logins with either"));
            int refusals = MARIA_DB.refusals();
            MARIA_DB.password("both", V4);
            served(pools.until(pool -> pool.logins() > 2, "logins with the new one"));
            refusedOnlyInFlight(MARIA_DB, refusals);
            pools.finish().expect(0).expectHarmless(V1, V2, V3, V4);
        }
    }
}
