/**
 * Key Vault for Kafka clients, brokers, Connect and MirrorMaker, as a Kafka {@code ConfigProvider}. The only package that knows
 * Kafka; only {@link io.keyweave.kafka.ConnectKeyVaultConfigProvider} knows Connect, which clients and brokers do not have.
 */
@NullMarked
package io.keyweave.kafka;

import org.jspecify.annotations.NullMarked;
