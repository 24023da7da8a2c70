package io.keyweave.agent.patch.mongodb;

import io.keyweave.agent.instrument.PatchList;

/** The patched classes of MongoDB's driver. */
public final class MongoDbPatches {

    private MongoDbPatches() {}

    public static PatchList list() {
        return new PatchList("MongoDB's driver", "a rotated password for new connections")
                .addFirst("com.mongodb.MongoCredential", MongoCredentialPatch::new)
                .addFirst("com.mongodb.internal.connection.SaslAuthenticator", MongoSaslPatch::new);
    }
}
