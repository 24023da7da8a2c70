package io.keyweave.devvault;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;

/** The tenants and applications that Entra ID knows. Thread-safe. */
final class Tenants {

    private final List<String> tenants = new CopyOnWriteArrayList<>();
    private final List<Application> applications = new CopyOnWriteArrayList<>();

    void addTenant(String tenantId) {
        tenants.add(tenantId);
    }

    boolean hasTenant(String tenantId) {
        return tenants.contains(tenantId);
    }

    Application register(Principal principal) {
        Application application = new Application(principal);
        applications.add(application);
        return application;
    }

    /** The application of this client id in this tenant, or null. */
    @Nullable
    Application find(String tenantId, String clientId) {
        for (Application application : applications) {
            Principal principal = application.principal();
            if (principal.tenantId().equals(tenantId) && principal.clientId().equals(clientId)) {
                return application;
            }
        }
        return null;
    }
}
