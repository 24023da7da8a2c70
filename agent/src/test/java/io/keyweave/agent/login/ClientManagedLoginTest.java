package io.keyweave.agent.login;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.keyweave.EventLog;
import io.keyweave.agent.LogInto;
import io.keyweave.settings.ServerPattern;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class ClientManagedLoginTest {

    private static final String V1 = "first-password";
    private static final String V2 = "second-password";
    private static final String V3 = "third-password";

    private static final LoginTarget SHOP = LoginTarget.of("http://shop:80", "http", "shop", 80);

    private final AtomicLong nanos = new AtomicLong();
    private final FakeServedSecrets vault = new FakeServedSecrets();
    private final Logins logins = new Logins(vault, List.of(ServerPattern.of("shop:80")), nanos::get, EventLog.SILENT);

    @BeforeEach
    void read() {
        vault.put("shop", "1", V1).read("shop");
    }

    private ClientManagedLogin ask(boolean refused) {
        ClientManagedLogin login = logins.kept(SHOP, "app", V1, refused, Duration.ofSeconds(10));
        assertNotNull(login);
        return login;
    }

    private static String password(ClientManagedLogin login) {
        return login.credential() == null ? null : login.credential().password();
    }

    @Test
    void aPasswordThatIsNotOurs() {
        assertNull(logins.kept(SHOP, "app", "another password", false, Duration.ZERO));
    }

    @Test
    void anotherClientBeginsWithWhatWorked() {
        ClientManagedLogin one = ask(false);
        one.accepted();
        vault.put("shop", "2", V2).see("shop");
        assertEquals(V1, password(ask(false)), "the server does not know the new one yet");
        one.refused();
        ClientManagedLogin two = ask(true);
        assertEquals(V2, password(two));
        two.accepted();
        one.accepted();
        assertEquals(V1, password(ask(false)), "accepted again, whatever the reason");
        assertEquals(0, vault.refreshes, "the newer version was at hand");
    }

    @Test
    void keptForLongAndRefusedAtLast() {
        ClientManagedLogin kept = ask(false);
        kept.accepted();
        kept.accepted();
        vault.put("shop", "2", V2);
        kept.refused();
        assertEquals(V2, password(ask(true)), "fetched when it was needed");
        assertEquals(1, vault.refreshes);
    }

    /** The client copies its password, so before one was accepted nothing shows that it is the application's. */
    @Test
    void nothingIsOfferedWhereNoneWasAccepted() {
        Logins unlisted = new Logins(vault, List.of(), nanos::get, EventLog.SILENT);
        vault.put("shop", "2", V2).see("shop");
        ClientManagedLogin login = unlisted.kept(SHOP, "app", V1, false, Duration.ZERO);
        assertNotNull(login);
        assertEquals(V1, password(login));
        login.refused();
        assertNull(password(unlisted.kept(SHOP, "app", V1, true, Duration.ZERO)));
        assertEquals(0, vault.refreshes);
    }

    @Test
    void whatIsOfferedAndWhatRestsIsLogged() {
        List<String> log = new ArrayList<>();
        Logins logged = new Logins(vault, List.of(ServerPattern.of("shop:80")), nanos::get, new LogInto(log));
        ClientManagedLogin login = logged.kept(SHOP, "app", V1, false, Duration.ofSeconds(10));
        assertEquals(List.of("DEBUG login at http://shop:80 with v/shop version 1"), log);
        login.refused();
        log.clear();
        assertNull(password(logged.kept(SHOP, "app", V1, false, Duration.ofSeconds(10))));
        assertEquals(List.of(), log, "nothing was refused just now");
        assertNull(password(logged.kept(SHOP, "app", V1, true, Duration.ofSeconds(10))));
        assertEquals(1, log.size());
        assertTrue(
                log.get(0).startsWith("WARN http://shop:80 refused v/shop version 1 less than 60 s ago"), log.get(0));
    }

    @Test
    void nothingLeftToTry() {
        ask(false).refused();
        assertNull(password(ask(true)));
        assertNull(password(ask(false)), "still resting");
        vault.put("shop", "3", V3);
        assertEquals(V3, password(ask(false)), "each question looks for a new version");
        nanos.addAndGet(LoginHistory.REST);
        assertEquals(V1, password(ask(false)), "rested, and nothing has worked yet");
    }
}
