package io.keyweave.test.identity;

import io.keyweave.ConfigProvider;
import io.keyweave.azure.KeyVaultProvider;
import io.keyweave.devvault.DevVault;
import io.keyweave.devvault.Fault;
import io.keyweave.tck.ConfigProviderContract;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;

/** Key Vault's provider is one like any other. */
class KeyVaultContractIT extends ConfigProviderContract {

    @AutoClose
    private final DevVault dev = DevVault.start();

    @BeforeEach
    void fill() {
        dev.vault("contoso").put("db-password", value());
    }

    @Override
    protected ConfigProvider newProvider() {
        return new KeyVaultProvider();
    }

    @Override
    protected Map<String, String> settings() {
        return Map.of(
                "vault.contoso",
                dev.vault("contoso").url(),
                "ca",
                dev.certificateFile().toString());
    }

    @Override
    protected Map<String, String> environment() {
        return dev.environment();
    }

    @Override
    protected String existing() {
        return "$<kv:contoso/db-password>";
    }

    @Override
    protected String value() {
        return "value-of-the-vault";
    }

    @Override
    protected void change(String value) {
        dev.vault("contoso").put("db-password", value);
    }

    @Override
    protected String missing() {
        return "$<kv:contoso/nowhere>";
    }

    @Override
    protected List<String> malformed() {
        return List.of("$<kv:contoso>", "$<kv:contoso/a/b>", "$<kv:a.b/c>", "$<kv:contoso/a b>", "$<kv:contoso/a");
    }

    @Override
    protected AutoCloseable silence() {
        dev.vault("contoso").fault(Fault.silence());
        return dev.vault("contoso")::clearFaults;
    }
}
