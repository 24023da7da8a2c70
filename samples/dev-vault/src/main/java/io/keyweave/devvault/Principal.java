package io.keyweave.devvault;

import java.util.UUID;

/**
 * Somebody who can have a token.
 *
 * @param name for people
 * @param tenantId the tenant that issues the token
 * @param clientId the application (client) id, {@code appid} in a token
 * @param objectId the object id that roles are granted to, {@code oid} in a token
 */
public record Principal(String name, String tenantId, String clientId, String objectId) {

    static Principal create(String name, String tenantId) {
        return new Principal(
                name, tenantId, UUID.randomUUID().toString(), UUID.randomUUID().toString());
    }
}
