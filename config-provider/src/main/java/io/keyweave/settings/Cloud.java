package io.keyweave.settings;

import org.jspecify.annotations.Nullable;

/**
 * The Azure clouds that have Key Vault
 * (<a href="https://learn.microsoft.com/azure/key-vault/general/about-keys-secrets-certificates#dns-suffixes-for-object-identifiers">DNS
 * suffixes</a>).
 */
public enum Cloud {
    PUBLIC("public", ".vault.azure.net", "https://login.microsoftonline.com/"),
    CHINA("china", ".vault.azure.cn", "https://login.chinacloudapi.cn/"),
    USGOV("usgov", ".vault.usgovcloudapi.net", "https://login.microsoftonline.us/");

    private final String key;
    private final String vaultSuffix;
    private final String authority;

    Cloud(String key, String vaultSuffix, String authority) {
        this.key = key;
        this.vaultSuffix = vaultSuffix;
        this.authority = authority;
    }

    /** What follows the vault name in its host name, with the leading dot. */
    public String vaultSuffix() {
        return vaultSuffix;
    }

    /** The Entra ID authority, with a trailing slash. */
    public String authority() {
        return authority;
    }

    static @Nullable Cloud of(String key) {
        for (Cloud cloud : values()) {
            if (cloud.key.equals(key)) {
                return cloud;
            }
        }
        return null;
    }
}
