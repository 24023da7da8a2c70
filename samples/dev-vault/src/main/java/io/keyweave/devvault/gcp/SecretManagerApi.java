package io.keyweave.devvault.gcp;

import io.keyweave.devvault.Handler;
import io.keyweave.devvault.ReceivedRequest;
import io.keyweave.devvault.ServerResponse;
import io.keyweave.devvault.json.Json;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.zip.CRC32C;
import org.jspecify.annotations.Nullable;

/**
 * The part of Secret Manager's REST API that reads, adds and ends versions.
 *
 * @see <a href="https://cloud.google.com/secret-manager/docs/reference/rest">Secret Manager API</a>
 */
final class SecretManagerApi implements Handler {

    static final String CLOUD_PLATFORM = "https://www.googleapis.com/auth/cloud-platform";

    private static final int LARGEST_PAYLOAD = 64 * 1024;

    private final SecretResources secrets;
    private final CallerCheck callers;
    private final Map<String, String> projectNumbers = new ConcurrentHashMap<>();

    SecretManagerApi(SecretResources secrets, CallerCheck callers) {
        this.secrets = secrets;
        this.callers = callers;
    }

    /** The number of a project: answers name projects by it, whatever the request said. */
    String projectNumber(String project) {
        return projectNumbers.computeIfAbsent(
                project, id -> String.valueOf(100_000_000_000L + Integer.toUnsignedLong(id.hashCode())));
    }

    @Override
    public ServerResponse handle(ReceivedRequest request) {
        Call call = Call.of(request);
        if (call == null) {
            return ServerResponse.of(
                    404,
                    "text/html; charset=UTF-8",
                    "<!DOCTYPE html><html><title>Error 404 (Not Found)!!1</title></html>");
        }
        GoogleError refusal = callers.refuse(request, call.permission(), call.resource());
        if (refusal != null) {
            ServerResponse refused = refusal.response();
            return refusal.code() == 401
                    ? refused.with("WWW-Authenticate", "Bearer realm=\"https://accounts.google.com/\"")
                    : refused;
        }
        call = call.of(secretById(call.secret()));
        return dressed(call.version() == null ? onSecret(call, request) : onVersion(call, call.version()));
    }

    @Override
    public ServerResponse problem(int status) {
        return dressed(GoogleError.of(status).response());
    }

    private ServerResponse onSecret(Call call, ReceivedRequest request) {
        SecretName secret = call.secret();
        String shown = shown(secret);
        if (!secrets.has(secret)) {
            return GoogleError.noSecret(shown).response();
        }
        return switch (call.verb()) {
            case "get" -> ServerResponse.json(200, Json.of("name", shown));
            case "delete" -> {
                secrets.delete(secret);
                yield ServerResponse.json(200, Map.of());
            }
            case "versions" -> {
                List<Object> versions = new ArrayList<>();
                for (StoredVersion each : secrets.versions(secret)) {
                    versions.add(0, metadata(shown, each));
                }
                yield ServerResponse.json(200, Json.of("versions", versions, "totalSize", versions.size()));
            }
            default -> addVersion(secret, request);
        };
    }

    private ServerResponse addVersion(SecretName secret, ReceivedRequest request) {
        byte[] payload;
        try {
            if (!(Json.object(request.body()).get("payload") instanceof Map<?, ?> given)
                    || !(given.get("data") instanceof String data)) {
                return GoogleError.invalidArgument("The payload is missing.").response();
            }
            payload = Base64.getDecoder().decode(data);
        } catch (IllegalArgumentException e) {
            return GoogleError.invalidArgument("Invalid value at 'payload.data' (TYPE_BYTES).")
                    .response();
        }
        if (payload.length > LARGEST_PAYLOAD) {
            return GoogleError.invalidArgument("The payload exceeds " + LARGEST_PAYLOAD + " bytes.")
                    .response();
        }
        return ServerResponse.json(200, metadata(shown(secret), secrets.add(secret, payload)));
    }

    private ServerResponse onVersion(Call call, String version) {
        SecretName secret = call.secret();
        String shown = shown(secret);
        StoredVersion found = secrets.find(secret, version);
        if (found == null) {
            return secrets.versions(secret).isEmpty()
                    ? GoogleError.noSecret(shown).response()
                    : GoogleError.noVersion(shown + "/versions/" + version).response();
        }
        VersionState next =
                switch (call.verb()) {
                    case "enable" -> VersionState.ENABLED;
                    case "disable" -> VersionState.DISABLED;
                    case "destroy" -> VersionState.DESTROYED;
                    default -> null;
                };
        if (next != null) {
            StoredVersion changed = secrets.change(secret, version, next);
            return changed == null
                    ? GoogleError.inState(shown + "/versions/" + found.number(), found.state())
                            .response()
                    : ServerResponse.json(200, metadata(shown, changed));
        }
        return call.verb().equals("get") ? ServerResponse.json(200, metadata(shown, found)) : access(shown, found);
    }

    /** A project is named by its id or by its number. */
    private SecretName secretById(SecretName secret) {
        for (Map.Entry<String, String> project : projectNumbers.entrySet()) {
            if (project.getValue().equals(secret.project())) {
                return secret.inProject(project.getKey());
            }
        }
        return secret;
    }

    private static ServerResponse access(String secret, StoredVersion version) {
        String name = secret + "/versions/" + version.number();
        if (version.state() != VersionState.ENABLED) {
            return GoogleError.inState(name, version.state()).response();
        }
        CRC32C checksum = new CRC32C();
        checksum.update(version.payload());
        return ServerResponse.json(
                200,
                Json.of(
                        "name",
                        name,
                        "payload",
                        Json.of(
                                "data",
                                Base64.getEncoder().encodeToString(version.payload()),
                                "dataCrc32c",
                                String.valueOf(checksum.getValue()))));
    }

    private static Map<String, Object> metadata(String secret, StoredVersion version) {
        return Json.of(
                "name",
                secret + "/versions/" + version.number(),
                "createTime",
                version.created().toString(),
                "state",
                version.state().name(),
                "etag",
                "\"" + Long.toHexString(version.created().toEpochMilli()) + "\"");
    }

    private String shown(SecretName secret) {
        return secret.inProject(projectNumber(secret.project())).toString();
    }

    private static ServerResponse dressed(ServerResponse response) {
        return response.with("Cache-Control", "private")
                .with("Vary", "Origin, X-Origin, Referer")
                .with("Server", "ESF")
                .with("X-Content-Type-Options", "nosniff");
    }

    /**
     * What a request asks for.
     *
     * @param version a number, an alias or {@code latest}; null for the secret as a whole
     * @param verb such as {@code access} or {@code get}
     */
    private record Call(SecretName secret, @Nullable String version, String verb) {

        static @Nullable Call of(ReceivedRequest request) {
            List<String> path = request.segments();
            if (path.isEmpty() || !path.get(0).equals("v1")) {
                return null;
            }
            List<String> parts = new ArrayList<>(path.subList(1, path.size()));
            String verb = null;
            String last = parts.isEmpty() ? "" : parts.get(parts.size() - 1);
            int colon = last.lastIndexOf(':');
            if (colon >= 0) {
                verb = last.substring(colon + 1);
                parts.set(parts.size() - 1, last.substring(0, colon));
            }
            SecretName secret = SecretName.in(parts);
            if (secret == null) {
                return null;
            }
            List<String> rest = parts.subList(secret.parts(), parts.size());
            String method = request.method();
            if (rest.isEmpty()) {
                return onSecret(secret, method, verb);
            }
            if (!rest.get(0).equals("versions") || rest.size() > 2) {
                return null;
            }
            if (rest.size() == 1) {
                return method.equals("GET") && verb == null ? new Call(secret, null, "versions") : null;
            }
            return onVersion(secret, rest.get(1), method, verb);
        }

        private static @Nullable Call onSecret(SecretName secret, String method, @Nullable String verb) {
            if (verb != null) {
                return method.equals("POST") && verb.equals("addVersion") ? new Call(secret, null, verb) : null;
            }
            return switch (method) {
                case "GET" -> new Call(secret, null, "get");
                case "DELETE" -> new Call(secret, null, "delete");
                default -> null;
            };
        }

        private static @Nullable Call onVersion(
                SecretName secret, String version, String method, @Nullable String verb) {
            if (verb == null || verb.equals("access")) {
                return method.equals("GET") ? new Call(secret, version, verb == null ? "get" : verb) : null;
            }
            return method.equals("POST")
                            && List.of("enable", "disable", "destroy").contains(verb)
                    ? new Call(secret, version, verb)
                    : null;
        }

        Call of(SecretName other) {
            return new Call(other, version, verb);
        }

        String permission() {
            return switch (verb) {
                case "addVersion" -> "secretmanager.versions.add";
                case "versions" -> "secretmanager.versions.list";
                default -> "secretmanager." + (version == null ? "secrets." : "versions.") + verb;
            };
        }

        String resource() {
            return version == null ? secret.toString() : secret + "/versions/" + version;
        }
    }
}
