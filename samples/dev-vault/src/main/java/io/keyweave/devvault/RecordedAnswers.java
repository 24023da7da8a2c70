package io.keyweave.devvault;

import io.keyweave.devvault.json.Json;
import java.nio.charset.StandardCharsets;

/**
 * Answers that were recorded at the real services, or at what is in front of them, with names changed. Each is a fault to
 * give to the service that it comes from.
 */
public final class RecordedAnswers {

    private static final String CORRELATION_ID = "8997f3a2-4774-4406-bcc2-14da6f7c387a";

    private RecordedAnswers() {}

    // ---- managed identity endpoints

    /** IMDS on a machine with several user-assigned identities, asked without a client id. */
    public static Fault imdsSeveralIdentities() {
        return json(
                400,
                "error",
                "invalid_request",
                "error_description",
                "Multiple user assigned identities exist, please specify the clientId / resourceId of the identity in the"
                        + " token request");
    }

    /** IMDS asked for a resource that the tenant does not know. */
    public static Fault imdsWrongResource(String resource) {
        return json(400, "error", "invalid_resource", "error_description", unknownResource(resource));
    }

    /** App Service asked for such a resource: fields with capitals. */
    public static Fault appServiceWrongResource(String resource) {
        return json(400, "StatusCode", 400, "Message", unknownResource(resource), "CorrelationId", CORRELATION_ID);
    }

    /** Cloud Shell asked for an audience that is not on its list. */
    public static Fault audienceNotSupported(String resource) {
        return json(
                400,
                "error",
                Json.of(
                        "code",
                        "AudienceNotSupported",
                        "message",
                        "Audience " + resource + " isn't a supported MSI token audience."));
    }

    /** App Service that could not reach the login endpoint of its region. */
    public static Fault appServiceCouldNotLogIn() {
        return json(
                500,
                "StatusCode",
                500,
                "Message",
                "ManagedIdentityCredential authentication failed: no connection to westeurope.login.microsoft.com:443",
                "CorrelationId",
                CORRELATION_ID);
    }

    /** App Service with an error of its own: fields without capitals. */
    public static Fault appServiceUnexpected() {
        return json(
                500,
                "statusCode",
                500,
                "message",
                "An unexpected error occured while fetching the AAD Token.",
                "correlationId",
                CORRELATION_ID);
    }

    /** Docker Desktop instead of IMDS: HTTP/1.0, bare line feeds, the words in the status line. */
    public static Fault dockerDesktop() {
        return Fault.bytes(("HTTP/1.0 403 connecting to 169.254.169.254:80: connecting to 169.254.169.254:80: dial tcp"
                        + " 169.254.169.254:80: connectex: A socket operation was attempted to an unreachable network.\n"
                        + "Connection: close\n\n")
                .getBytes(StandardCharsets.US_ASCII));
    }

    // ---- instead of a vault

    /** A filter's or gateway's page with this status. */
    public static Fault gatewayPage(int status) {
        return Fault.answer(
                status,
                "text/html; charset=utf-8",
                "<html><head><title>Access Denied</title></head><body><h1>Web filter</h1>This site is blocked by the policy"
                        + " of your organization.</body></html>");
    }

    /** A front end that serves other hosts than this one. */
    public static Fault invalidHostname() {
        return Fault.answer(
                400,
                "text/html; charset=us-ascii",
                """
                <!DOCTYPE HTML PUBLIC "-//W3C//DTD HTML 4.01//EN""http://www.w3.org/TR/html4/strict.dtd">
                <HTML><HEAD><TITLE>Bad Request</TITLE></HEAD>
                <BODY><h2>Bad Request - Invalid Hostname</h2>
                <hr><p>HTTP Error 400. The request hostname is invalid.</p>
                </BODY></HTML>
                """);
    }

    /** Lowkey Vault, an emulator, asked for a secret that it does not have. */
    public static Fault emulatorNotFound() {
        return json(
                404,
                "error",
                Json.of(
                        "code",
                        "com.github.nagyesta.lowkeyvault.service.exception.NotFoundException",
                        "message",
                        "Entity not found."));
    }

    // ---- a vault

    /** A vault that has not yet met the signing key of a token: samples try again after ten seconds. */
    public static Fault keyNotResolved() {
        return json(
                401,
                "error",
                Json.of(
                        "code",
                        "Unauthorized",
                        "message",
                        "AKV10046: Unable to resolve the key used for signature validation."));
    }

    private static String unknownResource(String resource) {
        return "AADSTS500011: "
                + EntraError.UNKNOWN_RESOURCE.text("", "11111111-2222-3333-4444-555555555555", resource, "");
    }

    private static Fault json(int status, Object... namesAndValues) {
        return Fault.answer(status, "application/json; charset=utf-8", Json.write(Json.of(namesAndValues)));
    }
}
