package io.keyweave.kafka;

import io.keyweave.placeholder.PlaceholderParser;

/**
 * Azure Key Vault for the configuration of Kafka clients, brokers, Connect and MirrorMaker
 * (<a href="https://kafka.apache.org/documentation/#config_providers">configuration providers</a>).
 *
 * <pre>
 * config.providers=kv
 * config.providers.kv.class=io.keyweave.kafka.KeyVaultConfigProvider
 * ssl.key.password=${kv:contoso-prod:key-password}
 * </pre>
 *
 * <p>Variables are <code>${kv:vault:secret}</code>, <code>${kv:vault/secret[/version]}</code> and, with the parameter
 * {@code default.vault}, <code>${kv:secret}</code>, each with {@code #field} and {@code ?options} behind the secret as in a
 * placeholder. Parameters are the names of Keyweave's settings and {@code default.vault}, {@code file.dir}, {@code connect-ttl},
 * {@code connect-restart}, {@code connect-rest}, {@code connect-rest-user}, {@code connect-rest-password}, {@code min-ttl}.
 *
 * <p>Thread-safe.
 */
public class KeyVaultConfigProvider extends SchemeConfigProvider {

    /** Does nothing. */
    public KeyVaultConfigProvider() {
        super(PlaceholderParser.KEY_VAULT);
    }
}
