package io.keyweave.test.identity;

import io.keyweave.devvault.DevVault;
import io.keyweave.devvault.LoopbackService;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Function;

/** Every identity, as the environment of a process that has it. */
public enum Login {
    CLIENT_SECRET("client-secret", DevVault::environment, DevVault::entra),
    CERTIFICATE_IN_PEM("client-certificate", DevVault::certificateEnvironment, DevVault::entra),
    CERTIFICATE_IN_PKCS12("client-certificate", dev -> dev.certificateEnvironment("opensesame"), DevVault::entra),
    WORKLOAD_IDENTITY("workload-identity", DevVault::workloadIdentityEnvironment, DevVault::entra),
    MACHINE("managed-identity", DevVault::managedIdentityEnvironment, DevVault::imds),
    MACHINE_BY_CLIENT_ID("managed-identity", Login::userAssigned, DevVault::imds),
    APP_SERVICE("managed-identity", DevVault::appServiceEnvironment, DevVault::appService),
    CLOUD_SHELL("managed-identity", dev -> dev.cloudShell().environment(), DevVault::cloudShell),
    ARC("managed-identity", dev -> dev.arc().environment(), DevVault::arc);

    private final String auth;
    private final Function<DevVault, Map<String, String>> environment;
    private final Function<DevVault, LoopbackService> service;

    Login(
            String auth,
            Function<DevVault, Map<String, String>> environment,
            Function<DevVault, LoopbackService> service) {
        this.auth = auth;
        this.environment = environment;
        this.service = service;
    }

    private static Map<String, String> userAssigned(DevVault dev) {
        Map<String, String> environment = new HashMap<>(dev.managedIdentityEnvironment());
        environment.put("AZURE_CLIENT_ID", dev.imds().userAssigned().clientId());
        return environment;
    }

    /** The value of the setting {@code auth}. */
    public String auth() {
        return auth;
    }

    /** The variables that a process with this identity has. */
    public Map<String, String> environment(DevVault dev) {
        return environment.apply(dev);
    }

    /** Who gives it tokens. */
    public LoopbackService service(DevVault dev) {
        return service.apply(dev);
    }

    /** How many requests make one token. Arc's first answer names the key file. */
    public int requestsForOneToken() {
        return this == ARC ? 2 : 1;
    }
}
