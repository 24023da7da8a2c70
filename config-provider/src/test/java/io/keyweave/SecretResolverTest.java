package io.keyweave;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.keyweave.core.ResolverBuilder;
import io.keyweave.settings.Settings;
import io.keyweave.time.VirtualTime;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.SplittableRandom;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class SecretResolverTest {

    private static final Origin HERE = Origin.of("test");

    private final FakeVault vault = new FakeVault();
    private final VirtualTime time = new VirtualTime();
    private SecretResolver resolver = open(Map.of());

    private SecretResolver open(Map<String, String> settings) {
        return new ResolverBuilder(Settings.of(settings, Map.of()))
                .provider(vault)
                .time(time)
                .log(EventLog.SILENT)
                .random(new SplittableRandom(7))
                .open();
    }

    @AfterEach
    void close() {
        resolver.close();
    }

    private LiveValue live(String text) {
        LiveValue value = resolver.bind(text, HERE);
        resolver.require(List.of(value));
        return value;
    }

    @Test
    void textWithoutPlaceholderMeansItself() {
        assertNull(resolver.bind("plain $text <here>", HERE));
        assertNull(resolver.bind("$<other:thing>", HERE));
        assertEquals("$<other:thing>", resolver.resolve("$<other:thing>", HERE));
        assertEquals(0, vault.count());
    }

    @Test
    void bindingMakesNoRequest() {
        LiveValue value = resolver.bind("$<kv:vault/a>", HERE);
        time.advance(Duration.ofMinutes(10));
        assertNull(value.current());
        assertEquals(0, vault.count());
    }

    @Test
    void severalInOneText() {
        vault.put("vault/u", "me", "1").put("vault/p", "p&w d", "1");
        assertEquals(
                "jdbc:x?user=me&password=p%26w%20d",
                resolver.resolve("jdbc:x?user=$<kv:vault/u>&password=$<kv:vault/p?as=url>", HERE));
        assertEquals(2, vault.count());
    }

    @Test
    void whatASecretHoldsIsNeverResolvedAgain() {
        vault.put("vault/a", "$<kv:vault/b> $$<kv:vault/b>", "1");
        assertEquals("<$<kv:vault/b> $$<kv:vault/b>>", resolver.resolve("<$<kv:vault/a>>", HERE));
        assertEquals(1, vault.count());
    }

    @Test
    void oneSecretNamedTwiceIsOneRequest() {
        vault.put("vault/a", "{\"u\":\"me\",\"n\":7,\"b\":true}", "1");
        assertEquals(
                "me 7 true",
                resolver.resolve("$<kv:vault/a#u> $<kv:vault/A#n> $<kv:vault/a#b>", HERE)
                        .trim());
        assertEquals(1, vault.count());
    }

    @Test
    void escapesNeedNoVault() {
        assertEquals("$<kv:a/b>", resolver.resolve("$$<kv:a/b>", HERE));
        assertEquals(0, vault.count());
    }

    @Test
    void optionalAndDefaultSpeakOfWhatDoesNotExist() {
        assertNull(resolver.resolve("$<kv:vault/no?optional>", HERE));
        assertEquals("a b", resolver.resolve("$<kv:vault/no?default=a%20b>", HERE));
        vault.fail("vault/no2", Failure.Kind.REFUSED);
        SecretException refused =
                assertThrows(SecretException.class, () -> resolver.resolve("$<kv:vault/no2?default=x&optional>", HERE));
        assertEquals(77, refused.exitCode());
        vault.fail("vault/no3", Failure.Kind.UNREACHABLE);
        SecretException outage =
                assertThrows(SecretException.class, () -> resolver.resolve("$<kv:vault/no3?optional>", HERE));
        assertEquals(69, outage.exitCode());
    }

    @Test
    void saysAtOnceThatItIsClosed() {
        vault.put("vault/a", "1", "1").put("vault/b", "2", "1");
        assertEquals("1", resolver.resolve("$<kv:vault/a>", HERE));
        long before = time.nanos();
        resolver.close();
        assertEquals("1", resolver.resolve("$<kv:vault/a>", HERE));
        SecretException closed = assertThrows(SecretException.class, () -> resolver.resolve("$<kv:vault/b>", HERE));
        assertEquals("KW-9105", closed.failures().get(0).messageCode());
        assertEquals(before, time.nanos(), "it has waited");
    }

    @Test
    void onMissingWarnLeavesTheKeyUnset() {
        resolver.close();
        resolver = open(Map.of("on-missing", "warn"));
        vault.fail("vault/off", Failure.Kind.DISABLED).put("vault/a", "1", "1");
        Map<String, String> texts =
                new HashMap<>(Map.of("x", "$<kv:vault/no>", "y", "$<kv:vault/off>", "z", "$<kv:vault/a>"));
        assertEquals(Map.of("z", "1"), resolver.resolve(texts, HERE));
    }

    @Test
    void whatIsNotAllowedIsNeverAskedFor() {
        resolver.close();
        resolver = open(Map.of("allow", "vault/app-*; other/x"));
        vault.put("vault/app-a", "1", "1").put("vault/db", "2", "1");
        SecretException refused = assertThrows(
                SecretException.class, () -> resolver.resolve("$<kv:vault/app-a>$<kv:vault/db?optional>", HERE));
        assertEquals(78, refused.exitCode());
        assertEquals(Failure.Kind.NOT_ALLOWED, refused.failures().get(0).kind());
        assertTrue(vault.requests().stream().noneMatch(ref -> ref.name().equals("db")));
    }

    @Test
    void allProblemsAtOnceThoseOfOneReasonTogether() {
        Properties properties = new Properties();
        for (int i = 0; i < 30; i++) {
            vault.fail("vault/s" + i, Failure.Kind.REFUSED);
            properties.setProperty("key" + i, "$<kv:vault/s" + i + ">");
        }
        properties.setProperty("typo", "a $<kv:vault>");
        properties.setProperty("fine", "plain");
        SecretException report = assertThrows(SecretException.class, () -> resolver.resolve(properties, HERE));
        assertEquals(31, report.failures().size());
        assertEquals(78, report.exitCode());
        assertEquals(1, count(report.getMessage(), "It is REFUSED."), report.getMessage());
        for (int i = 0; i < 30; i++) {
            assertTrue(report.getMessage().contains("vault/s" + i + " "), report.getMessage());
            assertTrue(report.getMessage().contains("test: key" + i), report.getMessage());
        }
        assertTrue(report.getMessage().contains("test: typo, column 13"), report.getMessage());
    }

    private static int count(String text, String part) {
        return (text.length() - text.replace(part, "").length()) / part.length();
    }

    @Test
    void propertiesKeepDefaultsAndOtherObjects() {
        vault.put("vault/a", "1", "1");
        Properties defaults = new Properties();
        defaults.setProperty("d", "$<kv:vault/a>");
        Properties properties = new Properties(defaults);
        properties.put("n", 5);
        properties.setProperty("gone", "$<kv:vault/no?optional>");
        Properties resolved = resolver.resolve(properties, HERE);
        assertEquals("1", resolved.getProperty("d"));
        assertEquals(5, resolved.get("n"));
        assertFalse(resolved.containsKey("gone"));
    }

    @Test
    void aStartRetriesWhatMayPassAndEndsInTime() {
        vault.fail("vault/a", Failure.Kind.THROTTLED);
        LiveValue value = resolver.bind("$<kv:vault/a>", HERE);
        time.after(Duration.ofSeconds(8), () -> vault.put("vault/a", "1", "1"));
        resolver.require(List.of(value));
        assertEquals("1", value.current());

        vault.fail("vault/b", Failure.Kind.THROTTLED);
        long begun = time.nanos();
        assertThrows(SecretException.class, () -> live("$<kv:vault/b>"));
        assertTrue(time.nanos() - begun <= Duration.ofSeconds(15).toNanos());
    }

    @Test
    void aStartDoesNotRetryWhatWillNotPass() {
        vault.fail("vault/a", Failure.Kind.REFUSED);
        assertThrows(SecretException.class, () -> live("$<kv:vault/a>"));
        assertEquals(1, vault.count());
        assertEquals(0, time.nanos());
    }

    @Test
    void settingsWithProblemsOpenNothing() {
        SecretException e = assertThrows(SecretException.class, () -> open(Map.of("ttl", "soon", "tll", "5m")));
        assertEquals(2, e.failures().size());
        assertEquals(78, e.exitCode());
    }
}
