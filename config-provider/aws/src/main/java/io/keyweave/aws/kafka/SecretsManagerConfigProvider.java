package io.keyweave.aws.kafka;

import io.keyweave.kafka.SchemeConfigProvider;

/**
 * AWS Secrets Manager for the configuration of Kafka clients, brokers, Connect and MirrorMaker.
 *
 * <pre>
 * config.providers=aws
 * config.providers.aws.class=io.keyweave.aws.kafka.SecretsManagerConfigProvider
 * ssl.key.password=${aws:prod/key-password}
 * </pre>
 */
public final class SecretsManagerConfigProvider extends SchemeConfigProvider {

    /** Does nothing. */
    public SecretsManagerConfigProvider() {
        super("aws");
    }
}
