package io.keyweave.devvault;

import io.keyweave.devvault.json.Json;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * The secrets part of the Key Vault REST API over one {@link StoredSecrets}.
 *
 * @see <a href="https://learn.microsoft.com/rest/api/keyvault/secrets/operation-groups">Key Vault secrets REST API</a>
 */
final class VaultApi implements Handler {

    static final String REGION = "westeurope";

    private static final List<String> API_VERSIONS = List.of(
            "2015-06-01",
            "2016-10-01",
            "7.0",
            "7.1",
            "7.2",
            "7.3",
            "7.4",
            "7.5",
            "7.6",
            "2025-06-01-preview",
            "2025-07-01");
    private static final int LARGEST_VALUE = 25 * 1024;

    private final StoredSecrets secrets;
    private final AccessControl access;

    VaultApi(StoredSecrets secrets, AccessControl access) {
        this.secrets = secrets;
        this.access = access;
    }

    @Override
    public ServerResponse handle(ReceivedRequest request) {
        return dressed(answer(request), request.header("x-ms-client-request-id"));
    }

    @Override
    public ServerResponse problem(int status) {
        ServerResponse plain = VaultErrors.plain(status);
        return dressed(
                status == 401 ? plain.with("WWW-Authenticate", access.challenge("localhost", null)) : plain, null);
    }

    private ServerResponse answer(ReceivedRequest request) {
        List<String> path = request.segments();
        Permission permission = permission(request.method(), path);
        if (permission == null) {
            return VaultErrors.methodNotAllowed(request.method());
        }
        String name = path.size() > 1 ? path.get(1) : "";
        ServerResponse refusal = access.refuse(request, permission, name);
        if (refusal != null) {
            return refusal;
        }
        String apiVersion = request.query().get("api-version");
        if (apiVersion == null || !API_VERSIONS.contains(apiVersion)) {
            return VaultErrors.badParameter(
                    apiVersion == null
                            ? "api-version must be specified"
                            : "The specified version (" + apiVersion + ") is not supported.");
        }
        if (path.size() > 1 && !validName(name)) {
            return VaultErrors.badParameter("The request URI contains an invalid name: " + name);
        }
        String version = path.size() > 2 ? path.get(2) : null;
        if (version != null && permission == Permission.GET && !validVersion(version)) {
            return VaultErrors.badParameter("The request URI contains an invalid version: " + version);
        }
        boolean deleted = path.get(0).equals("deletedsecrets");
        return switch (permission) {
            case GET -> deleted ? getDeleted(request, name) : get(request, name, version);
            case LIST -> path.size() == 1 ? list(request, deleted) : versions(request, name);
            case SET -> set(request, name);
            case UPDATE -> update(request, name, version);
            case DELETE -> secrets.delete(name) ? getDeleted(request, name) : VaultErrors.notFound(name);
            case RECOVER -> recover(request, name);
            case PURGE -> secrets.purge(name) ? ServerResponse.empty(204) : VaultErrors.deletedNotFound(name);
        };
    }

    private static @Nullable Permission permission(String method, List<String> path) {
        String collection = path.isEmpty() ? "" : path.get(0);
        int parts = path.size();
        if (collection.equals("secrets") && parts <= 3) {
            boolean versions = parts == 3 && path.get(2).equals("versions");
            return switch (method) {
                case "GET" -> parts == 1 || versions ? Permission.LIST : Permission.GET;
                case "PUT" -> parts == 2 ? Permission.SET : null;
                case "PATCH" -> parts >= 2 ? Permission.UPDATE : null;
                case "DELETE" -> parts == 2 ? Permission.DELETE : null;
                default -> null;
            };
        }
        if (collection.equals("deletedsecrets") && parts <= 3) {
            return switch (method) {
                case "GET" -> parts == 1 ? Permission.LIST : parts == 2 ? Permission.GET : null;
                case "DELETE" -> parts == 2 ? Permission.PURGE : null;
                case "POST" -> parts == 3 && path.get(2).equals("recover") ? Permission.RECOVER : null;
                default -> null;
            };
        }
        return null;
    }

    private ServerResponse get(ReceivedRequest request, String name, @Nullable String version) {
        SecretVersion found = secrets.find(name, version);
        if (found == null) {
            return VaultErrors.notFound(version == null ? name : name + "/" + version);
        }
        return found.enabled() ? bundle(request, name, found, true) : VaultErrors.disabled();
    }

    private ServerResponse getDeleted(ReceivedRequest request, String name) {
        SecretVersion found = secrets.findDeleted(name);
        if (found == null) {
            return VaultErrors.deletedNotFound(name);
        }
        Map<String, Object> bundle = found.bundle(address(request, name, found), false);
        bundle.put("recoveryId", "https://" + request.host() + "/deletedsecrets/" + name);
        return ServerResponse.json(200, bundle);
    }

    private ServerResponse recover(ReceivedRequest request, String name) {
        SecretVersion found = secrets.recover(name) ? secrets.find(name, null) : null;
        return found == null ? VaultErrors.deletedNotFound(name) : bundle(request, name, found, false);
    }

    private ServerResponse list(ReceivedRequest request, boolean deleted) {
        List<Object> items = new ArrayList<>();
        if (!deleted) {
            for (String name : secrets.names()) {
                SecretVersion current = secrets.find(name, null);
                if (current != null) {
                    items.add(current.bundle("https://" + request.host() + "/secrets/" + name, false));
                }
            }
        }
        return ServerResponse.json(200, Json.of("value", items));
    }

    private ServerResponse versions(ReceivedRequest request, String name) {
        List<Object> items = new ArrayList<>();
        for (SecretVersion version : secrets.versions(name)) {
            items.add(version.bundle(address(request, name, version), false));
        }
        return items.isEmpty() ? VaultErrors.notFound(name) : ServerResponse.json(200, Json.of("value", items));
    }

    private ServerResponse set(ReceivedRequest request, String name) {
        if (secrets.findDeleted(name) != null) {
            return VaultErrors.deletedButRecoverable(name);
        }
        Map<String, Object> body;
        try {
            body = Json.object(request.body());
        } catch (IllegalArgumentException e) {
            return VaultErrors.badParameter("Property  has invalid value");
        }
        if (!(body.get("value") instanceof String value)) {
            return VaultErrors.badParameter("Property value is required");
        }
        if (value.getBytes(StandardCharsets.UTF_8).length > LARGEST_VALUE) {
            return VaultErrors.badParameter("The secret value is longer than " + LARGEST_VALUE + " bytes.");
        }
        Attributes wanted = Attributes.of(body, new Attributes(true, null, null));
        Map<String, Object> tags = tags(body);
        if (tags.size() > 15) {
            return VaultErrors.badParameter("A secret can have 15 tags at most.");
        }
        SecretVersion added = secrets.add(
                name,
                value,
                body.get("contentType") instanceof String type ? type : null,
                tags,
                null,
                wanted.enabled(),
                wanted.notBefore(),
                wanted.expires());
        return bundle(request, name, added, true);
    }

    private ServerResponse update(ReceivedRequest request, String name, @Nullable String version) {
        Map<String, Object> body;
        try {
            body = Json.object(request.body());
        } catch (IllegalArgumentException e) {
            return VaultErrors.badParameter("Property  has invalid value");
        }
        SecretVersion changed = secrets.change(name, version, old -> {
            Attributes wanted = Attributes.of(body, new Attributes(old.enabled(), old.notBefore(), old.expires()));
            return old.with(wanted.enabled(), wanted.notBefore(), wanted.expires());
        });
        return changed == null ? VaultErrors.notFound(name) : bundle(request, name, changed, false);
    }

    private record Attributes(boolean enabled, @Nullable Instant notBefore, @Nullable Instant expires) {

        static Attributes of(Map<String, Object> body, Attributes old) {
            if (!(body.get("attributes") instanceof Map<?, ?> given)) {
                return old;
            }
            return new Attributes(
                    given.get("enabled") instanceof Boolean enabled ? enabled : old.enabled,
                    given.get("nbf") instanceof Number nbf ? Instant.ofEpochSecond(nbf.longValue()) : old.notBefore,
                    given.get("exp") instanceof Number exp ? Instant.ofEpochSecond(exp.longValue()) : old.expires);
        }
    }

    @SuppressWarnings("unchecked")
    private static Map<String, Object> tags(Map<String, Object> body) {
        return body.get("tags") instanceof Map<?, ?> tags ? (Map<String, Object>) tags : Map.of();
    }

    private static ServerResponse bundle(
            ReceivedRequest request, String name, SecretVersion version, boolean withValue) {
        return ServerResponse.json(200, version.bundle(address(request, name, version), withValue));
    }

    private static String address(ReceivedRequest request, String name, SecretVersion version) {
        return "https://" + request.host() + "/secrets/" + name + "/" + version.id();
    }

    static boolean validName(String name) {
        return !name.isEmpty()
                && name.length() <= 127
                && name.chars().allMatch(c -> c == '-' || (c < 128 && Character.isLetterOrDigit(c)));
    }

    private static boolean validVersion(String version) {
        return version.length() == 32 && version.chars().allMatch(c -> Character.digit(c, 16) >= 0);
    }

    private ServerResponse dressed(ServerResponse response, @Nullable String clientRequestId) {
        ServerResponse dressed = response.with("Cache-Control", "no-cache")
                .with("Pragma", "no-cache")
                .with("Expires", "-1")
                .with("x-ms-keyvault-region", REGION)
                .with("x-ms-request-id", UUID.randomUUID().toString())
                .with("x-ms-keyvault-service-version", "1.9.2650.1")
                .with("x-ms-keyvault-network-info", access.networkInfo())
                .with("X-Content-Type-Options", "nosniff")
                .with("Strict-Transport-Security", "max-age=31536000;includeSubDomains");
        return clientRequestId == null ? dressed : dressed.with("x-ms-client-request-id", clientRequestId);
    }
}
