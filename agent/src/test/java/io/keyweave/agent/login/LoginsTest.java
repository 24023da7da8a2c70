package io.keyweave.agent.login;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.keyweave.served.VersionedText;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** Which version a login begins with, what follows a refusal, and how often. */
class LoginsTest extends LoginsFixture {

    @Test
    void aPasswordThatIsNotOursPassesThrough() throws Throwable {
        vault.put("db", "1", V1).read("db");
        server.accept("app", "something else");
        assertNotNull(login("app", "something else"));
        assertThrows(SQLException.class, () -> login("app", "wrong"));
        assertEquals(List.of("app/something else", "app/wrong"), server.attempts);
        assertEquals(0, vault.refreshes);
    }

    /** Whether a former version may be deleted. */
    @Test
    void loginsAreCountedByVersion() throws Throwable {
        vault.put("db", "1", V1).read("db");
        server.accept("app", V1);
        login("app", V1);
        pass(Duration.ofSeconds(100));
        vault.put("db", "2", V2).see("db");
        login("app", V1);
        login("app", V1);
        AcceptedVersions accepted = logins.accepted();
        assertEquals(2, accepted.formerLogins(), "the server still takes the former one");
        assertEquals(0, accepted.refusedLogins());
        assertEquals(Set.of("1"), accepted.of(FakeServedSecrets.ref("db")).keySet());
        assertEquals(3, accepted.of(FakeServedSecrets.ref("db")).get("1").count());

        server.drop("app", V1).accept("app", V2);
        pass(Duration.ofSeconds(100));
        login("app", V1);
        assertEquals(2, accepted.formerLogins());
        assertEquals(1, accepted.refusedLogins());
        assertEquals(1, accepted.of(FakeServedSecrets.ref("db")).get("2").count());
        assertEquals(
                Duration.ofSeconds(100).toNanos(),
                accepted.of(FakeServedSecrets.ref("db")).get("2").last()
                        - accepted.of(FakeServedSecrets.ref("db")).get("1").last());
    }

    @Test
    void databaseAheadOfTheVault() throws Throwable {
        vault.put("db", "1", V1).read("db");
        server.accept("app", V1);
        login("app", V1);
        server.drop("app", V1).accept("app", V2);

        assertThrows(SQLException.class, () -> login("app", V1), "the vault has nothing newer");
        assertEquals(1, server.refusals);
        for (int i = 0; i < 50; i++) {
            SQLException resting = assertThrows(SQLException.class, () -> login("app", V1));
            assertEquals("28P01", resting.getSQLState());
            assertFalse(resting.getMessage().contains(V1));
        }
        assertEquals(1, server.refusals, "a refused version rests");

        vault.put("db", "2", V2);
        assertNotNull(login("app", V1), "a new version is tried at once");
        assertEquals(1, server.refusals);
        assertNotNull(login("app", V1));
        assertEquals("app/" + V2, server.attempts.get(server.attempts.size() - 1));
        assertEquals(1, server.refusals, "the next login begins with what works");
    }

    @Test
    void vaultAheadOfTheDatabase() throws Throwable {
        vault.put("db", "1", V1).read("db");
        server.accept("app", V1);
        login("app", V1);
        vault.put("db", "2", V2).see("db");
        for (int i = 0; i < 10; i++) {
            assertNotNull(login("app", V1));
            assertNotNull(login("app", V2), "a pool that was told the new one");
        }
        assertEquals(0, server.refusals, "begins with what last worked");

        server.drop("app", V1).accept("app", V2);
        assertNotNull(login("app", V1), "zero failed logins for the application");
        assertEquals(1, server.refusals);
        assertNotNull(login("app", V1));
        assertEquals(1, server.refusals);
    }

    /** AWSPREVIOUS: this JVM has seen the new version only, and the database does not know it yet. */
    @Test
    void aStartInTheGapOfARotation() throws Throwable {
        vault.put("db", "2", V2).read("db");
        vault.before("1", V1);
        server.accept("app", V1);
        assertNotNull(login("app", V2));
        assertEquals(List.of("app/" + V2, "app/" + V1), server.attempts);
        assertTrue(
                log.contains(
                        "WARN db:1 refuses the current version of v/db and took 1, the one before it: the rotation has"
                                + " not reached that server yet."),
                log.toString());
        assertNotNull(login("app", V2));
        assertEquals(1, server.refusals, "the next login begins with what works");
        assertEquals(1, vault.previousAsked);

        server.drop("app", V1).accept("app", V2);
        pass(Duration.ofSeconds(61));
        assertNotNull(login("app", V2), "the database has followed");
        assertEquals(2, server.refusals);
        assertNotNull(login("app", V2));
        assertEquals(2, server.refusals);
        assertEquals(1, vault.previousAsked);
    }

    @Test
    void thePreviousVersionIsAskedForOnceAMinuteAndOneLoginMoreIsMadeAtMost() throws Throwable {
        vault.put("db", "2", V2).read("db");
        vault.before("1", V1);
        for (int i = 0; i < 10; i++) {
            assertThrows(SQLException.class, () -> login("app", V2));
        }
        assertEquals(List.of("app/" + V2, "app/" + V1), server.attempts);
        assertEquals(1, vault.previousAsked);
        pass(Duration.ofSeconds(61));
        assertThrows(SQLException.class, () -> login("app", V2));
        assertEquals(4, server.attempts.size());
    }

    /** An equal text at a server that nobody has named proves nothing: no other version goes there. */
    @Test
    void thePreviousVersionGoesToNobodyElse() throws Throwable {
        vault.put("db", "2", V2).read("db");
        vault.before("1", V1);
        server.accept("app", V1);
        assertThrows(SQLException.class, () -> login("app", String.valueOf(V2.toCharArray())));
        assertEquals(0, vault.previousAsked);
        assertEquals(1, server.attempts.size());
    }

    @Test
    void theVaultIsTwoVersionsAhead() throws Throwable {
        vault.put("db", "1", V1).read("db");
        server.accept("app", V1);
        login("app", V1);
        vault.put("db", "2", V2).see("db");
        vault.put("db", "3", V3).see("db");
        assertNotNull(login("app", V1));
        server.drop("app", V1).accept("app", V3);
        assertNotNull(login("app", V1));
        assertEquals(1, server.refusals);
    }

    @Test
    void oneExtraLoginAtMost() throws Throwable {
        vault.put("db", "1", V1).read("db");
        server.accept("app", V1);
        login("app", V1);
        server.drop("app", V1);
        vault.put("db", "2", V2);
        server.attempts.clear();
        assertThrows(SQLException.class, () -> login("app", V1));
        assertEquals(List.of("app/" + V1, "app/" + V2), server.attempts);
    }

    @Test
    void aRefusedVersionIsTriedAgainAfterSixtySeconds() throws Throwable {
        vault.put("db", "1", V1).read("db");
        assertThrows(SQLException.class, () -> login("app", V1));
        server.accept("app", V1);
        pass(Duration.ofSeconds(59));
        assertThrows(SQLException.class, () -> login("app", V1));
        assertEquals(1, server.attempts.size());
        pass(Duration.ofSeconds(1));
        assertNotNull(login("app", V1));
        server.drop("app", V1);
        assertThrows(SQLException.class, () -> login("app", V1));
        assertEquals(3, server.attempts.size(), "success ended the rest");
    }

    @Test
    void whatIsNoRefusalIsNeverRetried() throws Throwable {
        vault.put("db", "1", V1).read("db");
        server.accept("app", V1);
        login("app", V1);
        vault.put("db", "2", V2).see("db");
        server.trouble = new SQLException("account locked", "28000");
        assertTrue(server.trouble == assertThrows(SQLException.class, () -> login("app", V1)));
        assertEquals(2, server.attempts.size());
        assertEquals(0, vault.refreshes);
        server.trouble = null;
        assertNotNull(login("app", V1), "and nothing rests");
    }

    @Test
    void aPoolThatStartsAfterTheRotation() throws Throwable {
        vault.put("db", "1", V1).read("db");
        vault.put("db", "2", V2).see("db");
        server.accept("app", V2);
        assertNotNull(login("app", V1), "the bean was bound before, the first login comes after");
        assertNotNull(login("app", V1));
        assertEquals(1, server.refusals);
    }

    @Test
    void aRevokedSecretIsNotReplacedAndNotKept() throws Throwable {
        vault.put("db", "1", V1).read("db");
        server.accept("app", V1).accept("app", V2);
        login("app", V1);
        vault.put("db", "2", V2).see("db");
        vault.revoke("db");
        assertNotNull(login("app", V1));
        assertEquals("app/" + V1, server.attempts.get(1));
        server.drop("app", V1);
        assertThrows(SQLException.class, () -> login("app", V1));
        assertEquals(3, server.attempts.size());
    }

    @Test
    void aDriverThatDeclinesHasNotLoggedIn() throws Throwable {
        vault.put("db", "1", V1).read("db");
        Login declines = new DelegatingLogin(server.login("app", V1)) {
            @Override
            public Object asGiven() {
                return null;
            }
        };
        assertNull(logins.login(declines));
        vault.put("db", "2", V2).see("db");
        server.accept("app", V1);
        login("app", V1);
        assertEquals(List.of("app/" + V1), server.attempts, "nothing had worked yet, so it begins as given");
    }

    @Test
    void aDriverInsideADriver() throws Throwable {
        vault.put("db", "1", V1).read("db");
        server.accept("app", V1);
        login("app", V1);
        vault.put("db", "2", V2);
        server.drop("app", V1);
        Login outer = new DelegatingLogin(server.login("app", V1)) {
            @Override
            public Object asGiven() throws Throwable {
                return logins.login(server.login("app", V1));
            }

            @Override
            public Object with(Credential credential) throws Throwable {
                return logins.login(server.login("app", credential.password()));
            }
        };
        server.attempts.clear();
        assertThrows(SQLException.class, () -> logins.login(outer));
        assertEquals(List.of("app/" + V1, "app/" + V2), server.attempts, "two logins, not four");
    }

    @Test
    void manyLoginsAtTheMomentOfTheChange() throws Throwable {
        vault.put("db", "1", V1).read("db");
        server.accept("app", V1);
        login("app", V1);
        server.drop("app", V1).accept("app", V2);
        vault.put("db", "2", V2);
        CountDownLatch four = new CountDownLatch(4);
        ExecutorService threads = Executors.newFixedThreadPool(32);
        try {
            List<Future<Object>> results = new ArrayList<>();
            for (int i = 0; i < 32; i++) {
                Login slow = new DelegatingLogin(server.login("app", V1)) {
                    @Override
                    public Object asGiven() throws Throwable {
                        four.countDown();
                        four.await(60, TimeUnit.SECONDS);
                        return super.asGiven();
                    }
                };
                results.add(threads.submit(() -> {
                    try {
                        return logins.login(slow);
                    } catch (Exception | Error e) {
                        throw e;
                    } catch (Throwable e) {
                        throw new AssertionError(e);
                    }
                }));
            }
            for (Future<Object> result : results) {
                assertNotNull(result.get(60, TimeUnit.SECONDS));
            }
            assertTrue(server.refusals <= 8, server.refusals + " refusals");
            assertEquals(
                    1,
                    log.stream()
                            .filter(line -> line.startsWith("WARN") && line.contains(" refused "))
                            .count(),
                    "one refusal is one line, however many threads it meets: " + log);
        } finally {
            threads.shutdownNow();
        }
    }

    @Test
    void aNewerVersionAtHandIsTriedWithoutAskingTheVault() throws Throwable {
        vault.put("db", "1", V1).read("db");
        server.accept("app", V1);
        login("app", V1);
        vault.put("db", "2", V2).see("db");
        server.drop("app", V1).accept("app", V2);
        assertNotNull(login("app", V1));
        assertEquals(0, vault.refreshes);
    }

    @Test
    void theAccountKeepsItsSecretFresh() throws Throwable {
        vault.put("db", "1", V1).read("db");
        server.accept("app", V1);
        login("app", V1);
        login("app", V1);
        assertEquals(1, vault.kept.size());
    }

    @Test
    void nothingShowsAPassword() throws Throwable {
        vault.put("db", "1", V1).read("db");
        server.accept("app", V1);
        login("app", V1);
        vault.put("db", "2", V2);
        server.drop("app", V1).accept("app", V2);
        login("app", V1);
        assertTrue(
                log.stream().anyMatch(line -> line.equals("INFO logins at db:1 go on with v/db version 2")),
                log.toString());
        assertFalse(log.toString().contains("password"), log.toString());
        assertEquals("Credential[hidden]", new Credential("u", V1).toString());
        assertEquals("VersionedText[1]", new VersionedText(V1, "1").toString());
    }

    private static class DelegatingLogin implements Login {
        private final Login login;

        DelegatingLogin(Login login) {
            this.login = login;
        }

        @Override
        public LoginTarget target() {
            return login.target();
        }

        @Override
        public String user() {
            return login.user();
        }

        @Override
        public List<String> passwords() {
            return login.passwords();
        }

        @Override
        public Object asGiven() throws Throwable {
            return login.asGiven();
        }

        @Override
        public Object with(Credential credential) throws Throwable {
            return login.with(credential);
        }

        @Override
        public boolean refused(Throwable failure) {
            return login.refused(failure);
        }

        @Override
        public ErrorCode code(Throwable failure) {
            return login.code(failure);
        }

        @Override
        public Throwable notAttempted(String message, ErrorCode last) {
            return login.notAttempted(message, last);
        }
    }
}
