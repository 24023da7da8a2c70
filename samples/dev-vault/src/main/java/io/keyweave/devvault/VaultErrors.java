package io.keyweave.devvault;

import io.keyweave.devvault.Tokens.Token;
import io.keyweave.devvault.json.Json;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** What a vault answers when it does not answer with a secret, in the service's own words. */
final class VaultErrors {

    private final String vault;

    VaultErrors(String vault) {
        this.vault = vault;
    }

    static Response error(int status, String code, String message, @Nullable String inner) {
        return Response.json(
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

    static Response badParameter(String message) {
        return error(400, "BadParameter", message, null);
    }

    static Response unauthorized(String message) {
        return error(401, "Unauthorized", message, null);
    }

    static Response notFound(String nameOrId) {
        return error(
                404,
                "SecretNotFound",
                "A secret with (name/id) " + nameOrId + " was not found in this key vault. If you recently deleted this"
                        + " secret you may be able to recover it using the correct recovery command. For help resolving"
                        + " this issue, please see https://go.microsoft.com/fwlink/?linkid=2125182",
                null);
    }

    static Response deletedNotFound(String name) {
        return error(404, "SecretNotFound", "Deleted Secret not found: " + name, null);
    }

    static Response disabled() {
        return error(403, "Forbidden", "Operation get is not allowed on a disabled secret.", "SecretDisabled");
    }

    static Response deletedButRecoverable(String name) {
        return error(
                409,
                "Conflict",
                "Secret " + name + " is currently in a deleted but recoverable state, and its name cannot be reused; in"
                        + " this state, the secret can only be recovered or purged.",
                "ObjectIsDeletedButRecoverable");
    }

    /** What the service says to a status when nothing more is known. */
    static Response plain(int status) {
        return switch (status) {
            case 400 -> badParameter("The request URI contains an invalid name: ?");
            case 401 -> unauthorized("AKV10000: Request is missing a Bearer or PoP token.");
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

    Response forbidden(Forbidden reason, Token token, Request request, Permission permission, String secret) {
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
                                + request.client() + "\r\nCaller: " + token.caller() + "\r\nVault: " + place;
                    case CONNECTION ->
                        "Public network access is disabled and request is not from a trusted service nor"
                                + " via an approved private link.\r\nCaller: " + token.caller() + "\r\nVault: " + place;
                };
        return error(403, "Forbidden", message, reason.code());
    }

    static Response wrongTenant(String expected, Token token) {
        return unauthorized("AKV10032: Invalid issuer. Expected one of https://sts.windows.net/" + expected
                + "/, found " + token.issuer() + ".");
    }

    static Response wrongAudience(String expected, Token token) {
        return unauthorized("AKV10022: Invalid audience. Expected " + expected + ", found: " + token.audience() + ".");
    }

    static Response revoked() {
        return unauthorized(
                "Continuous access evaluation resulted in challenge with result: InteractionRequired and code:"
                        + " TokenIssuedBeforeRevocationTimestamp");
    }

    static Response expired() {
        return unauthorized("[TokenExpired] Error validating token: 'S2S12086'.");
    }

    static Response unknownToken() {
        return unauthorized("AKV10046: Unable to resolve the key used for signature validation.");
    }
}
