package io.keyweave.agent.login;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.keyweave.settings.ServerPattern;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** To whom another version than the one passed is offered. What a user typed is an equal text, never the object that the application was given. */
class OfferedServersTest extends LoginsFixture {

    private final FakeServer foreign = new FakeServer("foreign:5432");

    private static String typed(String text) {
        return new String(text.toCharArray());
    }

    private Object at(FakeServer where, String user, String password) throws Throwable {
        return logins.login(where.login(user, password));
    }

    private void rotated() {
        vault.put("db", "1", V1).read("db");
        vault.put("db", "2", V2).see("db");
    }

    @Test
    void aFormerPasswordIsWorthNothingElsewhere() {
        rotated();
        for (int i = 0; i < 3; i++) {
            assertThrows(SQLException.class, () -> at(foreign, "anybody", typed(V1)));
        }
        assertEquals(List.of("anybody/" + V1), foreign.attempts, "once, then it rests");
        assertEquals(0, vault.refreshes, "and the vault is not asked");
    }

    @Test
    void theOneWhoTypedItIsNotToldWhoseItIs() {
        rotated();
        assertThrows(SQLException.class, () -> at(foreign, "anybody", typed(V1)));
        SQLException resting = assertThrows(SQLException.class, () -> at(foreign, "anybody", typed(V1)));
        assertFalse(resting.getMessage().contains("v/db"), resting.getMessage());
        assertTrue(
                log.toString()
                        .contains(
                                "was not offered: nothing shows that the secret belongs there. If it does, set logins=foreign:5432"),
                log::toString);
    }

    @Test
    void aServerThatTakesAFormerPasswordIsNotTrustedForIt() throws Throwable {
        rotated();
        foreign.accept("anybody", V1);
        assertNotNull(at(foreign, "anybody", typed(V1)));
        foreign.drop("anybody", V1);
        assertThrows(SQLException.class, () -> at(foreign, "anybody", typed(V1)));
        assertEquals(List.of("anybody/" + V1, "anybody/" + V1), foreign.attempts);
    }

    @Test
    void aCurrentPasswordIsNeverReplacedByANewerOne() throws Throwable {
        vault.put("db", "1", V1).read("db");
        server.accept("app", V1);
        assertNotNull(login("app", V1), "the application's own");
        foreign.accept("app", V1);
        assertNotNull(at(foreign, "app", typed(V1)));
        vault.put("db", "2", V2).see("db");
        foreign.drop("app", V1);
        assertThrows(SQLException.class, () -> at(foreign, "app", typed(V1)));
        assertEquals(List.of("app/" + V1, "app/" + V1), foreign.attempts);
        server.drop("app", V1).accept("app", V2);
        assertNotNull(login("app", V1));
    }

    @Test
    void aUserNameThatComesFromASecret() {
        vault.put("cred", "1", Map.of("user", "app_a", "password", V1)).read("cred", "user");
        vault.read("cred", "password");
        vault.put("cred", "2", Map.of("user", "app_b", "password", V2)).see("cred");
        assertThrows(SQLException.class, () -> at(foreign, typed("app_a"), typed(V1)));
        assertEquals(List.of("app_a/" + V1), foreign.attempts);
    }

    @Test
    void anotherUserAtTheSameServer() throws Throwable {
        vault.put("db", "1", V1).read("db");
        server.accept("app", V1);
        login("app", V1);
        vault.put("db", "2", V2).see("db");
        assertThrows(SQLException.class, () -> login("admin", typed(V1)));
        assertEquals("admin/" + V1, server.attempts.get(server.attempts.size() - 1));
    }

    @Test
    void theObjectThatTheApplicationWasGiven() throws Throwable {
        rotated();
        server.accept("app", V2);
        assertNotNull(login("app", V1));
        assertEquals(List.of("app/" + V1, "app/" + V2), server.attempts);
    }

    @Test
    void aCopyAtAServerThatTookTheCurrentVersion() throws Throwable {
        vault.put("db", "1", V1).read("db");
        server.accept("app", V1);
        assertNotNull(login("app", typed(V1)));
        vault.put("db", "2", V2).see("db");
        server.drop("app", V1).accept("app", V2);
        assertNotNull(login("app", typed(V1)), "a library that copies its password");
    }

    @Test
    void aServerThatTheOperatorLists() throws Throwable {
        rotated();
        listed.add(ServerPattern.of("*.contoso.com:5432"));
        FakeServer replica = new FakeServer("replica.contoso.com:5432").accept("app", V2);
        assertNotNull(at(replica, "app", typed(V1)));
        FakeServer otherPort = new FakeServer("replica.contoso.com:5433").accept("app", V2);
        assertThrows(SQLException.class, () -> at(otherPort, "app", typed(V1)));
        FakeServer deeper = new FakeServer("a.b.contoso.com:5432").accept("app", V2);
        assertThrows(SQLException.class, () -> at(deeper, "app", typed(V1)), "a star is one label");
    }

    @Test
    void aServerThatStandsBesideTheSecret() throws Throwable {
        rotated();
        vault.templates.add("jdbc:fake://Replica:5432/shop?password=$<kv:v/db>");
        assertNotNull(at(new FakeServer("replica:5432").accept("app", V2), "app", typed(V1)));
        for (String other : List.of("replica:5431", "plica:5432", "replica.evil:5432", "shop:5432", "evil:5432")) {
            assertThrows(
                    SQLException.class, () -> at(new FakeServer(other).accept("app", V2), "app", typed(V1)), other);
        }
    }

    /** A client that goes through a list sends the password to all of it. */
    @Test
    void aListIsAsGoodAsItsWorstServer() throws Throwable {
        rotated();
        listed.add(ServerPattern.of("db:1"));
        listed.add(ServerPattern.of("db:2"));
        FakeServer both = new FakeServer("db:1,db:2").accept("app", V2);
        assertNotNull(at(both, "app", typed(V1)));
        FakeServer mixed = new FakeServer("db:1,foreign:2").accept("app", V2);
        assertThrows(SQLException.class, () -> at(mixed, "app", typed(V1)));
    }

    @Test
    void whoTriesManyMakesNobodyForgetTheGoodOnes() throws Throwable {
        vault.put("db", "1", V1).read("db");
        server.accept("app", V1);
        login("app", typed(V1));
        vault.put("db", "2", V2).see("db");
        for (int i = 0; i < 1500; i++) {
            FakeServer other = new FakeServer("foreign:" + (i + 1));
            assertThrows(SQLException.class, () -> at(other, "anybody", typed(V1)));
        }
        server.drop("app", V1).accept("app", V2);
        assertNotNull(login("app", typed(V1)));
    }

    @Test
    void goodLoginsAreNotHeldBack() throws InterruptedException {
        LoginTurns turns = new LoginTurns(() -> 0);
        int most = 0;
        for (int round = 0; round < 4; round++) {
            int under = 0;
            while (under < 40 && turns.enter()) {
                under++;
            }
            most = Math.max(most, under);
            for (int i = 0; i < under; i++) {
                turns.succeeded();
                turns.leave(true);
            }
        }
        assertTrue(most >= 32, "doubles with each round: " + most);
        turns.refused();
        int after = 0;
        while (turns.enter()) {
            after++;
        }
        assertEquals(4, after);
    }
}
