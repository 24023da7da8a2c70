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
import io.keyweave.LogLines;
import io.keyweave.SecretException;
import io.keyweave.core.ResolverBuilder;
import io.keyweave.time.VirtualTime;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.apache.kafka.common.config.ConfigData;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What Connect is answered, on a virtual clock. */
class KafkaSecretsTest {

    private static final String VERSION = "0123456789abcdef0123456789abcdef";

    private final VirtualTime time = new VirtualTime();
    private final FakeVault vault = new FakeVault().put("contoso/db", "hunter2", "1");
    private final LogLines log = new LogLines();
    private KafkaSecrets secrets;

    private KafkaSecrets open(String... parameters) {
        Map<String, String> map = new HashMap<>();
        for (int i = 0; i < parameters.length; i += 2) {
            map.put(parameters[i], parameters[i + 1]);
        }
        KafkaParameters read = KafkaParameters.read(map);
        secrets = new KafkaSecrets(
                read,
                new ResolverBuilder(read.settings()).provider(vault).random(new Random(1)),
                time,
                new Random(1),
                true,
                log);
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
    void aWorkerThatStartsInAnOutageGetsTheLastKnownValue(@TempDir Path work) throws Exception {
        Path key = Files.writeString(work.resolve("key"), "0123456789abcdef0123456789abcdef");
        if (key.getFileSystem().supportedFileAttributeViews().contains("posix")) {
            Files.setPosixFilePermissions(key, PosixFilePermissions.fromString("r--------"));
        }
        String[] parameters = {"last-known", work.resolve("values").toString(), "last-known-key", key.toString()};
        open(parameters);
        ask("db", HerderCall.TASK);
        secrets.close();
        vault.fail("contoso/db", Failure.Kind.UNREACHABLE);

        open(parameters);

        assertEquals("hunter2", value("db", HerderCall.TASK));
        assertEquals(1, log.containing("LAST-KNOWN").size(), log.all().toString());
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
    void whatWasNeverThereIsRefusedAndOnlyTheTicksGoOn() {
        open("connect-ttl", "1m");

        for (HerderCall call :
                new HerderCall[] {HerderCall.TASK, HerderCall.VALIDATE, HerderCall.CONNECT, HerderCall.OTHER}) {
            String message = assertThrows(SecretException.class, () -> ask("nowhere", call))
                    .getMessage();
            assertTrue(message.contains("contoso/nowhere"), message);
        }
        assertNotNull(ask("nowhere", HerderCall.CONNECTOR).ttl(), "it starts when the secret is there");
        assertEquals(1, vault.count(), "absence is remembered for a ttl");
    }

    @Test
    void withoutTicksAndRestartsAFailureNamesTheCallThatHealsIt() {
        open();

        for (HerderCall call : new HerderCall[] {HerderCall.CONNECTOR, HerderCall.TASK}) {
            String message = assertThrows(SecretException.class, () -> ask("nowhere", call))
                    .getMessage();
            assertTrue(message.contains("POST /connectors/NAME/restart?includeTasks=true&onlyFailed=true"), message);
        }
        int asked = vault.count();
        time.advance(Duration.ofHours(1));
        assertEquals(asked, vault.count(), "nobody will read it");
    }

    @Test
    void whoRestartsByHandAfterAnOutageGetsTheValueAtOnce() {
        vault.fail("contoso/db", Failure.Kind.UNREACHABLE);
        open();
        for (int i = 0; i < 10; i++) {
            assertThrows(SecretException.class, () -> ask("db", HerderCall.CONNECTOR));
        }

        vault.put("contoso/db", "hunter2", "1");
        long before = time.nanos();
        assertEquals("hunter2", value("db", HerderCall.CONNECTOR));
        assertTrue(time.nanos() - before <= 1_000_000_000L, "it does not wait for the store's next attempt");
    }

    @Test
    void aConnectorStartedInAnOutageTicksAndHasItsValueSoonAfter() {
        vault.fail("contoso/db", Failure.Kind.UNREACHABLE);
        open("connect-ttl", "5m");

        ConfigData first = ask("db", HerderCall.CONNECTOR);
        assertTrue(
                first.data().get("db").contains("has no value yet"),
                first.data().toString());
        assertEquals(10_000, first.ttl());
        String trace = assertThrows(SecretException.class, () -> ask("db", HerderCall.TASK))
                .getMessage();
        assertTrue(trace.contains("starts again by itself"), trace);
        for (int tick = 0; tick < 360; tick++) {
            Long ttl = ask("db", HerderCall.CONNECTOR).ttl();
            assertEquals(10_000, ttl);
            time.advance(Duration.ofMillis(ttl));
        }

        long before = time.nanos();
        assertThrows(SecretException.class, () -> ask("db", HerderCall.TASK));
        assertEquals(before, time.nanos(), "the herder's thread does not wait for a vault that is known to be down");

        vault.put("contoso/db", "hunter2", "1");
        time.advance(Duration.ofSeconds(10));
        assertEquals("hunter2", value("db", HerderCall.CONNECTOR));
        assertNotEquals("hunter2", value("db", HerderCall.BASELINE), "so that Connect makes the tasks again");
    }

    @Test
    void theVaultIsAskedOnceEveryFewSecondsInAnOutageHoweverManyWait() {
        for (int i = 0; i < 50; i++) {
            vault.fail("contoso/s" + i, Failure.Kind.UNREACHABLE);
        }
        open("connect-ttl", "5m");
        for (int i = 0; i < 50; i++) {
            ask("s" + i, HerderCall.CONNECTOR);
        }
        time.advance(Duration.ofMinutes(10));
        int before = vault.count();
        time.advance(Duration.ofMinutes(10));
        // Ours, one every three seconds, and the store's own attempts, one a minute for each that has failed itself.
        assertTrue(vault.count() - before <= 200 + 50 * 12, vault.count() - before + " requests in ten minutes");

        for (int i = 0; i < 50; i++) {
            vault.put("contoso/s" + i, "hunter" + i, "1");
        }
        time.advance(Duration.ofSeconds(20));
        for (int i = 0; i < 50; i++) {
            assertEquals("hunter" + i, value("s" + i, HerderCall.TASK));
        }
    }

    @Test
    void whatIsOnlyValidatedIsFetchedOnceAndNeverAgain() {
        vault.put("contoso/other", "hunter9", "1");
        open("ttl", "1m");
        ask("db", HerderCall.TASK);

        assertEquals("hunter9", value("other?ttl=1s", HerderCall.VALIDATE));
        assertThrows(SecretException.class, () -> ask("nowhere?ttl=1s", HerderCall.VALIDATE));
        int asked = vault.count();
        time.advance(Duration.ofMinutes(10).plusSeconds(30));

        // Ten minutes of a ttl of one minute and a tenth at most: only the one that a task reads.
        int refreshes = vault.count() - asked;
        assertTrue(refreshes >= 9 && refreshes <= 10, refreshes + " requests");
        assertTrue(vault.requests().subList(asked, vault.count()).stream()
                .allMatch(ref -> ref.name().equals("db")));
    }

    @Test
    void aConnectorThatIsMadeCostsOneRequestForValidationAndStart() {
        open();

        ask("db", HerderCall.VALIDATE);
        ask("db", HerderCall.CONNECTOR);
        ask("db", HerderCall.TASK);

        assertEquals(1, vault.count());
    }

    @Test
    void aValidationOfAThousandVariablesDelaysNoRotation() {
        open("ttl", "1m");
        ask("db", HerderCall.TASK);
        Set<String> unknown = new HashSet<>();
        for (int i = 0; i < 1000; i++) {
            unknown.add("x" + i + "?ttl=1s");
        }

        String refused = assertThrows(SecretException.class, () -> secrets.get("contoso", unknown, HerderCall.VALIDATE))
                .getMessage();
        assertTrue(refused.contains("1000 secrets"), refused);
        assertEquals(1, vault.count(), "none of them was asked for");

        int asked = 0;
        for (int i = 0; i < 10; i++) {
            Set<String> some = new HashSet<>();
            for (int j = 0; j < 100; j++) {
                some.add("y" + i + "-" + j + "?ttl=1s");
            }
            assertThrows(SecretException.class, () -> secrets.get("contoso", some, HerderCall.VALIDATE));
        }
        asked = vault.count();
        long seconds = Duration.ofNanos(time.nanos()).toSeconds();
        assertTrue(asked <= 100 + 5 * seconds + 10, asked + " requests in " + seconds + " s");

        vault.put("contoso/db", "hunter3", "2");
        time.advance(Duration.ofSeconds(67));
        assertEquals("hunter3", value("db", HerderCall.TASK));
    }

    @Test
    void aVariableOfAConnectorIsNotFetchedMoreOftenThanTheWorkersTtl() {
        open("ttl", "1m");
        ask("db?ttl=1s", HerderCall.TASK);
        time.advance(Duration.ofMinutes(10).plusSeconds(30));
        assertTrue(vault.count() <= 11, vault.count() + " requests");

        close();
        open("ttl", "1m", "min-ttl", "10s");
        int before = vault.count();
        ask("db?ttl=1s", HerderCall.TASK);
        time.advance(Duration.ofMinutes(1));
        assertTrue(vault.count() - before >= 6, vault.count() - before + " requests");
    }

    @Test
    void aVariableOfAConnectorThatNoLongerTicksIsDropped() {
        open("connect-ttl", "1m");
        ask("db", HerderCall.CONNECTOR);
        for (int i = 0; i < 10; i++) {
            Long ttl = ask("db", HerderCall.CONNECTOR).ttl();
            assertNotNull(ttl);
            time.advance(Duration.ofMillis(ttl));
        }
        assertTrue(vault.count() >= 9, vault.count() + " requests");

        time.advance(Duration.ofMinutes(7));
        int asked = vault.count();
        time.advance(Duration.ofHours(1));
        assertEquals(asked, vault.count());
    }

    @Test
    void whatAClientReadsAtItsStartIsNotKeptFreshForIt() {
        open("ttl", "1m");
        ask("db", HerderCall.OTHER);
        time.advance(Duration.ofMinutes(4));
        int asked = vault.count();
        time.advance(Duration.ofHours(1));
        assertEquals(asked, vault.count());
    }

    @Test
    void aQuoteIsNeverHandedToAClientThatMayReadItAsJaas() {
        vault.put("contoso/db", "hun\"ter\\2", "1");
        open();

        String message = assertThrows(SecretException.class, () -> ask("db", HerderCall.OTHER))
                .getMessage();
        assertTrue(message.contains("?as=jaas"), message);
        assertFalse(message.contains("hun"), message);
        assertEquals("hun\\\"ter\\\\2", value("db?as=jaas", HerderCall.OTHER));
        assertEquals("hun\"ter\\2", value("db?as=plain", HerderCall.OTHER));
        // Nobody can say in which of a connector's fields it stands.
        String why = assertThrows(SecretException.class, () -> ask("db", HerderCall.TASK))
                .getMessage();
        assertTrue(why.contains("${kv:contoso:db?as=jaas}") && why.contains("${kv:contoso:db?as=plain}"), why);
        assertFalse(why.contains("hun"), why);
        assertEquals("hun\"ter\\2", value("db", HerderCall.VALIDATE));
    }

    @Test
    void inAConnectorTheFieldIsLookedUpAndNothingHasToBeWritten() throws Exception {
        vault.put("contoso/db", "hun\"ter\\2", "1");
        vault.put("contoso/kafka", "hun\"ter\\3", "1");
        try (FakeWorker worker = new FakeWorker()) {
            worker.connector("one", Map.of("password", "${kv:contoso:db}"));
            worker.connector(
                    "two", Map.of("admin.override.sasl.jaas.config", "x required password=\"${kv:contoso:kafka}\";"));
            open("connect-rest", worker.url());
            assertEquals("hun\"ter\\2", value("db", HerderCall.TASK));
            assertEquals("hun\\\"ter\\\\3", value("kafka", HerderCall.TASK));
            assertEquals("hun\\\"ter\\\\3", value("kafka", HerderCall.CONNECTOR));
            assertEquals(2, worker.requests(), "once for each");
        }
    }

    @Test
    void aVariableThatStandsInBothKindsOfFieldsIsRefused() throws Exception {
        vault.put("contoso/db", "hun\"ter\\2", "1");
        try (FakeWorker worker = new FakeWorker()) {
            worker.connector("one", Map.of("password", "${kv:contoso:db}"));
            worker.connector("two", Map.of("sasl.jaas.config", "x required password=\"${kv:contoso:db}\";"));
            open("connect-rest", worker.url());
            String why = assertThrows(SecretException.class, () -> ask("db", HerderCall.TASK))
                    .getMessage();
            assertTrue(why.contains("in a sasl.jaas.config and in another field"), why);
            assertFalse(why.contains("hun"), why);
        }
    }

    @Test
    void theWorkersListenerIsFoundByItsOwnPropertiesAndAskedWithALogin() throws Exception {
        vault.put("contoso/db", "hun\"ter\\2", "1");
        vault.put("contoso/rest", "opensesame", "1");
        try (FakeWorker worker = new FakeWorker()) {
            worker.connector("one", Map.of("password", "${kv:contoso:db}"));
            worker.wantsLogin("admin", "opensesame");
            open("connect-rest-user", "admin", "connect-rest-password", "$<kv:contoso/rest>");
            secrets.calledBy(new WorkerProperties("kv", URI.create(worker.url()), false));
            assertEquals("hun\"ter\\2", value("db", HerderCall.TASK));
        }
    }

    @Test
    void aWorkerThatDoesNotAnswerHoldsUpTheHerderOnceAndNobodyGetsAGuess() {
        vault.put("contoso/db", "hun\"ter\\2", "1");
        open("connect-rest", "http://localhost:1");
        for (int i = 0; i < 50; i++) {
            String why = assertThrows(SecretException.class, () -> ask("db", HerderCall.CONNECTOR))
                    .getMessage();
            assertTrue(why.contains("http://localhost:1"), why);
        }
        assertTrue(time.nanos() <= 15_000_000_000L, time.nanos() + " ns");
    }

    @Test
    void withTicksAConnectorWhoseWorkerDoesNotAnswerYetTicksOn() {
        vault.put("contoso/db", "hun\"ter\\2", "1");
        open("connect-rest", "http://localhost:1", "connect-ttl", "1m");
        ConfigData first = ask("db", HerderCall.CONNECTOR);
        assertTrue(
                first.data().get("db").contains("is not known yet"),
                first.data().toString());
        assertNotNull(first.ttl());
        String trace = assertThrows(SecretException.class, () -> ask("db", HerderCall.TASK))
                .getMessage();
        assertTrue(trace.contains("starts again by itself"), trace);
    }

    @Test
    void aSecretInAFieldThatIsLoggedIsWarnedOfWhenItsConnectorIsMade() throws Exception {
        try (FakeWorker worker = new FakeWorker()) {
            worker.connector("one", Map.of("connector.class", "Sink", "connection.url", "jdbc:x?p=${kv:contoso:db}"));
            worker.field("Sink", "connection.url", "STRING");
            worker.field("Sink", "connection.password", "PASSWORD");
            open();
            secrets.calledBy(new WorkerProperties("kv", URI.create(worker.url()), false));
            ask("db", HerderCall.CONNECTOR);
            worker.started("one");
            worker.started("two");
            time.advance(Duration.ofSeconds(6));
            assertEquals(
                    1,
                    log.containing(
                                    "connector one: the field connection.url holds the secret contoso/db inside a longer")
                            .size(),
                    log.all().toString());

            // Its author moves it, and another uses the same variable.
            worker.connector("one", Map.of("connector.class", "Sink", "connection.password", "${kv:contoso:db}"));
            worker.connector("two", Map.of("connector.class", "Sink", "topic", "${kv:contoso:db}"));
            worker.field("Sink", "topic", "STRING");
            ask("db", HerderCall.VALIDATE);
            time.advance(Duration.ofMinutes(2));
            assertEquals(2, log.containing("holds the secret").size(), log.all().toString());
            assertEquals(1, log.containing("connector two: the field topic").size());
        }
    }

    @Test
    void aWorkerThatCannotBeAskedIsSaidOnce() {
        open();
        secrets.calledBy(new WorkerProperties("kv", URI.create("http://localhost:1"), false));
        ask("db", HerderCall.CONNECTOR);
        time.advance(Duration.ofHours(1));
        assertEquals(
                1,
                log.containing("INFO the connectors cannot be looked at").size(),
                log.all().toString());

        close();
        open("connect-rest", "off");
        secrets.calledBy(new WorkerProperties("kv", URI.create("http://localhost:1"), false));
        ask("db", HerderCall.CONNECTOR);
        time.advance(Duration.ofHours(1));
        assertEquals(
                1,
                log.containing("the connectors cannot be looked at").stream()
                        .filter(line -> line.startsWith("INFO"))
                        .count());
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
