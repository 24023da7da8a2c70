package com.microsoft.aad.msal4j;

import java.util.Map;

/**
 * The environment MSAL sees when it looks for a managed identity: it reads the process's own, and a test in this process plays many
 * machines. Each thread, and what it starts, has the one last said. In MSAL's package, because that is who may set it.
 */
public final class MsalEnvironment {

    private static final InheritableThreadLocal<Map<String, String>> CURRENT = new InheritableThreadLocal<>();

    static {
        ManagedIdentityApplication.setEnvironmentVariables(name -> {
            Map<String, String> environment = CURRENT.get();
            return environment == null ? null : environment.get(name);
        });
    }

    private MsalEnvironment() {}

    public static void set(Map<String, String> environment) {
        CURRENT.set(Map.copyOf(environment));
    }
}
