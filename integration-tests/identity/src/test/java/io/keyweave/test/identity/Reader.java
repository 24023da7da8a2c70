package io.keyweave.test.identity;

import com.microsoft.aad.msal4j.MsalEnvironment;
import io.keyweave.EventLog;
import io.keyweave.Failure;
import io.keyweave.Secret;
import io.keyweave.SecretException;
import io.keyweave.SecretRef;
import io.keyweave.azure.KeyVaultProvider;
import io.keyweave.core.SchemeSettings;
import io.keyweave.devvault.DevVault;
import io.keyweave.devvault.VaultServer;
import io.keyweave.settings.Settings;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;

/** The provider as a process with this environment and these settings would have it, for one vault called {@code v}. */
final class Reader implements AutoCloseable {

    static final Duration PATIENCE = Duration.ofSeconds(60);

    private final KeyVaultProvider provider = new KeyVaultProvider();

    Reader(DevVault dev, VaultServer vault, Map<String, String> environment, String... settings) {
        Map<String, String> all = new HashMap<>();
        all.put("vault.v", vault.url());
        all.put("ca", dev.certificateFile().toString());
        for (int i = 0; i < settings.length; i += 2) {
            all.put(settings[i], settings[i + 1]);
        }
        MsalEnvironment.set(environment);
        provider.configure(new SchemeSettings(Settings.of(all, environment), provider, EventLog.SILENT));
    }

    Secret read(String name) {
        return provider.fetch(new SecretRef("kv", "v", name, null), PATIENCE);
    }

    /** The failure of reading a secret that must not be readable. */
    Failure failure(String name) {
        try {
            read(name);
        } catch (SecretException e) {
            return e.failures().get(0);
        }
        throw new AssertionError(name + " was readable");
    }

    @Override
    public void close() {
        provider.close();
    }
}
