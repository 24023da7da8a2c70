package io.keyweave.hocon;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigException;
import com.typesafe.config.ConfigFactory;
import com.typesafe.config.ConfigParseOptions;
import io.keyweave.EventLog;
import io.keyweave.FakeVault;
import io.keyweave.SecretException;
import io.keyweave.SecretResolver;
import io.keyweave.core.ResolverBuilder;
import io.keyweave.settings.Settings;
import io.keyweave.time.VirtualTime;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class ConfigSecretsTest {

    private final FakeVault vault = new FakeVault();
    private final VirtualTime time = new VirtualTime();
    private final SecretResolver resolver = new ResolverBuilder(Settings.of(Map.of(), Map.of()))
            .provider(vault)
            .time(time)
            .log(EventLog.SILENT)
            .open();

    @AfterEach
    void close() {
        resolver.close();
    }

    private static Config parse(String... lines) {
        return ConfigFactory.parseString(
                        String.join("\n", lines), ConfigParseOptions.defaults().setOriginDescription("app.conf"))
                .resolve();
    }

    @Test
    void placeholdersAreReplacedWhereverAStringCanStand() {
        vault.put("contoso/db-password", "s3cret", "1").put("contoso/port", "5432", "1");
        Config resolved = ConfigSecrets.resolve(
                parse(
                        "db { password = \"$<kv:contoso/db-password>\", port = \"$<kv:contoso/port>\" }",
                        "url = \"jdbc:x?password=$<kv:contoso/db-password>\"",
                        "list = [ a, \"$<kv:contoso/db-password>\", { deep = [\"$<kv:contoso/port>\"] } ]",
                        "again = ${db.password}",
                        "plain = 7"),
                resolver);
        assertEquals("s3cret", resolved.getString("db.password"));
        assertEquals(5432, resolved.getInt("db.port"));
        assertEquals("jdbc:x?password=s3cret", resolved.getString("url"));
        assertEquals("s3cret", resolved.getList("list").get(1).unwrapped());
        assertEquals(
                Map.of("deep", List.of("5432")), resolved.getList("list").get(2).unwrapped());
        assertEquals("s3cret", resolved.getString("again"));
        assertEquals(7, resolved.getInt("plain"));
        assertEquals(2, vault.count(), "one request a secret");
        assertEquals("app.conf: 1", resolved.getValue("db.password").origin().description());
    }

    @Test
    void aConfigWithoutPlaceholdersIsReturnedAsItIs() {
        Config config = parse("a = 1, b = [x], c { d = \"$$\" }");
        assertSame(config, ConfigSecrets.resolve(config, resolver));
        assertEquals(0, vault.count());
    }

    @Test
    void everyProblemIsListedWithItsLine() {
        vault.put("contoso/good", "v", "1");
        Config config = parse(
                "good = \"$<kv:contoso/good>\"",
                "missing = \"$<kv:contoso/missing>\"",
                "list = [",
                "  \"$<kv:contoso/also-missing>\"",
                "]",
                "malformed = \"$<kv:contoso/unclosed\"");
        SecretException failure = assertThrows(SecretException.class, () -> ConfigSecrets.resolve(config, resolver));
        assertEquals(3, failure.failures().size());
        assertTrue(failure.getMessage().contains("app.conf: 2"), failure.getMessage());
        assertTrue(failure.getMessage().contains("app.conf: 4"), failure.getMessage());
        assertTrue(failure.getMessage().contains("app.conf: 6"), failure.getMessage());
        assertEquals(78, failure.exitCode());
    }

    @Test
    void optionalSecretsThatDoNotExistAreLeftOut() {
        Config resolved = ConfigSecrets.resolve(
                parse("a = \"$<kv:contoso/none?optional>\"", "b = [x, \"$<kv:contoso/none?optional>\", y]"), resolver);
        assertFalse(resolved.hasPath("a"));
        assertEquals(List.of("x", "y"), resolved.getStringList("b"));
    }

    @Test
    void theResultIsACopyAndTheNextCallSeesTheRotation() {
        vault.put("contoso/p", "old", "1");
        Config config = parse("p = \"$<kv:contoso/p>\"");
        Config first = ConfigSecrets.resolve(config, resolver);
        vault.put("contoso/p", "new", "2");
        time.advance(Duration.ofMinutes(6));
        assertEquals("old", first.getString("p"));
        assertEquals("new", ConfigSecrets.resolve(config, resolver).getString("p"));
    }

    @Test
    void equalStringsUnderTwoKeysAreTwoValues() {
        vault.put("contoso/p", "s3cret", "1");
        Config resolved = ConfigSecrets.resolve(parse("a = \"$<kv:contoso/p>\"", "b = \"$<kv:contoso/p>\""), resolver);
        assertEquals(Map.of("a", "s3cret", "b", "s3cret"), resolved.root().unwrapped());
    }

    @Test
    void substitutionsMustBeResolvedFirst() {
        Config unresolved = ConfigFactory.parseString("a = ${b}");
        assertThrows(ConfigException.NotResolved.class, () -> ConfigSecrets.resolve(unresolved, resolver));
    }

    @Test
    void escapesGiveTheLiteralTextAndValuesAreNotScannedAgain() {
        vault.put("contoso/sly", "$<kv:contoso/other>", "1");
        Config resolved =
                ConfigSecrets.resolve(parse("escaped = \"$$<kv:contoso/p>\"", "sly = \"$<kv:contoso/sly>\""), resolver);
        assertEquals("$<kv:contoso/p>", resolved.getString("escaped"));
        assertEquals("$<kv:contoso/other>", resolved.getString("sly"));
        assertEquals(1, vault.count());
    }
}
