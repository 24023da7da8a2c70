package io.keyweave.gcp.kafka;

import io.keyweave.kafka.SchemeConfigProvider;

/**
 * Google Secret Manager for the configuration of Kafka clients, brokers, Connect and MirrorMaker.
 *
 * <pre>
 * config.providers=gcp
 * config.providers.gcp.class=io.keyweave.gcp.kafka.SecretManagerConfigProvider
 * ssl.key.password=${gcp:contoso-prod/key-password}
 * </pre>
 */
public final class SecretManagerConfigProvider extends SchemeConfigProvider {

    /** Does nothing. */
    public SecretManagerConfigProvider() {
        super("gcp");
    }
}
