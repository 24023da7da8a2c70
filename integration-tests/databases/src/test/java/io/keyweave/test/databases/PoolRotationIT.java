package io.keyweave.test.databases;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.keyweave.devvault.VaultServer;
import io.keyweave.test.EveryJdk;
import io.keyweave.test.Jdk;
import io.keyweave.test.Outcome;
import io.keyweave.test.databases.PoolJvm.Figures;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Six pools under load while the password is rotated: vault first, database first, and with both passwords valid. */
class PoolRotationIT {

    private static final String POOLS = "hikari,tomcat,dbcp2,c3p0,agroal,druid";
    private static final int POOL_COUNT = 6;

    /** Logins that may be on their way in one JVM when the password changes, and one more each with the new one. */
    private static final int IN_FLIGHT = 12;

    private static final String V1 = "first-Password.1";
    private static final String V2 = "second-Password.2";
    private static final String V3 = "third-Password.3";
    private static final String V4 = "fourth-Password.4";

    private static Servers servers;
    private static VaultServer vault;
    private static Postgres postgres;
    private static MariaDb mariaDb;

    @BeforeAll
    static void start() {
        servers = new Servers();
        vault = servers.contoso.vault();
        postgres = servers.postgres;
        mariaDb = servers.mariaDb;
    }

    @AfterAll
    static void stop() {
        servers.close();
    }

    @EveryJdk
    void postgreSql(Jdk jdk) throws Exception {
        eitherOrder(jdk, postgres, postgres.url());
    }

    @EveryJdk
    void mariaDb(Jdk jdk) throws Exception {
        eitherOrder(jdk, mariaDb, mariaDb.url());
    }

    private void eitherOrder(Jdk jdk, Database database, String url) throws Exception {
        String user = "app" + jdk.feature();
        String secret = "password-" + user + "-" + database.getClass().getSimpleName();
        database.password(user, V1);
        vault.put(secret, V1);
        try (PoolJvm pools =
                new PoolJvm(jdk, servers.contoso, database, url, POOLS, user, "$<kv:contoso/" + secret + ">")) {
            pools.until(pool -> pool.logins() > 3, "logins");

            vaultFirst(pools, database, user, secret);
            databaseFirst(pools, database, user, secret);

            quiet(pools.finish().expect(0));
        }
    }

    /** Azure's own rotation does it in this order. Nothing may fail. */
    private static void vaultFirst(PoolJvm pools, Database database, String user, String secret) throws Exception {
        int refusals = database.refusals();
        pools.reset();
        pools.awaitRotation(vault.put(secret, V2));
        served(pools.until(pool -> pool.logins() > 2, "logins while the vault is ahead"));
        assertEquals(refusals, database.refusals(), "nothing is tried that the database does not know yet");
        database.password(user, V2);
        served(pools.until(pool -> pool.logins() > 2, "logins after the database has followed"));
        assertTrue(database.refusals() > refusals, "the old password was refused");
        assertTrue(
                database.refusals() <= refusals + IN_FLIGHT, "refused " + (database.refusals() - refusals) + " times");
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
        assertTrue(
                database.refusals() <= refusals + IN_FLIGHT, "refused " + (database.refusals() - refusals) + " times");
        assertEquals(POOL_COUNT, pools.held(), "existing connections go on");

        vault.put(secret, V3);
        pools.untilNow(pool -> pool.failed() == 0 && pool.logins() > 0, "logins without failure");
        served(pools.until(pool -> pool.logins() > 2, "logins without failure"));
        assertTrue(
                database.refusals() <= refusals + IN_FLIGHT, "refused " + (database.refusals() - refusals) + " times");
        assertEquals(POOL_COUNT, pools.held());
    }

    private static void served(Map<String, Figures> pools) {
        assertEquals(POOL_COUNT, pools.size());
        pools.forEach((pool, figures) -> assertEquals(0, figures.failed(), pool + " " + figures));
    }

    private static void quiet(Outcome outcome) {
        String all = outcome.toString();
        assertFalse(all.contains("inside the agent"), all);
        for (String password : new String[] {V1, V2, V3, V4}) {
            assertFalse(all.contains(password), all);
        }
    }

    /** Two users that take turns, in one JSON secret: the way to rotate PostgreSQL without any gap. */
    @EveryJdk
    void twoUsersThatTakeTurns(Jdk jdk) throws Exception {
        String a = "a" + jdk.feature();
        String b = "b" + jdk.feature();
        String secret = "pair-" + jdk.feature();
        postgres.password(a, V1);
        vault.put(secret, pair(a, V1));
        String placeholder = "$<kv:contoso/" + secret;
        try (PoolJvm pools = new PoolJvm(
                jdk,
                servers.contoso,
                postgres,
                postgres.url(),
                POOLS,
                placeholder + "#user>",
                placeholder + "#password>")) {
            int refusals = postgres.refusals();
            pools.until(pool -> pool.users().equals(a), "logins as " + a);
            postgres.password(b, V2);
            vault.put(secret, pair(b, V2));
            served(pools.until(pool -> pool.users().equals(b), "logins as " + b));
            postgres.forbid(a);
            postgres.password(a, V3);
            vault.put(secret, pair(a, V3));
            served(pools.until(pool -> pool.users().equals(a), "logins as " + a + " again"));
            assertEquals(refusals, postgres.refusals());
            quiet(pools.finish().expect(0));
        }
    }

    private static String pair(String user, String password) {
        return "{\"user\":\"" + user + "\",\"password\":\"" + password + "\"}";
    }

    /** MariaDB accepts two passwords at once; MySQL's driver this time. */
    @Test
    void twoPasswordsAtOnce() throws Exception {
        mariaDb.password("both", V1);
        vault.put("both", V1);
        try (PoolJvm pools = new PoolJvm(
                Jdk.oldest(), servers.contoso, mariaDb, mariaDb.mysqlUrl(), POOLS, "both", "$<kv:contoso/both>")) {
            pools.until(pool -> pool.logins() > 2, "logins");
            pools.reset();
            mariaDb.passwords("both", V1, V4);
            pools.awaitRotation(vault.put("both", V4));
            served(pools.until(pool -> pool.logins() > 2, "logins with either"));
            int refusals = mariaDb.refusals();
            mariaDb.password("both", V4);
            served(pools.until(pool -> pool.logins() > 2, "logins with the new one"));
            assertTrue(mariaDb.refusals() <= refusals + IN_FLIGHT);
            quiet(pools.finish().expect(0));
        }
    }
}
