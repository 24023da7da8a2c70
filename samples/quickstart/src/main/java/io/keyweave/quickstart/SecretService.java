package io.keyweave.quickstart;

import io.keyweave.devvault.DevVault;
import io.keyweave.devvault.VaultServer;
import java.util.Map;

/** Where the secrets of the demonstration are kept: one service of a cloud, on loopback. */
interface SecretService {

    /** Gives a secret a new value; returns the version. */
    String put(String name, String value);

    /** A placeholder's beginning, up to the secret's name. */
    String reference(String name);

    /** The agent's settings that lead here. */
    String settings();

    /** What an application's environment says of its identity. */
    Map<String, String> identity();

    /** Azure Key Vault, which the agent knows by itself. */
    static SecretService azure(DevVault dev) {
        VaultServer vault = dev.vault("contoso-prod");
        return new SecretService() {
            @Override
            public String put(String name, String value) {
                return vault.put(name, value);
            }

            @Override
            public String reference(String name) {
                return "$<kv:contoso-prod/" + name;
            }

            @Override
            public String settings() {
                return "vault.contoso-prod=" + vault.url();
            }

            @Override
            public Map<String, String> identity() {
                return dev.environment();
            }
        };
    }
}
