package io.keyweave.test.databases;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.keyweave.devvault.VaultServer;
import io.keyweave.test.EveryJdk;
import io.keyweave.test.Jdk;
import io.keyweave.test.OneJdk;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Six pools under load while the password is rotated: vault first, database first, and with both passwords valid. */
@ExtendWith(Servers.Shared.class)
class PoolRotationIT {

    private static final String POOLS = "hikari,tomcat,dbcp2,c3p0,agroal,druid";
    private static final String V1 = "first-Password.1";
    private static final String V2 = "second-Password.2";
    private static final String V3 = "third-Password.3";
    private static final String V4 = "fourth-Password.4";

    private static final Servers SERVERS = Servers.SHARED;

    private static final VaultServer VAULT = SERVERS.contoso.vault();
    private static final Postgres POSTGRES = SERVERS.postgres;
    private static final MariaDb MARIA_DB = SERVERS.mariaDb;

    @EveryJdk
    void postgreSql(Jdk jdk) throws Exception {
        eitherOrder(jdk, POSTGRES, POSTGRES.url());
    }

    @OneJdk
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
            PoolRotation rotation = new PoolRotation(VAULT, database, user, secret, List.of(pools));
            rotation.begin();
            rotation.vaultFirst(V2);
            rotation.databaseFirst(V3);

            pools.finish().expect(0).expectHarmless(V1, V2, V3, V4);
        }
    }

    /** The driver and the pools that most systems have are older than ours: the oldest of each that works. */
    @Test
    void olderPostgreSqlAndPools() throws Exception {
        older(POSTGRES, new OlderVersions(POSTGRES.url(), POOLS, "postgresql-42.2.1", "HikariCP-2.7.9"));
    }

    /** Each driver in a JVM of its own, all for one account. */
    @Test
    void olderMySqlAndMariaDb() throws Exception {
        String mysql = MARIA_DB.mysqlUrl();
        String mariaDb = MARIA_DB.url();
        older(
                MARIA_DB,
                // Without TLS, as they were mostly run.
                new OlderVersions(mysql + "?useSSL=false", "hikari", "mysql-connector-java-5.1.49", "HikariCP-2.7.9"),
                new OlderVersions(mysql + "?useSSL=false", "hikari", "mysql-connector-java-8.0.11", "HikariCP-2.7.9"),
                new OlderVersions(mysql, "hikari", "mysql-connector-java-8.0.30", "HikariCP-3.4.5"),
                new OlderVersions(mysql, "hikari", "mysql-connector-j-8.4.0", "HikariCP-4.0.3"),
                new OlderVersions(mariaDb, "hikari", "mariadb-java-client-2.2.6", "HikariCP-2.7.9"),
                new OlderVersions(mariaDb, "hikari", "mariadb-java-client-2.7.13", "HikariCP-3.4.5"),
                new OlderVersions(mariaDb, "hikari", "mariadb-java-client-3.0.3", "HikariCP-4.0.3"),
                new OlderVersions(mariaDb, "hikari", "mariadb-java-client-4.0.0", "HikariCP-4.0.3"));
    }

    /** One order is enough: in its course a login is made anew with another password, which is what differs between versions. */
    private static void older(Database database, OlderVersions... versions) throws Exception {
        String secret = "older-" + database.getClass().getSimpleName();
        database.password("older", V1);
        VAULT.put(secret, V1);
        List<PoolJvm> jvms = new ArrayList<>();
        try {
            for (OlderVersions version : versions) {
                jvms.add(new PoolJvm(SERVERS.contoso, database, version, "older", "$<kv:contoso/" + secret + ">"));
            }
            PoolRotation rotation = new PoolRotation(VAULT, database, "older", secret, jvms);
            rotation.begin();
            rotation.vaultFirst(V2);
            for (PoolJvm jvm : jvms) {
                jvm.finish().expect(0).expectHarmless(V1, V2);
            }
        } finally {
            jvms.forEach(PoolJvm::close);
        }
    }

    /** Two users that take turns, in one JSON secret: the way to rotate PostgreSQL without any gap. */
    @OneJdk
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
            PoolRotation.served(pools.until(pool -> pool.users().equals(b), "logins as " + b));
            POSTGRES.forbid(a);
            POSTGRES.password(a, V3);
            VAULT.put(secret, pair(a, V3));
            PoolRotation.served(pools.until(pool -> pool.users().equals(a), "logins as " + a + " again"));
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
            PoolRotation.served(pools.until(pool -> pool.logins() > 2, "logins with either"));
            int refusals = MARIA_DB.refusals();
            MARIA_DB.password("both", V4);
            PoolRotation.served(pools.until(pool -> pool.logins() > 2, "logins with the new one"));
            PoolRotation.refusedOnlyInFlight(MARIA_DB, refusals, List.of(pools));
            pools.finish().expect(0).expectHarmless(V1, V2, V3, V4);
        }
    }
}
