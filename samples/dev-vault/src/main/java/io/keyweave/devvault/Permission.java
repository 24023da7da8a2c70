package io.keyweave.devvault;

import java.util.EnumSet;
import java.util.Set;

/** What a vault lets somebody do with its secrets. */
public enum Permission {
    GET("getSecret/action"),
    LIST("readMetadata/action"),
    SET("setSecret/action"),
    UPDATE("update/action"),
    DELETE("delete"),
    RECOVER("recover/action"),
    PURGE("purge/action");

    /** What the role <em>Key Vault Secrets User</em> grants, apart from listing: all that Keyweave may need. */
    public static final Set<Permission> SECRETS_USER = Set.of(GET);

    /** What the role <em>Key Vault Secrets Officer</em> grants. */
    public static final Set<Permission> SECRETS_OFFICER = Set.copyOf(EnumSet.allOf(Permission.class));

    private final String action;

    Permission(String action) {
        this.action = action;
    }

    /** The data action of Azure RBAC, without its prefix. */
    String action() {
        return action;
    }
}
