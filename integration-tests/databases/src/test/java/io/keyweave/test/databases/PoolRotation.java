package io.keyweave.test.databases;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.keyweave.devvault.VaultServer;
import io.keyweave.test.databases.PoolJvm.Figures;
import io.keyweave.test.databases.app.Pool;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;

/**
 * The password of one account is rotated under pools that use it, in one JVM or several.
 *
 * @param secret the secret that holds it
 */
record PoolRotation(VaultServer vault, Database database, String user, String secret, List<PoolJvm> jvms) {

    void begin() {
        until(pool -> pool.logins() > 3, "logins");
    }

    /** Azure's own rotation does it in this order. Nothing may fail. */
    void vaultFirst(String password) {
        int refusals = database.refusals();
        jvms.forEach(PoolJvm::reset);
        String version = vault.put(secret, password);
        jvms.forEach(jvm -> jvm.awaitRotation(version));
        servedUntil(pool -> pool.logins() > 2, "logins while the vault is ahead");
        assertEquals(refusals, database.refusals(), "nothing is tried that the database does not know yet");
        database.password(user, password);
        servedUntil(pool -> pool.logins() > 2, "logins after the database has followed");
        assertTrue(database.refusals() > refusals, "the old password was refused");
        refusedOnlyInFlight(database, refusals, jvms);
        assertHeld();
    }

    /** AWS does it in this order, and people do. New logins fail until the vault has followed; nothing else does. */
    void databaseFirst(String password) {
        int refusals = database.refusals();
        jvms.forEach(jvm -> jvm.renewing(false));
        untilNow(pool -> pool.logins() == 0 && pool.served() > 0, "end of new logins");
        database.password(user, password);
        servedUntil(pool -> pool.served() > 20, "requests on existing connections");
        jvms.forEach(jvm -> jvm.renewing(true));
        until(pool -> pool.failed() > 0, "failures in the gap");
        assertTrue(database.refusals() > refusals, "the old password was refused");
        refusedOnlyInFlight(database, refusals, jvms);
        assertHeld();

        vault.put(secret, password);
        untilNow(pool -> pool.failed() == 0 && pool.logins() > 0, "logins without failure");
        servedUntil(pool -> pool.logins() > 2, "logins without failure");
        refusedOnlyInFlight(database, refusals, jvms);
        assertHeld();
    }

    private void until(Predicate<Figures> wanted, String description) {
        jvms.forEach(jvm -> jvm.until(wanted, description));
    }

    private void untilNow(Predicate<Figures> wanted, String description) {
        jvms.forEach(jvm -> jvm.untilNow(wanted, description));
    }

    private void servedUntil(Predicate<Figures> wanted, String description) {
        jvms.forEach(jvm -> served(jvm.until(wanted, description)));
    }

    private void assertHeld() {
        jvms.forEach(jvm -> assertEquals(jvm.pools(), jvm.held(), () -> "existing connections go on\n" + jvm));
    }

    static void served(Map<String, Figures> pools) {
        pools.forEach((pool, figures) -> assertEquals(0, figures.failed(), pool + " " + figures));
    }

    /** Every connection of every pool may be on its way in when the password changes, and be refused twice; on a quick machine few are. */
    static void refusedOnlyInFlight(Database database, int before, List<PoolJvm> jvms) {
        int inFlight = 2 * Pool.SIZE * jvms.stream().mapToInt(PoolJvm::pools).sum();
        int times = database.refusals() - before;
        assertTrue(times <= inFlight, "refused " + times + " times");
    }
}
