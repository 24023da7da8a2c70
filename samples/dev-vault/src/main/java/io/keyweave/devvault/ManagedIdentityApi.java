package io.keyweave.devvault;

import io.keyweave.devvault.json.Json;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;

/**
 * The token endpoint that a machine or a platform offers to the processes on it. Four dialects of one request differ in how the
 * caller shows that it is local and in how errors look.
 *
 * @see <a href="https://learn.microsoft.com/entra/identity/managed-identities-azure-resources/how-to-use-vm-token">IMDS</a>
 * @see <a href="https://learn.microsoft.com/azure/app-service/overview-managed-identity">App Service</a>
 * @see <a href="https://learn.microsoft.com/azure/azure-arc/servers/managed-identity-authentication">Azure Arc</a>
 */
final class ManagedIdentityApi implements Handler {

    static final String IMDS_PATH = "/metadata/identity/oauth2/token";
    static final String APP_SERVICE_PATH = "/msi/token";
    static final String CLOUD_SHELL_PATH = "/oauth2/token";

    private final ManagedIdentityServer.EndpointKind kind;
    private final IssuedTokens tokens;
    private final String header;
    private final Path challengeDirectory;
    private final List<Principal> identities = new CopyOnWriteArrayList<>();
    private final Set<String> challenges = ConcurrentHashMap.newKeySet();
    private volatile @Nullable Principal system;

    /**
     * @param header what App Service callers must show in {@code X-IDENTITY-HEADER}
     * @param challengeDirectory where Arc puts what only a privileged local process can read
     */
    ManagedIdentityApi(
            ManagedIdentityServer.EndpointKind kind,
            IssuedTokens tokens,
            Principal system,
            String header,
            Path challengeDirectory) {
        this.kind = kind;
        this.tokens = tokens;
        this.system = system;
        this.header = header;
        this.challengeDirectory = challengeDirectory;
    }

    void assign(Principal user) {
        identities.add(user);
    }

    void unassignAll() {
        identities.clear();
        system = null;
    }

    @Override
    public ServerResponse handle(ReceivedRequest request) {
        String path =
                switch (kind) {
                    case APP_SERVICE -> APP_SERVICE_PATH;
                    case CLOUD_SHELL -> CLOUD_SHELL_PATH;
                    case IMDS, ARC -> IMDS_PATH;
                };
        if (!request.method().equals("GET")) {
            return ServerResponse.empty(405);
        }
        if (!request.path().equals(path) && !request.path().equals(path + "/")) {
            return ServerResponse.empty(404);
        }
        ServerResponse refusal = refuse(request);
        if (refusal != null) {
            return refusal;
        }
        String resource = request.query().get("resource");
        if (resource == null || resource.isEmpty()) {
            return invalid(400, "Required query variable 'resource' is missing");
        }
        Principal identity = identity(request.query());
        if (identity == null) {
            return problem(400);
        }
        if (!Clouds.knownResource(resource)) {
            return unknownResource(identity, resource);
        }
        return token(identity, resource);
    }

    private ServerResponse unknownResource(Principal identity, String resource) {
        String words = "AADSTS500011: "
                + EntraError.UNKNOWN_RESOURCE.text(identity.clientId(), identity.tenantId(), resource, "");
        return switch (kind) {
            // Capitals here, small letters in its other answers: the platform has two layers that write them.
            case APP_SERVICE ->
                ServerResponse.json(
                        400,
                        Json.of(
                                "StatusCode",
                                400,
                                "Message",
                                words,
                                "CorrelationId",
                                UUID.randomUUID().toString()));
            case CLOUD_SHELL ->
                ServerResponse.json(
                        400,
                        Json.of(
                                "error",
                                Json.of(
                                        "code",
                                        "AudienceNotSupported",
                                        "message",
                                        "Audience " + resource + " isn't a supported MSI token audience.")));
            case IMDS, ARC ->
                ServerResponse.json(400, Json.of("error", "invalid_resource", "error_description", words));
        };
    }

    @Override
    public ServerResponse problem(int status) {
        if (kind == ManagedIdentityServer.EndpointKind.APP_SERVICE) {
            String message = status == 400
                    ? "No Managed Identity found for specified ClientId/ResourceId/PrincipalId."
                    : "An unexpected error occured while fetching the AAD Token.";
            return ServerResponse.json(
                    status,
                    Json.of(
                            "statusCode", status,
                            "message", message,
                            "correlationId", UUID.randomUUID().toString()));
        }
        return switch (status) {
            case 400 -> invalid(400, "Identity not found");
            case 404 ->
                ServerResponse.json(
                        404, Json.of("error", "not_found", "error_description", "IMDS endpoint is updating"));
            case 410 ->
                ServerResponse.json(
                        410, Json.of("error", "gone", "error_description", "IMDS is going through updates"));
            case 429 ->
                ServerResponse.json(
                        429, Json.of("error", "too_many_requests", "error_description", "Too many requests"));
            default ->
                ServerResponse.json(
                        status,
                        Json.of(
                                "error",
                                "unknown",
                                "error_description",
                                "Failed to retrieve token from the Active directory."));
        };
    }

    private @Nullable ServerResponse refuse(ReceivedRequest request) {
        String apiVersion = request.query().get("api-version");
        return switch (kind) {
            case IMDS -> metadataHeader(request, apiVersion, "2018-02-01");
            // It knows no versions.
            case CLOUD_SHELL -> metadataHeader(request, "", "");
            case APP_SERVICE -> {
                if (!header.equals(request.header("X-IDENTITY-HEADER"))) {
                    yield problem(403);
                }
                yield "2019-08-01".equals(apiVersion) ? null : problem(404);
            }
            case ARC -> {
                ServerResponse missing = metadataHeader(request, apiVersion, "2020-06-01");
                yield missing != null ? missing : arcChallenge(request);
            }
        };
    }

    private static @Nullable ServerResponse metadataHeader(
            ReceivedRequest request, @Nullable String apiVersion, String oldest) {
        if (!"true".equalsIgnoreCase(request.header("Metadata"))) {
            return invalid(400, "Required metadata header not specified");
        }
        return apiVersion == null || apiVersion.compareTo(oldest) < 0
                ? invalid(400, "Required query variable 'api-version' is missing or not supported")
                : null;
    }

    /** Arc wants to see the content of a file that only root and its own group can read. */
    private @Nullable ServerResponse arcChallenge(ReceivedRequest request) {
        String authorization = request.header("Authorization");
        if (authorization != null
                && authorization.startsWith("Basic ")
                && challenges.remove(authorization.substring(6))) {
            return null;
        }
        String key =
                Base64.getEncoder().encodeToString(UUID.randomUUID().toString().getBytes(StandardCharsets.US_ASCII));
        Path file = challengeDirectory.resolve(UUID.randomUUID() + ".key");
        try {
            Files.writeString(file, key);
        } catch (IOException e) {
            return problem(500);
        }
        file.toFile().deleteOnExit();
        challenges.add(key);
        return ServerResponse.empty(401).with("WWW-Authenticate", "Basic realm=" + file);
    }

    private @Nullable Principal identity(Map<String, String> query) {
        String clientId = query.get("client_id");
        String objectId = query.getOrDefault("object_id", query.get("principal_id"));
        if (clientId == null && objectId == null) {
            return system;
        }
        for (Principal identity : identities) {
            if (identity.clientId().equals(clientId) || identity.objectId().equals(objectId)) {
                return identity;
            }
        }
        return null;
    }

    private ServerResponse token(Principal identity, String resource) {
        IssuedTokens.Issued issued = tokens.issue(identity, resource, null);
        long expires = issued.expires().getEpochSecond();
        long from = issued.notBefore().getEpochSecond();
        Map<String, Object> body = Json.of(
                "access_token", issued.text(),
                "client_id", identity.clientId(),
                "expires_on", String.valueOf(expires),
                "resource", resource,
                "token_type", "Bearer");
        if (kind != ManagedIdentityServer.EndpointKind.APP_SERVICE) {
            body.put("expires_in", String.valueOf(expires - from));
            body.put("ext_expires_in", String.valueOf(expires - from));
            body.put("not_before", String.valueOf(from));
        }
        return ServerResponse.json(200, body);
    }

    private static ServerResponse invalid(int status, String description) {
        return ServerResponse.json(status, Json.of("error", "invalid_request", "error_description", description));
    }
}
