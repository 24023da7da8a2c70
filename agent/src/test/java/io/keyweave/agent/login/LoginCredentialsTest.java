package io.keyweave.agent.login;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.sql.SQLException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Whose password it is: users, pairs of user and password, secrets with one value, servers. */
class LoginCredentialsTest extends LoginsFixture {

    @Test
    void anotherUserWithTheSamePasswordIsNotTouched() throws Throwable {
        vault.put("db", "1", V1).read("db");
        server.accept("app", V1).accept("batch", V1);
        login("app", V1);
        vault.put("db", "2", V2).see("db");
        server.accept("app", V2).drop("app", V1);
        assertNotNull(login("batch", V1), "a literal that equals a former value");
        assertEquals("batch/" + V1, server.attempts.get(1));
        assertNotNull(login("app", V1));
    }

    @Test
    void userAndPasswordChangeTogether() throws Throwable {
        vault.put("cred", "1", Map.of("user", "app_a", "password", V1)).read("cred", "user");
        vault.read("cred", "password");
        server.accept("app_a", V1);
        login("app_a", V1);
        server.accept("app_b", V2);
        vault.put("cred", "2", Map.of("user", "app_b", "password", V2)).see("cred");
        assertNotNull(login("app_a", V1));
        assertEquals(
                "app_b/" + V2, server.attempts.get(1), "the new user begins at once, so that the old can be dropped");
        server.drop("app_b", V2);
        assertNotNull(login("app_a", V1), "the pair that worked before is still good");
        assertEquals(List.of("app_b/" + V2, "app_a/" + V1), server.attempts.subList(2, 4));
    }

    @Test
    void aPairWhoseUserStaysTheSame() throws Throwable {
        vault.put("cred", "1", Map.of("user", "app", "password", V1)).read("cred", "user");
        vault.read("cred", "password");
        server.accept("app", V1);
        login("app", V1);
        vault.put("cred", "2", Map.of("user", "app", "password", V2)).see("cred");
        assertNotNull(login("app", V1));
        assertEquals(0, server.refusals, "begins with what last worked for that user");
    }

    @Test
    void aPairIsNeverTorn() throws Throwable {
        vault.put("cred", "1", Map.of("user", "app_a", "password", V1)).read("cred", "user");
        vault.read("cred", "password");
        vault.put("cred", "2", Map.of("user", "app_b", "password", V2));
        server.accept("app_b", V2);
        assertNotNull(login("app_a", V1));
        assertEquals(List.of("app_a/" + V1, "app_b/" + V2), server.attempts);
    }

    @Test
    void userAndPasswordInTwoSecrets() throws Throwable {
        vault.put("user", "1", "app_a").put("password", "1", V1).read("user");
        vault.read("password");
        server.accept("app_a", V1);
        login("app_a", V1);
        vault.put("user", "2", "app_b").see("user");
        assertNotNull(login("app_a", V1), "half of the change has come: what worked still works");
        vault.put("password", "2", V2).see("password");
        server.drop("app_a", V1).accept("app_b", V2);
        assertNotNull(login("app_a", V1));
        assertEquals("app_b/" + V2, server.attempts.get(server.attempts.size() - 1));
        AcceptedVersions accepted = logins.accepted();
        assertEquals(
                Map.of("1", 2L, "2", 1L),
                counts(accepted.of(FakeServedSecrets.ref("password"))),
                "each secret by its own version");
        assertEquals(Map.of("1", 2L, "2", 1L), counts(accepted.of(FakeServedSecrets.ref("user"))));
        assertEquals(1, accepted.formerLogins(), "the one between the two changes");
        assertEquals(Set.of(FakeServedSecrets.ref("user"), FakeServedSecrets.ref("password")), vault.keptSecrets);
    }

    private static Map<String, Long> counts(Map<String, AcceptedVersions.Accepted> versions) {
        Map<String, Long> counts = new HashMap<>();
        versions.forEach((version, logins) -> counts.put(version, logins.count()));
        return counts;
    }

    /** The user name's secret is the password's own if it can be; of two others it is not known which. */
    @Test
    void aUserNameThatIsInSeveralSecrets() throws Throwable {
        vault.put("cred", "1", Map.of("user", "app", "password", V1)).read("cred", "user");
        vault.read("cred", "password");
        vault.put("other", "1", "app").put("third", "1", "app").read("other");
        vault.read("third");
        server.accept("app", V1);
        login("app", V1);
        assertEquals(Map.of("1", 1L), counts(logins.accepted().of(FakeServedSecrets.ref("cred"))));
        assertEquals(Map.of(), counts(logins.accepted().of(FakeServedSecrets.ref("other"))));
        vault.put("alone", "1", V2).read("alone");
        server.accept("app", V2);
        login("app", V2);
        assertEquals(Map.of("1", 1L), counts(logins.accepted().of(FakeServedSecrets.ref("alone"))));
        assertEquals(Map.of(), counts(logins.accepted().of(FakeServedSecrets.ref("third"))));
    }

    /** One secret that is user name and password: its text is not the name of an account of itself. */
    @Test
    void aPasswordThatIsTheUserNameToo() throws Throwable {
        vault.put("same", "1", V1).read("same");
        server.accept(V1, V1);
        login(V1, V1);
        vault.put("same", "2", V2).see("same");
        server.drop(V1, V1).accept(V1, V2);
        assertNotNull(login(V1, V1), "the user stays as passed");
    }

    @Test
    void oneValueInTwoSecretsThatHaveParted() throws Throwable {
        vault.put("a", "1", V1).put("b", "1", V1).read("a");
        vault.read("b");
        server.accept("app", V1);
        login("app", V1);
        assertEquals(0, warnings(), "as long as they agree there is no question");
        vault.put("a", "2", V2).see("a");
        server.accept("app", V2).drop("app", V1);
        assertThrows(SQLException.class, () -> login("other", V1));
        assertThrows(SQLException.class, () -> login("other", V1));
        assertEquals(List.of("other/" + V1, "other/" + V1), server.attempts.subList(1, 3), "as given, once each");
        assertEquals(1, warnings());
        assertFalse(log.toString().contains(V1));
        assertNotNull(login("app", V1), "the secret that worked for this user before decides");
    }

    private long warnings() {
        return log.stream().filter(line -> line.startsWith("WARN one password")).count();
    }

    @Test
    void shortPasswordsCountOnlyWithAUserNameOfOurs() throws Throwable {
        vault.put("pin", "1", "1234567").put("user", "1", "app").read("pin");
        server.accept("app", "1234567");
        login("app", "1234567");
        vault.put("pin", "2", "7654321").see("pin");
        server.drop("app", "1234567").accept("app", "7654321");
        assertThrows(SQLException.class, () -> login("app", "1234567"));
        assertThrows(SQLException.class, () -> login("app", "1234567"));
        assertEquals(
                1,
                log.stream()
                        .filter(line -> line.contains("at db:1 equals v/pin, which has less than 8"))
                        .count(),
                "said once: " + log);
        vault.read("user");
        assertNotNull(login("app", "1234567"));
    }

    @Test
    void theSameUserAtAnotherServerIsAnotherAccount() throws Throwable {
        FakeServer other = new FakeServer("db:2").accept("app", V2);
        vault.put("db", "1", V1).read("db");
        server.accept("app", V1);
        login("app", V1);
        vault.put("db", "2", V2).see("db");
        assertNotNull(logins.login(other.login("app", V1)));
        assertNotNull(logins.login(other.login("app", V1)));
        assertEquals(1, other.refusals);
        assertNotNull(login("app", V1));
        assertEquals(0, server.refusals);
    }

    @Test
    void aPasswordMeantLiterallyInAUrl() throws Throwable {
        vault.put("db", "1", "a+b%20cdefgh").read("db");
        server.accept("app", "a+b%20cdefgh");
        assertNotNull(login("app", "a b cdefgh", "a+b%20cdefgh"));
        assertEquals(List.of("app/a+b%20cdefgh"), server.attempts, "as the vault has it, not as the driver decoded it");
    }
}
