package io.keyweave.agent.patch.kafka;

import io.keyweave.agent.instrument.PatchList;

/** The patched classes of Kafka's clients. */
public final class KafkaPatches {

    private static final String PACKAGE = "org.apache.kafka.common.security.authenticator.";

    private KafkaPatches() {}

    public static PatchList list() {
        return new PatchList("Apache Kafka's clients", "a rotated password for new connections")
                .addFirst(PACKAGE + "SaslClientAuthenticator", SaslAuthenticatorPatch::new)
                .addFirst(PACKAGE + "SaslClientCallbackHandler", SaslCallbackPatch::new);
    }
}
