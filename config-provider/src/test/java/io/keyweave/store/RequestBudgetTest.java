package io.keyweave.store;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.keyweave.LogEvent;
import io.keyweave.Origin;
import io.keyweave.Secret;
import io.keyweave.SecretRef;
import io.keyweave.settings.Settings;
import io.keyweave.time.Moment;
import java.lang.ref.ReferenceQueue;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Five requests a second are allowed. */
class RequestBudgetTest {

    private static final Rules RULES = Rules.of(Settings.of(Map.of(), Map.of()));
    private static final double EXACT = 1e-6;

    private final RequestBudget budget = new RequestBudget(RULES);
    private final ReferenceQueue<Object> collected = new ReferenceQueue<>();
    private int count;

    private StoredSecret unfetched(Duration ttl, @Nullable String version) {
        StoredSecret secret =
                new StoredSecret(new SecretRef("kv", "vault", "s" + count++, version), RULES, new Moment(0, 0));
        secret.readers.add(new ReaderReference(this, secret, ttl, Origin.of("test"), collected));
        budget.update(secret);
        return secret;
    }

    private StoredSecret fetched(int seconds) {
        StoredSecret secret = unfetched(Duration.ofSeconds(seconds), null);
        secret.succeeded(Secret.of("value", "v1"));
        budget.update(secret);
        return secret;
    }

    private List<StoredSecret> fetched(int count, int seconds) {
        List<StoredSecret> secrets = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            secrets.add(fetched(seconds));
        }
        return secrets;
    }

    private void leave(StoredSecret secret) {
        for (ReaderReference reader : secret.readers) {
            secret.readers.remove(reader);
            break;
        }
        budget.update(secret);
    }

    @Test
    void whatIsFetchedFirstIsToComeAndThenAsked() {
        StoredSecret secret = unfetched(Duration.ofSeconds(1), null);
        assertEquals(0, budget.load());
        assertEquals(0.2, budget.loadToCome(), EXACT);
        secret.succeeded(Secret.of("value", "v1"));
        budget.update(secret);
        assertEquals(0.2, budget.load(), EXACT);
        assertEquals(0.2, budget.loadToCome(), EXACT);
        leave(secret);
        assertEquals(0, budget.load());
        assertEquals(0, budget.loadToCome());
    }

    @Test
    void aPinnedVersionIsAskedForOnceOnly() {
        unfetched(Duration.ofSeconds(1), "version");
        assertEquals(0, budget.loadToCome());
    }

    @Test
    void withinTheLimitEachHasTheTtlThatItsReadersAskFor() {
        List<StoredSecret> secrets = fetched(5, 1);
        assertTrue(budget.load() <= 1);
        assertEquals(Duration.ofSeconds(1), budget.ttl(secrets.get(0)));
        assertNull(budget.warning());
    }

    @Test
    void beyondItTtlsAreLongerAndItIsSaidAgainWhenWorseByATenth() {
        List<StoredSecret> secrets = fetched(10, 1);
        assertEquals(2, budget.load(), EXACT);
        assertEquals(2_000, budget.ttl(secrets.get(0)).toMillis(), 1);
        // No share, so nothing to make longer.
        assertEquals(Duration.ofSeconds(1), budget.ttl(unfetched(Duration.ofSeconds(1), null)));
        assertSays("10 secrets", "about 2 s on average, 2.00 times");
        assertNull(budget.warning());
        fetched(1);
        fetched(100);
        assertEquals(2.202, budget.load(), EXACT);
        assertSays("12 secrets", "about 2 s on average, 2.21 times");
        assertNull(budget.warning());
        leave(secrets.get(0));
        assertEquals(2.002, budget.load(), EXACT);
        assertNull(budget.warning());
        fetched(8, 1);
        assertSays("19 secrets", "about 4 s on average, 3.61 times");
    }

    private void assertSays(String... parts) {
        LogEvent event = budget.warning();
        assertNotNull(event);
        for (String part : parts) {
            assertTrue(event.text().contains(part), event::text);
        }
    }

    /** Of a secret of 20 s, one of 19 s is none of a shorter ttl. */
    @Test
    void thePartOfShorterTtls() {
        StoredSecret own = fetched(20);
        fetched(19);
        assertEquals(0, budget.shorter(own));
        StoredSecret short1 = fetched(10);
        StoredSecret short2 = fetched(10);
        assertEquals(0.04, budget.shorter(own), EXACT);
        assertEquals(0, budget.shorter(short1));
        leave(short1);
        assertEquals(0.02, budget.shorter(own), EXACT);
        assertEquals(0, budget.shorter(short1));
        fetched(10, 1);
        // 2.02 of 2.02 + 0.01 + 0.0105 requests.
        assertEquals(2.02 / (2.03 + 0.2 / 19), budget.shorter(own), EXACT);
        leave(short2);
        assertEquals(2 / (2.01 + 0.2 / 19), budget.shorter(own), EXACT);
    }
}
