package io.keyweave.settings;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * The Azure clouds that have Key Vault
 * (<a href="https://learn.microsoft.com/azure/key-vault/general/about-keys-secrets-certificates#dns-suffixes-for-object-identifiers">DNS
 * suffixes</a>).
 */
public enum Cloud {
    PUBLIC(
            "public",
            ".vault.azure.net",
            "https://login.microsoftonline.com/",
            "login.windows.net",
            "login.microsoft.com",
            "sts.windows.net"),
    CHINA("china", ".vault.azure.cn", "https://login.chinacloudapi.cn/", "login.partner.microsoftonline.cn"),
    USGOV("usgov", ".vault.usgovcloudapi.net", "https://login.microsoftonline.us/", "login.usgovcloudapi.net");

    private final String key;
    private final String vaultSuffix;
    private final String authority;
    private final List<String> authorityHosts;

    Cloud(String key, String vaultSuffix, String authority, String... aliases) {
        this.key = key;
        this.vaultSuffix = vaultSuffix;
        this.authority = authority;
        List<String> hosts = new ArrayList<>(List.of(aliases));
        hosts.add(authority.substring("https://".length(), authority.length() - 1));
        this.authorityHosts = List.copyOf(hosts);
    }

    /** What follows the vault name in its host name, with the leading dot. */
    public String vaultSuffix() {
        return vaultSuffix;
    }

    /** The Entra ID authority, with a trailing slash. */
    public String authority() {
        return authority;
    }

    /**
     * Whether two hosts, with their ports if any, are one authority: the same, or names that Entra ID's discovery document calls aliases
     * of each other.
     */
    public static boolean sameAuthority(String one, @Nullable String other) {
        if (one.equalsIgnoreCase(other)) {
            return true;
        }
        for (Cloud cloud : values()) {
            if (other != null
                    && cloud.authorityHosts.contains(one.toLowerCase(Locale.ROOT))
                    && cloud.authorityHosts.contains(other.toLowerCase(Locale.ROOT))) {
                return true;
            }
        }
        return false;
    }

    /** The cloud that the setting {@code cloud} names so, or {@code null}. */
    public static @Nullable Cloud of(String key) {
        for (Cloud cloud : values()) {
            if (cloud.key.equals(key)) {
                return cloud;
            }
        }
        return null;
    }
}
