package io.keyweave.agent.login;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.keyweave.EventLog;
import io.keyweave.LogEvent;
import io.keyweave.SecretRef;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class AsyncLoginTest {

    private static final String V1 = "first-password";
    private static final String V2 = "second-password";

    private static final LoginTarget DB = LoginTarget.named("redis://db:1");

    private final AtomicLong nanos = new AtomicLong();
    private final List<String> told = new CopyOnWriteArrayList<>();
    private final FakeServedSecrets vault = new FakeServedSecrets();
    private final Logins logins = logins(vault);

    private Logins logins(ServedSecrets secrets) {
        return new Logins(secrets, List.of(), nanos::get, new EventLog() {
            @Override
            public void write(LogEvent event) {
                String message = event.text();
                assertFalse(message.contains(V1) || message.contains(V2), message);
                told.add(message);
            }

            @Override
            public boolean enabled(Level level) {
                return true;
            }
        });
    }

    private AsyncLogin login() {
        return logins.later(DB, "app", V1, List.of(V1));
    }

    private static String password(CompletionStage<Optional<Credential>> stage) throws Exception {
        return stage.toCompletableFuture()
                .get(60, TimeUnit.SECONDS)
                .map(Credential::password)
                .orElse(null);
    }

    private void worked(String expected) throws Exception {
        AsyncLogin login = login();
        assertEquals(expected, password(login.first()));
        login.succeeded();
    }

    @Test
    void aPasswordThatIsNotOurs() {
        vault.put("db", "1", V1).read("db");
        assertNull(logins.later(DB, "app", "another password", List.of()));
    }

    @Test
    void vaultAheadOfTheServer() throws Exception {
        vault.put("db", "1", V1).read("db");
        worked(V1);
        vault.put("db", "2", V2).see("db");
        worked(V1);

        AsyncLogin login = login();
        assertEquals(V1, password(login.first()));
        CompletionStage<Optional<Credential>> second = login.refused();
        assertTrue(second.toCompletableFuture().isDone(), "the newer version is at hand");
        assertEquals(V2, password(second));
        login.succeeded();
        assertEquals(0, vault.refreshes);
        worked(V2);
    }

    @Test
    void serverAheadOfTheVault() throws Exception {
        vault.put("db", "1", V1).read("db");
        worked(V1);

        AsyncLogin refused = login();
        assertEquals(V1, password(refused.first()));
        assertNull(password(refused.refused()), "the vault has nothing newer");
        assertEquals(1, vault.refreshes);

        AsyncLogin resting = login();
        assertNull(password(resting.first()), "a refused version rests");
        assertTrue(resting.resting().contains("v/db version 1"), resting.resting());

        vault.put("db", "2", V2);
        worked(V2);
        worked(V2);
    }

    @Test
    void atMostOneMore() throws Exception {
        vault.put("db", "1", V1).read("db");
        worked(V1);
        vault.put("db", "2", V2).see("db");
        AsyncLogin login = login();
        assertEquals(V1, password(login.first()));
        assertEquals(V2, password(login.refused()));
        vault.put("db", "3", "third-password").see("db");
        assertNull(password(login.refused()));
    }

    @Test
    void aVersionIsTriedAgainAfterItsRest() throws Exception {
        vault.put("db", "1", V1).read("db");
        AsyncLogin login = login();
        assertEquals(V1, password(login.first()));
        assertNull(password(login.refused()));
        nanos.addAndGet(Duration.ofSeconds(60).toNanos());
        worked(V1);
    }

    /** A library that logs in once for each connection: what follows a refusal is the next connection. */
    @Test
    void theNextLoginBeginsWithWhatIsRightByThen() {
        vault.put("db", "1", V1).read("db");
        AsyncLogin first = login();
        assertEquals(V1, first.now().orElseThrow().password());
        first.succeeded();
        vault.put("db", "2", V2).see("db");
        AsyncLogin refused = login();
        assertEquals(V1, refused.now().orElseThrow().password(), "what worked before");
        refused.failed();
        assertEquals(V2, login().now().orElseThrow().password());
        assertEquals(0, vault.refreshes, "the newer version was at hand");
    }

    @Test
    void nothingIsTriedNowWhileEveryVersionRests() throws Exception {
        CountDownLatch asked = new CountDownLatch(1);
        CountDownLatch answer = new CountDownLatch(1);
        FakeServedSecrets slow = new FakeServedSecrets();
        Logins slowLogins = logins(new SlowVault(slow, asked, answer));
        slow.put("db", "1", V1).read("db");
        AsyncLogin refused = slowLogins.later(LoginTarget.named("kafka://broker"), "app", V1, List.of(V1));
        assertEquals(V1, refused.now().orElseThrow().password());
        refused.failed();
        assertTrue(asked.await(60, TimeUnit.SECONDS), "the vault is asked beside it");
        AsyncLogin resting = slowLogins.later(LoginTarget.named("kafka://broker"), "app", V1, List.of(V1));
        assertFalse(resting.asking());
        assertTrue(resting.now().isEmpty());
        assertTrue(resting.asking());
        assertFalse(resting.found());
        assertTrue(resting.resting().contains("v/db version 1"), resting.resting());
        slow.put("db", "2", V2);
        answer.countDown();
        while (resting.asking()) {
            Thread.onSpinWait();
        }
        assertTrue(resting.found(), "by now the vault has answered");
    }

    @Test
    void whatHasWorkedIsWaitedForInTheMiddleOfARotation() throws Exception {
        vault.put("db", "1", V1).read("db");
        AsyncLogin never = login();
        assertEquals(V1, never.now().orElseThrow().password());
        never.failed();
        assertFalse(resting("redis://db:1").amidRotation(), "what never worked is just wrong");

        nanos.addAndGet(Duration.ofSeconds(60).toNanos());
        worked(V1);
        refused("redis://db:1");
        assertTrue(resting("redis://db:1").amidRotation());
        refused("redis://db:2");
        assertTrue(resting("redis://db:2").amidRotation(), "another server, and the same account");
        nanos.addAndGet(Duration.ofMinutes(4).toNanos());
        refused("redis://db:1");
        assertTrue(resting("redis://db:1").amidRotation(), "counted from the first refusal");
        nanos.addAndGet(Duration.ofSeconds(59).toNanos());
        assertTrue(resting("redis://db:1").amidRotation());
        nanos.addAndGet(Duration.ofSeconds(2).toNanos());
        refused("redis://db:1");
        assertFalse(resting("redis://db:1").amidRotation(), "nobody goes on with it");

        nanos.addAndGet(Duration.ofSeconds(60).toNanos());
        worked(V1);
        refused("redis://db:1");
        assertTrue(resting("redis://db:1").amidRotation(), "a success ends it");
        assertEquals(
                4,
                told.stream().filter(line -> line.contains("is made to wait")).count(),
                "once for each refusal: " + told);
    }

    private void refused(String target) {
        AsyncLogin login = logins.later(LoginTarget.named(target), "app", V1, List.of(V1));
        assertEquals(V1, login.now().orElseThrow().password());
        login.failed();
    }

    private AsyncLogin resting(String target) {
        AsyncLogin login = logins.later(LoginTarget.named(target), "app", V1, List.of(V1));
        assertTrue(login.now().isEmpty());
        return login;
    }

    /** Whoever logs in on an I/O thread gets away at once, and all who wait share one request. */
    @Test
    void nobodyWaitsForTheVault() throws Exception {
        CountDownLatch asked = new CountDownLatch(1);
        CountDownLatch answer = new CountDownLatch(1);
        FakeServedSecrets slow = new FakeServedSecrets();
        ServedSecrets slowly = new SlowVault(slow, asked, answer);
        Logins slowLogins = logins(slowly);
        slow.put("db", "1", V1).read("db");
        AsyncLogin one = slowLogins.later(DB, "app", V1, List.of(V1));
        AsyncLogin other = slowLogins.later(DB, "app", V1, List.of(V1));
        assertEquals(V1, password(one.first()));
        assertEquals(V1, password(other.first()));
        CompletionStage<Optional<Credential>> first = one.refused();
        assertTrue(asked.await(60, TimeUnit.SECONDS));
        CompletionStage<Optional<Credential>> second = other.refused();
        assertFalse(first.toCompletableFuture().isDone());
        assertFalse(second.toCompletableFuture().isDone());
        slow.put("db", "2", V2);
        answer.countDown();
        assertEquals(V2, password(first));
        assertEquals(V2, password(second));
        assertEquals(1, slow.refreshes);
        assertNotNull(slowLogins.later(DB, "app", V2, List.of(V2)));
    }

    /** A vault that answers when it is told to. */
    private static final class SlowVault extends PassedOnSecrets {
        private final CountDownLatch asked;
        private final CountDownLatch answer;

        SlowVault(FakeServedSecrets vault, CountDownLatch asked, CountDownLatch answer) {
            super(vault);
            this.asked = asked;
            this.answer = answer;
        }

        @Override
        public void refresh(Set<SecretRef> secrets) {
            asked.countDown();
            try {
                assertTrue(answer.await(60, TimeUnit.SECONDS));
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
            super.refresh(secrets);
        }
    }
}
