package io.keyweave.agent.login;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.keyweave.agent.login.LoginHistory.ServerProof;
import io.keyweave.agent.login.LoginTarget.Server;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

/** What is known of one account, when attempts overlap and answers come late. */
class LoginHistoryTest {

    private static final CredentialVersion FIRST = version("1");
    private static final CredentialVersion SECOND = version("2");
    private static final List<Server> DB = LoginTarget.of("db", "h2", "db", 1).servers();

    private final AtomicLong nanos = new AtomicLong(5);
    private final LoginHistory history = new LoginHistory(nanos::get);

    private static CredentialVersion version(String name) {
        return new CredentialVersion(new Credential("app", "password " + name), name);
    }

    private CredentialVersion choose(CredentialVersion tried, long began, CredentialVersion... order) {
        return history.choose(worked -> List.of(order), tried, began);
    }

    @Test
    void theOneThatWorkedIsOfferedToTheOrder() {
        history.succeeded(FIRST, history.begin());
        assertSame(FIRST, history.choose(worked -> List.of(worked, SECOND), null, 0));
        assertSame(SECOND, choose(FIRST, history.begin(), FIRST, SECOND));
        assertNull(choose(FIRST, history.begin(), FIRST));
    }

    @Test
    void aRefusedVersionIsNotTriedForAMinute() {
        long began = history.begin();
        assertTrue(history.refused(FIRST, began, null));
        assertFalse(history.refused(FIRST, began, null), "the others of the same moment are no news");
        assertSame(SECOND, choose(null, began, FIRST, SECOND));
        nanos.addAndGet(LoginHistory.REST - 1);
        assertNull(choose(null, began, FIRST));
        nanos.incrementAndGet();
        assertSame(FIRST, choose(null, began, FIRST));
        assertTrue(history.refused(FIRST, began, null), "refused anew");
    }

    @Test
    void aRefusalOfAnAttemptThatBeganBeforeTheVersionWorkedProvesNothing() {
        long early = history.begin();
        long late = history.begin();
        history.succeeded(FIRST, late);
        assertFalse(history.refused(FIRST, early, new ErrorCode("28P01", 0)));
        assertNull(history.refusal());
        assertSame(FIRST, choose(null, late, FIRST));
        assertSame(FIRST, choose(FIRST, early, FIRST), "as the last resort, since it worked elsewhere");
        long after = history.begin();
        assertNull(choose(FIRST, after, FIRST));
        assertTrue(history.refused(FIRST, after, new ErrorCode("28P01", 0)));
        assertEquals("28P01", history.refusal().sqlState());
    }

    @Test
    void aLateSuccessDoesNotReplaceTheVersionOfALaterAttempt() {
        long early = history.begin();
        long late = history.begin();
        history.succeeded(SECOND, late);
        history.succeeded(FIRST, early);
        assertSame(SECOND, history.worked());
        history.succeeded(FIRST, history.begin());
        assertSame(FIRST, history.worked());
        history.forget();
        assertNull(history.worked());
    }

    @Test
    void onlyTheLatestEightVersionsAreRemembered() {
        long began = history.begin();
        for (int i = 0; i < 9; i++) {
            history.refused(version("v" + i), began, null);
        }
        assertEquals("v0", choose(null, began, version("v0")).version());
        assertNull(choose(null, began, version("v1")));
        // Refused again it is the newest.
        history.refused(version("v1"), began, null);
        history.refused(version("v9"), began, null);
        assertNull(choose(null, began, version("v1")));
        assertEquals("v2", choose(null, began, version("v2")).version());
    }

    @Test
    void aRotationIsExpectedForFiveMinutesAfterTheFirstRefusal() {
        assertFalse(history.inGap());
        history.refused(FIRST, history.begin(), null);
        nanos.addAndGet(LoginHistory.GAP - 1);
        assertTrue(history.inGap());
        history.refused(SECOND, history.begin(), null);
        nanos.incrementAndGet();
        assertFalse(history.inGap(), "counted from the first one");
        history.succeeded(SECOND, history.begin());
        history.refused(FIRST, history.begin(), null);
        assertTrue(history.inGap());
    }

    @Test
    void saidOnceForEachRefusal() {
        assertTrue(history.tell());
        assertFalse(history.tell());
        history.refused(FIRST, history.begin(), null);
        assertTrue(history.tell());
        assertFalse(history.tell());
    }

    @Test
    void theServiceIsAskedForThePreviousVersionOnceAMinute() {
        assertTrue(history.asksForPrevious());
        assertFalse(history.asksForPrevious());
        nanos.addAndGet(LoginHistory.REST - 1);
        assertFalse(history.asksForPrevious());
        nanos.incrementAndGet();
        assertTrue(history.asksForPrevious());
    }

    @Test
    void thePreviousVersionIsForgottenWhenAnotherOneWorks() {
        history.previous(FIRST);
        history.succeeded(FIRST, history.begin());
        assertSame(FIRST, history.previous());
        history.succeeded(SECOND, history.begin());
        assertNull(history.previous());
        history.previous(FIRST);
        history.forget();
        assertNull(history.previous(), "its secret was revoked");
    }

    @Test
    void whatAServerTookIsNeverProvedLess() {
        assertTrue(history.unproven());
        assertEquals(ServerProof.NONE, history.proofAt(DB));
        history.acceptedAt(DB, ServerProof.EQUAL);
        assertFalse(history.unproven());
        assertEquals(ServerProof.EQUAL, history.proofAt(DB));
        history.acceptedAt(DB, ServerProof.OWN);
        history.acceptedAt(DB, ServerProof.EQUAL);
        assertEquals(ServerProof.OWN, history.proofAt(DB));
    }

    @Test
    void sixtyFourServersAtMost() {
        history.acceptedAt(DB, ServerProof.EQUAL);
        for (int port = 2; port <= 100; port++) {
            history.acceptedAt(LoginTarget.of("db", "h2", "db", port).servers(), ServerProof.EQUAL);
        }
        assertEquals(
                ServerProof.EQUAL,
                history.proofAt(LoginTarget.of("db", "h2", "db", 64).servers()));
        assertEquals(
                ServerProof.NONE,
                history.proofAt(LoginTarget.of("db", "h2", "db", 65).servers()));
        history.acceptedAt(DB, ServerProof.OWN);
        assertEquals(ServerProof.OWN, history.proofAt(DB), "a known one may still prove more");
    }

    @Test
    void usedNow() {
        assertEquals(5, history.used());
        nanos.addAndGet(Duration.ofSeconds(1).toNanos());
        history.use();
        assertEquals(1_000_000_005L, history.used());
    }
}
