package io.keyweave.core;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.keyweave.FakeVault;
import io.keyweave.LiveValue;
import io.keyweave.LogLines;
import io.keyweave.Origin;
import io.keyweave.SecretResolver;
import io.keyweave.settings.Settings;
import io.keyweave.store.StoreWatch;
import io.keyweave.time.VirtualTime;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** The identity's own certificate ends, and is told of as secrets are. */
class CredentialExpiryMonitorTest {

    private static final Duration DAY = Duration.ofDays(1);

    private final VirtualTime time = new VirtualTime(Instant.parse("2026-11-21T00:00:00Z"));
    private final LogLines log = new LogLines();
    private final List<String> seen = new ArrayList<>();
    private final Instant ends = time.now().plus(Duration.ofDays(32));
    private final FakeVault vault =
            new FakeVault().put("vault/a", "x", "1").ends("client certificate /etc/app.pem", ends);

    private SecretResolver resolver() {
        return new ResolverBuilder(Settings.of(Map.of(), Map.of()))
                .provider(vault)
                .time(time)
                .log(log)
                .watch(new StoreWatch() {
                    @Override
                    public void identityEndNear(String what, Instant instant) {
                        seen.add(what + " " + instant);
                    }
                })
                .open();
    }

    private List<String> warnings() {
        return log.containing("client certificate /etc/app.pem");
    }

    @Test
    void warnsOnceADayFromThirtyDaysBefore() {
        try (SecretResolver resolver = resolver()) {
            // Kept for the length of the test: a value nobody holds is not refreshed.
            LiveValue value = resolver.bind("$<kv:vault/a>", Origin.of("test"));
            resolver.require(List.of(value));
            assertEquals(0, warnings().size());
            assertEquals(Map.of("client certificate /etc/app.pem", ends), resolver.expiries());
            time.advance(DAY.multipliedBy(3));
            int warned = warnings().size();
            assertTrue(warned == 1 || warned == 2, warnings().toString());
            assertTrue(warnings().get(0).startsWith("WARN the client certificate /etc/app.pem expires in 29 days"));
            time.advance(DAY.multipliedBy(5));
            assertEquals(warned + 5, warnings().size(), "once a day");
            assertEquals(warned + 5, seen.size());
            vault.ends("client certificate /etc/app.pem", ends.plus(Duration.ofDays(365)));
            time.advance(DAY.multipliedBy(5));
            assertEquals(warned + 5, warnings().size(), "it was renewed");
            vault.ends("client certificate /etc/app.pem", time.now().minus(DAY));
            time.advance(DAY);
            assertTrue(
                    warnings().get(warned + 5).contains("has expired"),
                    warnings().toString());
            assertEquals("x", value.current());
        }
    }
}
