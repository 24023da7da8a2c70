package io.keyweave.devvault;

import io.keyweave.devvault.IssuedTokens.Token;
import io.keyweave.devvault.json.Json;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** What a vault answers when it does not answer with a secret, in the service's own words. */
final class VaultErrors {

    private final String vault;

    VaultErrors(String vault) {
        this.vault = vault;
    }

    static ServerResponse error(int status, String code, String message, @Nullable String inner) {
        return ServerResponse.json(
                status,
                Json.of(
                        "error",
                        Json.of(
                                "code",
                                code,
                                "message",
                                message,
                                "innererror",
                                inner == null ? null : Json.of("code", inner))));
    }

    static ServerResponse badParameter(String message) {
        return error(400, "BadParameter", message, null);
    }

    static ServerResponse unauthorized(String message) {
        return error(401, "Unauthorized", message, null);
    }

    static ServerResponse noToken() {
        return unauthorized("AKV10000: Request is missing a Bearer, PoP, or MTLS_POP token.");
    }

    static ServerResponse methodNotAllowed(String method) {
        return error(405, "MethodNotAllowed", "HTTP " + method + " not allowed", null);
    }

    static ServerResponse notFound(String nameOrId) {
        return error(
                404,
                "SecretNotFound",
                "A secret with (name/id) " + nameOrId + " was not found in this key vault. If you recently deleted this"
                        + " secret you may be able to recover it using the correct recovery command. For help resolving"
                        + " this issue, please see https://go.microsoft.com/fwlink/?linkid=2125182",
                null);
    }

    static ServerResponse deletedNotFound(String name) {
        return error(404, "SecretNotFound", "Deleted Secret not found: " + name, null);
    }

    static ServerResponse disabled() {
        return error(403, "Forbidden", "Operation get is not allowed on a disabled secret.", "SecretDisabled");
    }

    static ServerResponse deletedButRecoverable(String name) {
        return error(
                409,
                "Conflict",
                "Secret " + name + " is currently in a deleted but recoverable state, and its name cannot be reused; in"
                        + " this state, the secret can only be recovered or purged.",
                "ObjectIsDeletedButRecoverable");
    }

    /** What the service says to a status when nothing more is known. */
    static ServerResponse plain(int status) {
        return switch (status) {
            case 400 -> badParameter("The request URI contains an invalid name: ?");
            case 401 -> noToken();
            case 404 -> notFound("?");
            case 408 -> error(408, "RequestTimeout", "The request timed out.", null);
            case 429 ->
                error(
                        429,
                        "Throttled",
                        "Request was not processed because too many requests were received. Reason:"
                                + " VaultRequestTypeLimitReached",
                        null);
            case 503 -> error(503, "ServiceUnavailable", "The service is unavailable.", null);
            default -> error(status, "InternalServerError", "An internal error occurred.", null);
        };
    }

    ServerResponse forbidden(
            Forbidden reason, Token token, String clientAddress, Permission permission, String secret) {
        String place = vault + ";location=" + VaultApi.REGION;
        String message =
                switch (reason) {
                    case RBAC ->
                        "Caller is not authorized to perform action on resource.\r\nIf role assignments, deny"
                                + " assignments or role definitions were changed recently, please observe propagation"
                                + " time.\r\nCaller: " + token.caller() + "\r\nAction:"
                                + " 'Microsoft.KeyVault/vaults/secrets/" + permission.action() + "'\r\nResource:"
                                + " '/subscriptions/00000000-0000-0000-0000-000000000000/resourcegroups/dev/providers/"
                                + "microsoft.keyvault/vaults/" + vault + "/secrets/" + secret + "'\r\nAssignment: (not"
                                + " found)\r\nDenyAssignmentId: null\r\nDecisionReason: null \r\nVault: " + place
                                + "\r\n";
                    case ACCESS_DENIED, POLICY ->
                        "The user, group or application '" + token.caller() + "' does not have"
                                + " secrets " + permission.name().toLowerCase(Locale.ROOT)
                                + " permission on key vault '" + place + "'. For help resolving this issue, please see"
                                + " https://go.microsoft.com/fwlink/?linkid=2125287";
                    case FIREWALL ->
                        "Client address is not authorized and caller is not a trusted service.\r\nClient" + " address: "
                                + clientAddress + "\r\nCaller: " + token.caller() + "\r\nVault: " + place;
                    case UNKNOWN_SUBNET ->
                        "Client address is not authorized and caller is not a trusted service.\r\nClient address: "
                                + clientAddress + " from unknown subnet\r\nCaller: " + token.caller()
                                + "\r\nVault: " + place;
                    case PERIMETER ->
                        "Client address is not authorized by the inbound access rules of the network security perimeter"
                                + " (NSP).\r\nClient address: " + clientAddress + "\r\nCaller: " + token.caller()
                                + "\r\nVault: " + place;
                    case CONNECTION ->
                        "Public network access is disabled and request is not from a trusted service nor"
                                + " via an approved private link.\r\nCaller: " + token.caller() + "\r\nVault: " + place;
                };
        return error(403, "Forbidden", message, reason.code());
    }

    static ServerResponse wrongTenant(String expected, Token token) {
        return unauthorized("AKV10032: Invalid issuer. Expected one of " + String.join(", ", expectedIssuers(expected))
                + ", found " + token.issuer() + ".");
    }

    /** Real vaults name the tenant's own issuer first, then up to four of Microsoft's. */
    private static List<String> expectedIssuers(String tenant) {
        return List.of(
                "https://sts.windows.net/" + tenant + "/",
                "https://sts.windows.net/f8cdef31-a31e-4b4a-93e4-5f571e91255a/",
                "https://sts.windows.net/e2d54eb5-3869-4f70-8578-dee5fc7331f4/",
                "https://sts.windows.net/33e01921-4d64-4f8c-a055-5bdaffd5e33d/",
                "https://sts.windows.net/975f013f-7f24-47e8-a7d3-abc4752bf346/");
    }

    static ServerResponse wrongAudience(String expected, Token token) {
        return unauthorized("AKV10022: Invalid audience. Expected " + expected + ", found: " + token.audience() + ".");
    }

    static ServerResponse revoked() {
        return unauthorized(
                "Continuous access evaluation resulted in challenge with result: InteractionRequired and code:"
                        + " TokenIssuedBeforeRevocationTimestamp");
    }

    static ServerResponse expired() {
        return unauthorized("[TokenExpired] Error validating token: 'S2S12086'.");
    }

    static ServerResponse unknownToken() {
        return unauthorized("AKV10046: Unable to resolve the key used for signature validation.");
    }
}
