package io.keyweave.junit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.keyweave.LiveValue;
import io.keyweave.Origin;
import io.keyweave.SecretResolver;
import io.keyweave.devvault.Fault;
import io.keyweave.settings.Settings;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;

/** An application that uses the library, in a JVM without the agent. */
@DevVault(secrets = "contoso/db-password=first = with an equals sign")
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class LibraryTest {

    private static final String FIRST = "first = with an equals sign";

    private static SecretResolver resolver;
    private static LiveValue password;

    @BeforeAll
    static void open(TestVault vault) {
        resolver = SecretResolver.builder(Settings.of(vault.settings())).open();
        password = Objects.requireNonNull(resolver.bind("$<kv:contoso/db-password>", Origin.of("a test")));
        resolver.require(List.of(password));
    }

    @AfterAll
    static void close() {
        resolver.close();
    }

    @Test
    @Order(1)
    void rotation(TestVault vault) {
        assertEquals(FIRST, password.current());
        vault.rotate("contoso/db-password", "second");
        assertEquals("second", password.current());
    }

    @Test
    @Order(2)
    void revocation(TestVault vault) {
        assertEquals(FIRST, password.current());
        vault.revoke("contoso/db-password");
        assertNull(password.current());
    }

    @Test
    @Order(3)
    void outage(TestVault vault) {
        vault.fail(Fault.refused());
        assertEquals(FIRST, password.current());
    }

    @Test
    void theSameAsVariablesForAProcess(TestVault vault) {
        Map<String, String> environment = vault.environment();
        assertEquals(vault.settings().get("vault.contoso"), environment.get("KEYWEAVE_VAULT_CONTOSO"));
        assertEquals("1s", environment.get("KEYWEAVE_TTL"));
        assertTrue(environment.get("KEYWEAVE_CLIENT_SECRET").length() > 8);
        assertThrows(IllegalStateException.class, () -> vault.configure(new ProcessBuilder("true"), null));
    }

    @Test
    void theAgentIsAddedToTheOptionsThatAreThere() {
        assertEquals("-javaagent:/a/b.jar", TestJvm.optionsWithAgent(null, "/a/b.jar"));
        assertEquals("-Dx=y -javaagent:'/a b.jar'", TestJvm.optionsWithAgent("-Dx=y", "/a b.jar"));
        assertEquals(
                "-javaagent:/x/keyweave-agent.jar",
                TestJvm.optionsWithAgent("-javaagent:/x/keyweave-agent.jar", "/a/b.jar"));
    }
}
