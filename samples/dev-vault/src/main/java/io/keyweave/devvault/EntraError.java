package io.keyweave.devvault;

/**
 * Errors of the token endpoint, with the text that Entra ID gives. {@code {client}}, {@code {tenant}}, {@code {resource}} and
 * {@code {detail}} are filled in from the request.
 *
 * @see <a href="https://learn.microsoft.com/entra/identity-platform/reference-error-codes">Entra ID error codes</a>
 */
public enum EntraError {
    WRONG_SECRET(
            7000215,
            401,
            "invalid_client",
            "Invalid client secret provided. Ensure the secret being sent in the request is the client secret value, not the"
                    + " client secret ID, for a secret added to app '{client}'."),
    EXPIRED_SECRET(
            7000222,
            401,
            "invalid_client",
            "The provided client secret keys for app '{client}' are expired. Visit the Azure portal to create new keys for"
                    + " your app: https://aka.ms/NewClientSecret, or consider using certificate credentials for added"
                    + " security: https://aka.ms/certCreds."),
    UNKNOWN_APPLICATION(
            700016,
            400,
            "unauthorized_client",
            "Application with identifier '{client}' was not found in the directory '{tenant}'. This can happen if the"
                    + " application has not been installed by the administrator of the tenant or consented to by any user in"
                    + " the tenant. You may have sent your authentication request to the wrong tenant."),
    UNKNOWN_TENANT(
            90002,
            400,
            "invalid_request",
            "Tenant '{tenant}' not found. Check to make sure you have the correct tenant ID and are signing into the correct"
                    + " cloud. Check with your subscription administrator, this may happen if there are no active"
                    + " subscriptions for the tenant."),
    MALFORMED_TENANT(
            900023,
            400,
            "invalid_request",
            "Specified tenant identifier '{tenant}' is neither a valid DNS name, nor a valid external domain."),
    UNKNOWN_RESOURCE(
            500011,
            400,
            "invalid_resource",
            "The resource principal named {resource} was not found in the tenant named {tenant}. This can happen if the"
                    + " application has not been installed by the administrator of the tenant or consented to by any user in"
                    + " the tenant. You might have sent your authentication request to the wrong tenant."),
    MALFORMED_REQUEST(9002313, 400, "invalid_request", "Invalid request. Request is malformed or invalid."),
    NO_CREDENTIAL(
            7000216,
            401,
            "invalid_client",
            "'client_assertion', 'client_secret' or 'request' is required for the 'client_credentials' grant type."),
    ASSERTION_OUT_OF_TIME(
            700024,
            401,
            "invalid_client",
            "Client assertion is not within its valid time range. {detail} Review the documentation at"
                    + " https://learn.microsoft.com/entra/identity-platform/certificate-credentials ."),
    ASSERTION_FOR_OTHERS(
            700023,
            401,
            "invalid_client",
            "Client assertion audience claim does not match Realm issuer. {detail} Review the documentation at"
                    + " https://learn.microsoft.com/entra/identity-platform/certificate-credentials ."),
    UNKNOWN_CERTIFICATE(
            700027,
            401,
            "invalid_client",
            "The certificate with identifier used to sign the client assertion is not registered on application. [Reason -"
                    + " {detail} Please visit the Azure Portal, Graph Explorer or directly use MS Graph to see configured"
                    + " keys for app Id '{client}'."),
    UNKNOWN_ISSUER(
            700211,
            401,
            "invalid_client",
            "No matching federated identity record found for presented assertion issuer '{detail}'. Check your federated"
                    + " identity credential Subject, Audience and Issuer against the presented assertion."
                    + " https://learn.microsoft.com/entra/workload-id/workload-identity-federation"),
    UNKNOWN_SUBJECT(
            700213,
            401,
            "invalid_client",
            "No matching federated identity record found for presented assertion subject '{detail}'. Check your federated"
                    + " identity credential Subject, Audience and Issuer against the presented assertion."
                    + " https://learn.microsoft.com/entra/workload-id/workload-identity-federation"),
    WRONG_AUDIENCE(
            700212,
            401,
            "invalid_client",
            "No matching federated identity record found for presented assertion audience '{detail}'. Check your federated"
                    + " identity credential Subject, Audience and Issuer against the presented assertion."
                    + " https://learn.microsoft.com/entra/workload-id/workload-identity-federation"),
    NO_MATCHING_FEDERATION(
            70021,
            401,
            "invalid_client",
            "No matching federated identity record found for presented assertion. Assertion Issuer:"
                    + " 'https://oidc.prod-aks.azure.example/00000000/'. Assertion Subject:"
                    + " 'system:serviceaccount:shop:orders'. Assertion Audience: 'api://AzureADTokenExchange'."
                    + " https://learn.microsoft.com/entra/workload-id/workload-identity-federation"),
    NO_FEDERATION(
            70025, 401, "invalid_client", "The client '{client}' has no configured federated identity credentials."),
    EXPIRED_CERTIFICATE(
            1000502,
            401,
            "invalid_client",
            "The provided certificate is not within its specified validity window. Current time:"
                    + " '2026-11-29T12:00:00Z'. Certificate valid from '2024-11-01T00:00:00Z' until"
                    + " '2026-11-01T00:00:00Z'."),
    BAD_SIGNATURE(5000128, 401, "invalid_client", "Client assertion contains an invalid signature. {detail}"),
    DISABLED_APPLICATION(7000112, 400, "unauthorized_client", "Application '{client}' is disabled."),
    BLOCKED_BY_POLICY(
            53003,
            400,
            "invalid_grant",
            "Access has been blocked by Conditional Access policies. The access policy does not allow token issuance."),
    TRANSIENT(90033, 503, "temporarily_unavailable", "A transient error has occurred. Please try again.");

    private final int code;
    private final int status;
    private final String error;
    private final String text;

    EntraError(int code, int status, String error, String text) {
        this.code = code;
        this.status = status;
        this.error = error;
        this.text = text;
    }

    /** The number behind {@code AADSTS}. */
    public int code() {
        return code;
    }

    /** The HTTP status it comes with. */
    public int status() {
        return status;
    }

    /** The OAuth error code. */
    String error() {
        return error;
    }

    String text(String client, String tenant, String resource, String detail) {
        return text.replace("{client}", client)
                .replace("{tenant}", tenant)
                .replace("{resource}", resource)
                .replace("{detail}", detail);
    }
}
