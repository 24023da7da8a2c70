package io.keyweave.agent.login;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.keyweave.agent.login.LoginHistory.ServerProof;
import io.keyweave.served.SecretPart;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

/** Which accounts and versions are remembered, and which are forgotten first. */
class AccountsTest {

    private static final SecretPart PASSWORD = new SecretPart(FakeServedSecrets.ref("db"), null, false);
    private static final CredentialVersion FIRST = new CredentialVersion(new Credential("app", "password"), "1");

    private final AtomicLong nanos = new AtomicLong();
    private final Accounts accounts = new Accounts(nanos::get);

    private static CredentialSource at(String target) {
        return CredentialSource.of(target, PASSWORD, null, "app");
    }

    private LoginHistory use(String target) {
        nanos.incrementAndGet();
        return accounts.of(at(target));
    }

    @Test
    void whatWorkedAtOneTargetIsKnownAtAnother() {
        assertNull(accounts.worked(at("one")));
        assertFalse(accounts.workedSomewhere(at("one")));
        LoginHistory one = use("one");
        assertSame(one, use("one"));
        assertFalse(accounts.workedSomewhere(at("one")));
        one.succeeded(FIRST, one.begin());
        assertSame(FIRST, accounts.worked(at("one")));
        assertNull(accounts.worked(at("two")));
        assertTrue(accounts.workedSomewhere(at("two")));
        assertFalse(accounts.workedSomewhere(CredentialSource.of("one", PASSWORD, null, "another user")));
        SecretPart other = new SecretPart(FakeServedSecrets.ref("other"), null, false);
        assertFalse(accounts.workedSomewhere(CredentialSource.of("one", other, null, "app")));
        assertFalse(accounts.workedSomewhere(CredentialSource.of("one", PASSWORD, other, null)));
    }

    @Test
    void ofMoreThanAThousandTheLongestUnusedWithoutAServerGoesFirst() {
        LoginHistory proven = use("proven");
        proven.acceptedAt(LoginTarget.named("proven").servers(), ServerProof.EQUAL);
        LoginHistory first = use("first");
        LoginHistory second = use("second");
        for (int i = 3; i < 1000; i++) {
            use("more" + i);
        }
        assertSame(first, use("first"), "none has to go yet, and it is used again");
        use("one too many");
        assertSame(proven, accounts.of(at("proven")));
        assertSame(first, accounts.of(at("first")));
        assertNotSame(second, accounts.of(at("second")));
    }

    @Test
    void ofProvenOnesTheLongestUnusedGoes() {
        for (int i = 0; i < 1000; i++) {
            use("t" + i).acceptedAt(LoginTarget.named("x").servers(), ServerProof.OWN);
        }
        LoginHistory one = use("t0");
        LoginHistory two = accounts.of(at("t2"));
        use("another");
        assertSame(one, accounts.of(at("t0")));
        assertSame(two, accounts.of(at("t2")));
        assertTrue(accounts.of(at("t1")).unproven(), "made anew");
    }

    @Test
    void eightVersionsOfEachSecretAreCounted() {
        AcceptedVersions versions = new AcceptedVersions(nanos::get);
        assertEquals(Map.of(), versions.of(FakeServedSecrets.ref("db")));
        for (int i = 1; i <= 9; i++) {
            versions.accepted(FakeServedSecrets.ref("db"), "v" + i);
        }
        assertEquals(
                List.of("v2", "v3", "v4", "v5", "v6", "v7", "v8", "v9"),
                List.copyOf(versions.of(FakeServedSecrets.ref("db")).keySet()));
        nanos.set(7);
        versions.accepted(FakeServedSecrets.ref("db"), "v2");
        versions.accepted(FakeServedSecrets.ref("db"), "v10");
        assertEquals(
                List.of("v4", "v5", "v6", "v7", "v8", "v9", "v2", "v10"),
                List.copyOf(versions.of(FakeServedSecrets.ref("db")).keySet()));
        assertEquals(
                new AcceptedVersions.Accepted(2, 7),
                versions.of(FakeServedSecrets.ref("db")).get("v2"));
    }

    @Test
    void versionsOfAThousandSecretsAreCounted() {
        AcceptedVersions versions = new AcceptedVersions(nanos::get);
        for (int i = 0; i < 1001; i++) {
            versions.accepted(FakeServedSecrets.ref("s" + i), "1");
        }
        versions.accepted(FakeServedSecrets.ref("s0"), "1");
        assertEquals(2, versions.of(FakeServedSecrets.ref("s0")).get("1").count());
        assertEquals(1, versions.of(FakeServedSecrets.ref("s999")).size());
        assertEquals(Map.of(), versions.of(FakeServedSecrets.ref("s1000")));
    }

    @Test
    void secretsOfACredential() {
        SecretPart field = new SecretPart(FakeServedSecrets.ref("db"), "user", false);
        SecretPart other = new SecretPart(FakeServedSecrets.ref("user"), null, false);
        CredentialSource pair = CredentialSource.of("t", PASSWORD, field, "ignored");
        CredentialSource two = CredentialSource.of("t", PASSWORD, other, "ignored");
        assertTrue(pair.pair());
        assertFalse(two.pair());
        assertFalse(at("t").pair());
        assertNull(pair.user());
        assertEquals("app", at("t").user());
        assertEquals(1, pair.secrets().size());
        assertEquals(2, two.secrets().size());
        assertEquals("1", pair.version("1", "2"));
        assertEquals("1+2", two.version("1", "2"));
    }
}
