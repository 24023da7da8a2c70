package io.keyweave.devvault.gcp;

import io.keyweave.devvault.Fault;
import io.keyweave.devvault.ServerResponse;
import io.keyweave.devvault.json.Json;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Errors as Google's APIs write them, for what goes wrong by itself and, as {@link Fault}, on demand.
 *
 * @param code the status of the answer
 * @param status the canonical name of the error, such as {@code PERMISSION_DENIED}
 * @param reason what {@code google.rpc.ErrorInfo} says; null without one
 * @see <a href="https://google.aip.dev/193">Errors of Google's APIs</a>
 */
public record GoogleError(
        int code, String status, String message, @Nullable String reason, Map<String, String> metadata) {

    private static final String SERVICE = "secretmanager.googleapis.com";

    /** The role is missing, or the secret does not exist and the caller may not know. */
    public static GoogleError permissionDenied(String permission, String resource) {
        return new GoogleError(
                403,
                "PERMISSION_DENIED",
                "Permission '" + permission + "' denied for resource '" + resource + "' (or it may not exist).",
                "IAM_PERMISSION_DENIED",
                Map.of("permission", permission, "resource", resource));
    }

    /** The API is switched off in the project. */
    public static GoogleError serviceDisabled(String projectNumber) {
        return new GoogleError(
                403,
                "PERMISSION_DENIED",
                "Secret Manager API has not been used in project " + projectNumber
                        + " before or it is disabled. Enable it by visiting"
                        + " https://console.developers.google.com/apis/api/secretmanager.googleapis.com/overview?project="
                        + projectNumber
                        + " then retry. If you enabled this API recently, wait a few minutes for the action to propagate"
                        + " to our systems and retry.",
                "SERVICE_DISABLED",
                Map.of("service", SERVICE, "consumer", "projects/" + projectNumber));
    }

    /** The machine's access scopes leave Secret Manager out. */
    public static GoogleError insufficientScopes() {
        return new GoogleError(
                403,
                "PERMISSION_DENIED",
                "Request had insufficient authentication scopes.",
                "ACCESS_TOKEN_SCOPE_INSUFFICIENT",
                Map.of("service", SERVICE));
    }

    /** A perimeter of VPC Service Controls stands between caller and project. */
    public static GoogleError outsidePerimeter() {
        return new GoogleError(
                403,
                "PERMISSION_DENIED",
                "Request is prohibited by organization's policy. vpcServiceControlsUniqueIdentifier:"
                        + " JGaqPDaVsHkDkqYP3OhkdDUrNkK2GG0d4tYHQ9sGZGc",
                "SECURITY_POLICY_VIOLATED",
                Map.of("service", SERVICE));
    }

    /** The project's requests of this minute are used up. */
    public static GoogleError quotaExceeded(String projectNumber) {
        return new GoogleError(
                429,
                "RESOURCE_EXHAUSTED",
                "Quota exceeded for quota metric 'Access requests' and limit 'Access requests per minute' of service '"
                        + SERVICE + "' for consumer 'project_number:" + projectNumber + "'.",
                "RATE_LIMIT_EXCEEDED",
                Map.of("service", SERVICE, "consumer", "projects/" + projectNumber, "quota_limit_value", "90000"));
    }

    /** There is no such secret. */
    public static GoogleError noSecret(String secret) {
        return new GoogleError(
                404, "NOT_FOUND", "Secret [" + secret + "] not found or has no versions.", null, Map.of());
    }

    /** The secret has no such version. */
    public static GoogleError noVersion(String version) {
        return new GoogleError(404, "NOT_FOUND", "Secret Version [" + version + "] not found.", null, Map.of());
    }

    /** The version is there and cannot be read. */
    static GoogleError inState(String version, VersionState state) {
        return new GoogleError(
                400,
                "FAILED_PRECONDITION",
                "Secret Version [" + version + "] is in " + state + " state.",
                null,
                Map.of());
    }

    /** No token at all. */
    static GoogleError credentialsMissing() {
        return unauthenticated(
                "Request is missing required authentication credential. Expected OAuth 2 access token, login cookie or"
                        + " other valid authentication credential. See"
                        + " https://developers.google.com/identity/sign-in/web/devconsole-project.",
                "CREDENTIALS_MISSING");
    }

    /** A token that has ended, or that nobody issued. */
    public static GoogleError invalidCredentials(boolean expired) {
        return unauthenticated(
                "Request had invalid authentication credentials. Expected OAuth 2 access token, login cookie or other"
                        + " valid authentication credential. See"
                        + " https://developers.google.com/identity/sign-in/web/devconsole-project.",
                expired ? "ACCESS_TOKEN_EXPIRED" : "ACCESS_TOKEN_TYPE_UNSUPPORTED");
    }

    static GoogleError invalidArgument(String message) {
        return new GoogleError(400, "INVALID_ARGUMENT", message, null, Map.of());
    }

    private static GoogleError unauthenticated(String message, String reason) {
        return new GoogleError(401, "UNAUTHENTICATED", message, reason, Map.of("service", SERVICE));
    }

    /** An error of this code without details, as front ends and overloaded services answer. */
    static GoogleError of(int code) {
        return switch (code) {
            case 401 -> invalidCredentials(false);
            case 403 ->
                new GoogleError(403, "PERMISSION_DENIED", "The caller does not have permission", null, Map.of());
            case 404 -> new GoogleError(404, "NOT_FOUND", "Requested entity was not found.", null, Map.of());
            case 429 -> quotaExceeded("123456789012");
            case 503 -> new GoogleError(503, "UNAVAILABLE", "The service is currently unavailable.", null, Map.of());
            case 504 ->
                new GoogleError(
                        504, "DEADLINE_EXCEEDED", "Deadline expired before operation could complete.", null, Map.of());
            default ->
                new GoogleError(
                        code,
                        code < 500 ? "INVALID_ARGUMENT" : "INTERNAL",
                        "Internal error encountered.",
                        null,
                        Map.of());
        };
    }

    ServerResponse response() {
        return ServerResponse.json(code, body());
    }

    /** This answer instead of the real one. */
    public Fault fault() {
        return Fault.answer(code, "application/json; charset=UTF-8", Json.write(body()));
    }

    private Map<String, Object> body() {
        List<Object> details = reason == null
                ? null
                : List.of(Json.of(
                        "@type",
                        "type.googleapis.com/google.rpc.ErrorInfo",
                        "reason",
                        reason,
                        "domain",
                        reason.startsWith("IAM") ? "iam.googleapis.com" : "googleapis.com",
                        "metadata",
                        metadata));
        return Json.of("error", Json.of("code", code, "message", message, "status", status, "details", details));
    }
}
