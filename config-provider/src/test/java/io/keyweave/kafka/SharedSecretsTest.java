package io.keyweave.kafka;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertSame;

import io.keyweave.EventLog;
import io.keyweave.FakeVault;
import io.keyweave.core.ResolverBuilder;
import io.keyweave.time.VirtualTime;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;

class SharedSecretsTest {

    private final FakeVault vault = new FakeVault().put("contoso/db", "hunter2", "1");
    private final Map<KafkaSecrets, VirtualTime> opened = new HashMap<>();
    private final SharedSecrets shared = new SharedSecrets(parameters -> {
        VirtualTime time = new VirtualTime();
        KafkaSecrets secrets = new KafkaSecrets(
                parameters,
                new ResolverBuilder(parameters.settings()).provider(vault),
                time,
                new Random(1),
                true,
                EventLog.SILENT);
        opened.put(secrets, time);
        return new SharedSecrets.Opened(secrets, time);
    });

    private static KafkaParameters parameters(String ttl) {
        return KafkaParameters.read(Map.of("ttl", ttl));
    }

    @Test
    void aHundredClientsOneAfterTheOtherCostOneRequest() {
        for (int i = 0; i < 100; i++) {
            try (SharedSecrets.Share share = shared.take(parameters("5m"))) {
                assertEquals(
                        "hunter2",
                        share.secrets().get("contoso", Set.of("db")).data().get("db"));
            }
        }

        assertEquals(1, vault.count());
        assertEquals(1, opened.size());
    }

    @Test
    void otherParametersAreOtherSecrets() {
        assertNotSame(
                shared.take(parameters("5m")).secrets(),
                shared.take(parameters("6m")).secrets());
    }

    @Test
    void theLastOneOutLeavesItOpenForTwoMinutes() {
        SharedSecrets.Share first = shared.take(parameters("5m"));
        SharedSecrets.Share second = shared.take(parameters("5m"));
        KafkaSecrets secrets = first.secrets();
        VirtualTime time = opened.get(secrets);
        assertSame(secrets, second.secrets());

        first.close();
        first.close();
        time.advance(SharedSecrets.LINGER.multipliedBy(2));
        assertSame(secrets, shared.take(parameters("5m")).secrets());

        // One is still out; these two give back the rest.
        second.close();
        time.advance(SharedSecrets.LINGER.multipliedBy(2));
        assertSame(secrets, shared.take(parameters("5m")).secrets());
    }

    @Test
    void afterThatItIsClosedAndRefreshesNothing() {
        SharedSecrets.Share share = shared.take(parameters("5m"));
        KafkaSecrets secrets = share.secrets();
        secrets.get("contoso", Set.of("db"));
        share.close();

        opened.get(secrets).advance(SharedSecrets.LINGER.minus(Duration.ofSeconds(1)));
        SharedSecrets.Share again = shared.take(parameters("5m"));
        assertSame(secrets, again.secrets());
        again.close();
        opened.get(secrets).advance(SharedSecrets.LINGER.plus(Duration.ofHours(1)));

        assertNotSame(secrets, shared.take(parameters("5m")).secrets());
        assertEquals(1, vault.count());
    }
}
