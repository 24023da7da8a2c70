package io.keyweave.quickstart;

import io.keyweave.devvault.DevVault;
import java.util.Map;

/** Azure Key Vault. */
record KeyVaultService(DevVault dev) implements SecretService {

    private static final String VAULT = "contoso-prod";

    @Override
    public String scheme() {
        return "kv";
    }

    @Override
    public String put(String secret, String value) {
        return dev.vault(VAULT).put(secret, value);
    }

    @Override
    public String settings() {
        return "vault." + VAULT + "=" + dev.vault(VAULT).url();
    }

    @Override
    public Map<String, String> environment() {
        return dev.environment();
    }
}
