package io.keyweave.kafka;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.ServiceLoader;
import java.util.Set;
import org.apache.kafka.common.config.AbstractConfig;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.common.config.ConfigException;
import org.apache.kafka.common.config.provider.ConfigProvider;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The provider as Kafka's own configuration classes use it, over a file instead of a vault. */
class KeyVaultConfigProviderTest {

    @TempDir
    Path directory;

    private Map<String, String> properties;

    @BeforeEach
    void secrets() throws Exception {
        Path offline = directory.resolve("secrets.properties");
        Files.writeString(offline, "contoso/db=hunter2\ncontoso/app={\"user\":\"admin\"}\n");
        properties = new HashMap<>(Map.of(
                "config.providers",
                "kv",
                "config.providers.kv.class",
                KeyVaultConfigProvider.class.getName(),
                "config.providers.kv.param.offline",
                offline.toString(),
                "config.providers.kv.param.default.vault",
                "contoso"));
    }

    private AbstractConfig config(String password) {
        properties.put("password", password);
        return new AbstractConfig(
                new ConfigDef().define("password", ConfigDef.Type.STRING, ConfigDef.Importance.HIGH, ""),
                properties,
                false);
    }

    @Test
    void resolvesEveryFormInAKafkaConfiguration() {
        assertEquals("hunter2", config("${kv:contoso:db}").getString("password"));
        assertEquals("hunter2", config("${kv:contoso/db}").getString("password"));
        assertEquals("hunter2", config("${kv:db}").getString("password"));
        assertEquals("hunter2", config("${kv:contoso.vault.azure.net:db}").getString("password"));
        assertEquals("u=admin;p=hunter2", config("u=${kv:app#user};p=${kv:db}").getString("password"));
    }

    @Test
    void aSecretThatIsNotThereStopsTheStartAndLeavesNoLiteral() {
        ConfigException e = assertThrows(ConfigException.class, () -> config("${kv:contoso:nowhere}"));

        assertTrue(e.getMessage().contains("contoso/nowhere"), e.getMessage());
        assertNull(e.getCause());
    }

    @Test
    void aMistakeInTheParametersIsToldWithoutTheirValues() {
        properties.put("config.providers.kv.param.client-secret", "hunter2");
        properties.put("config.providers.kv.param.connect-ttl", "soon");

        ConfigException e = assertThrows(ConfigException.class, () -> config("${kv:db}"));

        assertTrue(e.getMessage().contains("connect-ttl"), e.getMessage());
        assertFalse(e.getMessage().contains("hunter2"), e.getMessage());
    }

    @Test
    void isFoundByPluginScannersAndNeedsNothingToBeConstructed() {
        boolean found = false;
        for (ConfigProvider provider : ServiceLoader.load(ConfigProvider.class)) {
            found |= provider.getClass() == KeyVaultConfigProvider.class;
        }
        assertTrue(found);
    }

    @Test
    void answersOnlyBetweenConfigureAndClose() {
        KeyVaultConfigProvider provider = new KeyVaultConfigProvider();
        provider.close();
        assertThrows(IllegalStateException.class, () -> provider.get("contoso", Set.of("db")));

        provider.configure(Map.of("offline", String.valueOf(properties.get("config.providers.kv.param.offline"))));
        assertEquals("hunter2", provider.get("contoso", Set.of("db")).data().get("db"));
        assertThrows(ConfigException.class, () -> provider.get("contoso"));

        provider.close();
        provider.close();
        assertThrows(IllegalStateException.class, () -> provider.get("contoso", Set.of("db")));
    }
}
