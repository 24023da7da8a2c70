package io.keyweave.devvault;

import java.util.List;

/** The names that Azure's clouds have in DNS. */
final class Clouds {

    static final List<String> VAULT_SUFFIXES = List.of("vault.azure.net", "vault.azure.cn", "vault.usgovcloudapi.net");

    static final List<String> LOGIN_HOSTS = List.of(
            "login.microsoftonline.com",
            "login.microsoft.com",
            "login.windows.net",
            "sts.windows.net",
            "login.partner.microsoftonline.cn",
            "login.chinacloudapi.cn",
            "login.microsoftonline.us");

    private Clouds() {}

    /** Whether Entra ID knows this as something tokens are made for: Key Vault of any cloud, or a dev vault by its own host. */
    static boolean knownResource(String resource) {
        if (!resource.startsWith("https://")) {
            return false;
        }
        String rest = resource.substring("https://".length());
        String host = rest.endsWith("/") ? rest.substring(0, rest.length() - 1) : rest;
        int colon = host.indexOf(':');
        String name = colon < 0 ? host : host.substring(0, colon);
        return VAULT_SUFFIXES.contains(name)
                || name.equals("localhost")
                || name.equals("127.0.0.1")
                || name.equals("management.azure.com");
    }
}
