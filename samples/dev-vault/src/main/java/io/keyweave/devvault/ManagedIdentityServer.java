package io.keyweave.devvault;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;

/**
 * A managed identity endpoint, in plain HTTP on a port of its own as the real ones are. It has one system-assigned and one
 * user-assigned identity. Thread-safe.
 */
public final class ManagedIdentityServer extends LoopbackService {

    enum EndpointKind {
        /** The instance metadata service of virtual machines and AKS nodes. */
        IMDS,
        /** App Service, Functions, Container Apps. */
        APP_SERVICE,
        /** A shell in the Azure portal. */
        CLOUD_SHELL,
        /** A machine outside Azure with the Connected Machine agent. */
        ARC
    }

    /** Where the Connected Machine agent puts its keys on Linux. The SDK reads them from nowhere else. */
    private static final Path ARC_DIRECTORY = Path.of("/var/opt/azcmagent/tokens");

    private final EndpointKind kind;
    private final ManagedIdentityApi api;
    private final Principal system;
    private final Principal user;
    private final String header;

    private ManagedIdentityServer(
            EndpointKind kind,
            int port,
            ManagedIdentityApi api,
            Principal system,
            Principal user,
            String header,
            Faults faults) {
        super(kind.name().toLowerCase(Locale.ROOT), port, null, api, faults);
        this.kind = kind;
        this.api = api;
        this.system = system;
        this.user = user;
        this.header = header;
        api.assign(user);
    }

    static ManagedIdentityServer open(EndpointKind kind, int port, String tenantId, IssuedTokens tokens) {
        Principal system = Principal.create("system-assigned", tenantId);
        Principal user = Principal.create("user-assigned", tenantId);
        String header = UUID.randomUUID().toString();
        if (kind == EndpointKind.ARC) {
            try {
                Files.createDirectories(ARC_DIRECTORY);
            } catch (IOException e) {
                throw new UncheckedIOException("Azure Arc needs " + ARC_DIRECTORY + ", which cannot be made here", e);
            }
        }
        ManagedIdentityApi api = new ManagedIdentityApi(kind, tokens, system, header, ARC_DIRECTORY);
        return new ManagedIdentityServer(kind, port, api, system, user, header, new Faults());
    }

    /** The identity of the machine itself: what a request without a client id gets. */
    public Principal systemAssigned() {
        return system;
    }

    /** The identity that a request must name by its client id. */
    public Principal userAssigned() {
        return user;
    }

    /** Takes both identities away: every request is answered with "Identity not found". */
    public void unassign() {
        api.unassignAll();
    }

    /** The environment variables that make the Azure SDK ask here. */
    public Map<String, String> environment() {
        String base = "http://127.0.0.1:" + port();
        return switch (kind) {
            case IMDS -> Map.of("AZURE_POD_IDENTITY_AUTHORITY_HOST", base);
            case APP_SERVICE ->
                Map.of("IDENTITY_ENDPOINT", base + ManagedIdentityApi.APP_SERVICE_PATH, "IDENTITY_HEADER", header);
            case CLOUD_SHELL -> Map.of("MSI_ENDPOINT", base + ManagedIdentityApi.CLOUD_SHELL_PATH);
            case ARC -> Map.of("IDENTITY_ENDPOINT", base + ManagedIdentityApi.IMDS_PATH, "IMDS_ENDPOINT", base);
        };
    }
}
