package io.keyweave.agent.patch.rabbitmq;

import io.keyweave.agent.instrument.PatchList;

/** The patched classes of RabbitMQ's Java client. */
public final class RabbitMqPatches {

    private static final String FACTORY = "com.rabbitmq.client.ConnectionFactory";
    private static final String RECOVERY = "com.rabbitmq.client.impl.recovery.RecoveryAwareAMQConnectionFactory";

    private RabbitMqPatches() {}

    public static PatchList list() {
        return new PatchList("RabbitMQ's client", "a rotated password for new connections")
                .addFirst(FACTORY, RabbitMqPatch::new)
                .addFirst(RECOVERY, RabbitMqPatch::new)
                .addFirst("com.rabbitmq.client.impl.ConnectionParams", ConnectionParamsPatch::new);
    }
}
