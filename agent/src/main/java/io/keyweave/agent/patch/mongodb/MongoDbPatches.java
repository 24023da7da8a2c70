package io.keyweave.agent.patch.mongodb;

import io.keyweave.agent.patch.Patch;
import org.jspecify.annotations.Nullable;

/** The patched classes of MongoDB's driver. */
public final class MongoDbPatches {

    private MongoDbPatches() {}

    /** @param name internal name, with slashes */
    public static @Nullable Patch find(String name) {
        return switch (name) {
            case "com/mongodb/MongoCredential" -> new MongoCredentialPatch();
            case "com/mongodb/internal/connection/SaslAuthenticator" -> new MongoSaslPatch();
            default -> null;
        };
    }
}
