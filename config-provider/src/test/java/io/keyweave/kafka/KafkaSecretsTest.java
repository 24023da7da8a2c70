package io.keyweave.kafka;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.keyweave.Failure;
import io.keyweave.FakeVault;
import io.keyweave.Log;
import io.keyweave.SecretException;
import io.keyweave.core.ResolverBuilder;
import io.keyweave.time.VirtualTime;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.apache.kafka.common.config.ConfigData;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What Connect is answered, on a virtual clock. */
class KafkaSecretsTest {

    private static final String VERSION = "0123456789abcdef0123456789abcdef";

    private final VirtualTime time = new VirtualTime();
    private final FakeVault vault = new FakeVault().put("contoso/db", "hunter2", "1");
    private KafkaSecrets secrets;

    private KafkaSecrets open(String... parameters) {
        Map<String, String> map = new HashMap<>();
        for (int i = 0; i < parameters.length; i += 2) {
            map.put(parameters[i], parameters[i + 1]);
        }
        KafkaParameters read = KafkaParameters.read(map);
        secrets = new KafkaSecrets(
                read, new ResolverBuilder(read.settings()).provider(vault).random(new Random(1)), time, Log.NONE);
        return secrets;
    }

    @AfterEach
    void close() {
        if (secrets != null) {
            secrets.close();
        }
    }

    private ConfigData ask(String key, HerderCall call) {
        return secrets.get("contoso", Set.of(key), call);
    }

    private String value(String key, HerderCall call) {
        return ask(key, call).data().get(key);
    }

    @Test
    void aTtlIsAnsweredOnlyWhenAskedFor() {
        open();

        assertEquals("hunter2", value("db", HerderCall.TASK));
        assertNull(ask("db", HerderCall.TASK).ttl());
    }

    @Test
    void theTtlIsWhatRemainsAndNeverZero() {
        open("connect-ttl", "5m");
        Long first = ask("db", HerderCall.TASK).ttl();
        time.advance(Duration.ofMinutes(4));
        Long later = ask("db", HerderCall.TASK).ttl();

        assertNotNull(first);
        assertNotNull(later);
        // 5 min, up to 10 % jitter, 2 s for the refresh.
        assertTrue(first >= 302_000 && first <= 332_000, first + " ms");
        assertEquals(first - 240_000, later);
        for (int i = 0; i < 1000; i++) {
            time.advance(Duration.ofMillis(777));
            Long ttl = ask("db", HerderCall.CONNECTOR).ttl();
            assertTrue(ttl != null && ttl >= 1000, ttl + " ms");
        }
        // A thousand answers in thirteen minutes.
        assertTrue(vault.count() <= 4, vault.count() + " requests");
    }

    @Test
    void aPinnedVersionHasNone() {
        vault.put("contoso/db/" + VERSION, "hunter1", VERSION);
        open("connect-ttl", "5m");

        assertNull(ask("db/" + VERSION, HerderCall.TASK).ttl());
        assertNotNull(secrets.get("contoso", Set.of("db", "db/" + VERSION), HerderCall.TASK)
                .ttl());
    }

    @Test
    void anOutageAnswersTheOldValueAndAShortTtlThatIsNoFrenzy() {
        open("connect-ttl", "5m");
        ask("db", HerderCall.TASK);
        vault.fail("contoso/db", Failure.Kind.UNREACHABLE);
        time.advance(Duration.ofMinutes(6));

        ConfigData data = ask("db", HerderCall.CONNECTOR);

        assertEquals("hunter2", data.data().get("db"));
        Long ttl = data.ttl();
        assertTrue(ttl != null && ttl >= 30_000 && ttl <= 62_000, ttl + " ms");
    }

    @Test
    void theBaselineAfterARotationEqualsNeitherVersion() {
        open("connect-ttl", "1m");
        ask("db", HerderCall.TASK);
        vault.put("contoso/db", "hunter3", "2");
        time.advance(Duration.ofSeconds(70));

        assertEquals("hunter3", value("db", HerderCall.CONNECTOR));
        String baseline = value("db", HerderCall.BASELINE);
        assertNotEquals("hunter2", baseline);
        assertNotEquals("hunter3", baseline);
        Long ttl = ask("db", HerderCall.TASK).ttl();
        assertNotNull(ttl);
        time.advance(Duration.ofMillis(ttl));
        assertEquals("hunter3", value("db", HerderCall.BASELINE));
    }

    @Test
    void theBaselineWithoutARotationIsTheValue() {
        open("connect-ttl", "1m");
        ask("db", HerderCall.TASK);
        time.advance(Duration.ofSeconds(70));

        assertEquals("hunter2", value("db", HerderCall.BASELINE));
    }

    @Test
    void aRevokedSecretFailsTheTaskAndKeepsTheConnector() {
        open("connect-ttl", "1m");
        ask("db", HerderCall.TASK);
        vault.fail("contoso/db", Failure.Kind.DISABLED);
        time.advance(Duration.ofSeconds(70));

        String told = value("db", HerderCall.CONNECTOR);
        assertTrue(told.contains("contoso/db"), told);
        assertFalse(told.contains("hunter"), told);
        assertNotNull(ask("db", HerderCall.CONNECTOR).ttl(), "the connector ticks on");
        for (HerderCall call : new HerderCall[] {HerderCall.TASK, HerderCall.VALIDATE, HerderCall.OTHER}) {
            assertThrows(SecretException.class, () -> ask("db", call));
        }

        vault.put("contoso/db", "hunter2", "1");
        time.advance(Duration.ofSeconds(70));
        assertEquals("hunter2", value("db", HerderCall.CONNECTOR));
        assertNotEquals("hunter2", value("db", HerderCall.BASELINE));
    }

    @Test
    void whatWasNeverThereIsRefusedWhoeverAsks() {
        open("connect-ttl", "1m");

        for (HerderCall call : HerderCall.values()) {
            String message = assertThrows(SecretException.class, () -> ask("nowhere", call))
                    .getMessage();
            assertTrue(message.contains("contoso/nowhere"), message);
        }
        assertEquals(1, vault.count(), "absence is remembered for a ttl");
    }

    @Test
    void allowIsCheckedBeforeAnyRequest() {
        open("allow", "contoso/web-*");

        assertThrows(SecretException.class, () -> ask("db", HerderCall.VALIDATE));
        assertEquals(0, vault.count());
    }

    @Test
    void anOptionalSecretThatIsNotThereIsEmpty() {
        open();

        assertEquals("", value("nowhere?optional", HerderCall.OTHER));
        assertEquals("fallback", value("nowhere?default=fallback", HerderCall.OTHER));
    }

    @Test
    void keysOfOneGetAreFetchedTogetherAndReportedTogether() {
        vault.put("contoso/user", "admin", "1");
        open();

        ConfigData data = secrets.get("contoso", Set.of("db", "user"), HerderCall.OTHER);
        assertEquals(Map.of("db", "hunter2", "user", "admin"), data.data());

        String message = assertThrows(
                        SecretException.class, () -> secrets.get("contoso", Set.of("a1", "b2"), HerderCall.OTHER))
                .getMessage();
        assertTrue(message.contains("contoso/a1") && message.contains("contoso/b2"), message);
    }

    @Test
    void oneSecretUnderManyNamesIsOneRequest() {
        vault.put("contoso/db", "{\"user\":\"admin\",\"password\":\"hunter2\"}", "1");
        open("default.vault", "contoso");

        assertEquals("admin", value("db#user", HerderCall.OTHER));
        assertEquals("hunter2", value("DB#password", HerderCall.OTHER));
        assertEquals(
                "hunter2",
                secrets.get("", Set.of("db#password"), HerderCall.OTHER).data().get("db#password"));
        assertEquals(1, vault.count());
    }
}
