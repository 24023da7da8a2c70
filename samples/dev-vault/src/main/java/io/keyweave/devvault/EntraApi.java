package io.keyweave.devvault;

import io.keyweave.devvault.Fault.Behaviour;
import io.keyweave.devvault.json.Json;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * The client credentials flow of the Microsoft identity platform and the two discovery documents that MSAL may ask for.
 *
 * @see <a href="https://learn.microsoft.com/entra/identity-platform/v2-oauth2-client-creds-grant-flow">Client credentials</a>
 */
final class EntraApi implements Handler {

    private static final String ASSERTION_TYPE = "urn:ietf:params:oauth:client-assertion-type:jwt-bearer";
    private static final String ALL_PERMISSIONS = "/.default";
    private static final DateTimeFormatter TIMESTAMP =
            DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss'Z'").withZone(ZoneOffset.UTC);

    private final Tenants tenants;
    private final IssuedTokens tokens;
    private final Faults faults;

    EntraApi(Tenants tenants, IssuedTokens tokens, Faults faults) {
        this.tenants = tenants;
        this.tokens = tokens;
        this.faults = faults;
    }

    @Override
    public ServerResponse handle(ReceivedRequest request) {
        List<String> path = request.segments();
        String rest = path.isEmpty() ? "" : String.join("/", path.subList(1, path.size()));
        return switch (rest) {
            case "oauth2/v2.0/token" ->
                request.method().equals("POST") ? token(request, path.get(0)) : ServerResponse.empty(405);
            case "v2.0/.well-known/openid-configuration" -> openIdConfiguration(request, path.get(0));
            case "discovery/v2.0/keys" -> ServerResponse.json(200, Json.of("keys", List.of()));
            case "discovery/instance" -> instanceDiscovery(request);
            default -> ServerResponse.empty(404);
        };
    }

    @Override
    public ServerResponse problem(int status) {
        return status == 429 || status >= 500
                ? ServerResponse.json(
                        status,
                        Json.of(
                                "error", "temporarily_unavailable",
                                "error_description", "The server is temporarily too busy to handle the request.",
                                "trace_id", UUID.randomUUID().toString()))
                : ServerResponse.of(status, "text/html", "<html><body>" + status + "</body></html>");
    }

    private ServerResponse token(ReceivedRequest request, String tenant) {
        Map<String, String> form = request.form();
        Exchange exchange = new Exchange(
                tenant, form.getOrDefault("client_id", ""), resource(form), form.get("client-request-id"), request);
        Behaviour.TokenRefusal fault = faults.on(request, Behaviour.TokenRefusal.class);
        if (fault != null) {
            return exchange.refuse(fault.error(), "The key was not found.");
        }
        if (!tenant.contains(".") && !isGuid(tenant)) {
            return exchange.refuse(EntraError.MALFORMED_TENANT, "");
        }
        if (!tenants.hasTenant(tenant)) {
            return exchange.refuse(EntraError.UNKNOWN_TENANT, "");
        }
        Application application = tenants.find(tenant, exchange.client());
        if (application == null) {
            return exchange.refuse(EntraError.UNKNOWN_APPLICATION, "");
        }
        ServerResponse refusal = authenticate(form, application, exchange);
        if (refusal != null) {
            return refusal;
        }
        if (!Clouds.knownResource(exchange.resource())) {
            return exchange.refuse(EntraError.UNKNOWN_RESOURCE, "");
        }
        Map<String, Object> claims;
        try {
            claims = Json.object(form.getOrDefault("claims", "{}"));
        } catch (IllegalArgumentException e) {
            return exchange.refuse(EntraError.MALFORMED_REQUEST, "");
        }
        IssuedTokens.Issued issued = tokens.issue(application.principal(), exchange.resource(), claims);
        long seconds = Duration.between(issued.notBefore(), issued.expires()).toSeconds();
        return ServerResponse.json(
                        200,
                        Json.of(
                                "token_type",
                                "Bearer",
                                "expires_in",
                                seconds,
                                "ext_expires_in",
                                seconds,
                                "access_token",
                                issued.text()))
                .with("Cache-Control", "no-store, no-cache")
                .with("x-ms-request-id", UUID.randomUUID().toString());
    }

    private static @Nullable ServerResponse authenticate(
            Map<String, String> form, Application application, Exchange exchange) {
        String assertion = form.get("client_assertion");
        if (assertion != null && ASSERTION_TYPE.equals(form.get("client_assertion_type"))) {
            ClientAssertion.Wrong wrong =
                    ClientAssertion.judge(assertion, application, "/" + exchange.tenant() + "/oauth2/v2.0/token");
            return wrong == null ? null : exchange.refuse(wrong.error(), wrong.detail());
        }
        String secret = form.get("client_secret");
        if (secret == null) {
            return exchange.refuse(EntraError.NO_CREDENTIAL, "");
        }
        for (Application.ClientSecret known : application.secrets()) {
            if (known.value().equals(secret)) {
                return known.expires().isAfter(Instant.now()) ? null : exchange.refuse(EntraError.EXPIRED_SECRET, "");
            }
        }
        return exchange.refuse(EntraError.WRONG_SECRET, "");
    }

    private static String resource(Map<String, String> form) {
        for (String scope : form.getOrDefault("scope", "").strip().split(" ", -1)) {
            if (scope.endsWith(ALL_PERMISSIONS)) {
                return scope.substring(0, scope.length() - ALL_PERMISSIONS.length());
            }
        }
        return form.getOrDefault("scope", "");
    }

    private static boolean isGuid(String text) {
        try {
            return UUID.fromString(text).toString().equalsIgnoreCase(text);
        } catch (IllegalArgumentException e) {
            return false;
        }
    }

    private ServerResponse openIdConfiguration(ReceivedRequest request, String tenant) {
        if (!tenants.hasTenant(tenant) && !tenant.equals("common") && !tenant.equals("organizations")) {
            return new Exchange(tenant, "", "", null, request).refuse(EntraError.UNKNOWN_TENANT, "");
        }
        String base = "https://" + request.host() + "/" + tenant;
        return ServerResponse.json(
                200,
                Json.of(
                        "token_endpoint", base + "/oauth2/v2.0/token",
                        "authorization_endpoint", base + "/oauth2/v2.0/authorize",
                        "device_authorization_endpoint", base + "/oauth2/v2.0/devicecode",
                        "jwks_uri", base + "/discovery/v2.0/keys",
                        "issuer", base + "/v2.0",
                        "token_endpoint_auth_methods_supported",
                                List.of("client_secret_post", "private_key_jwt", "client_secret_basic"),
                        "id_token_signing_alg_values_supported", List.of("RS256"),
                        "response_types_supported", List.of("code", "id_token")));
    }

    /** Tells MSAL that the host it was given is the only one of its kind, so that it goes nowhere else. */
    private static ServerResponse instanceDiscovery(ReceivedRequest request) {
        String asked = request.query().getOrDefault("authorization_endpoint", "");
        List<String> hosts = new ArrayList<>(List.of(request.host()));
        String endpoint = asked.startsWith("https://") ? asked.substring("https://".length()) : "";
        int slash = endpoint.indexOf('/');
        String askedHost = slash < 0 ? endpoint : endpoint.substring(0, slash);
        if (!askedHost.isEmpty() && !hosts.contains(askedHost)) {
            hosts.add(askedHost);
        }
        List<Object> metadata = new ArrayList<>();
        for (String host : hosts) {
            metadata.add(Json.of("preferred_network", host, "preferred_cache", host, "aliases", List.of(host)));
        }
        return ServerResponse.json(
                200,
                Json.of(
                        "tenant_discovery_endpoint",
                        "https://" + request.host() + "/common/v2.0/.well-known/openid-configuration",
                        "api-version",
                        "1.1",
                        "metadata",
                        metadata));
    }

    /** What an error has to name. */
    private record Exchange(
            String tenant, String client, String resource, @Nullable String correlation, ReceivedRequest request) {

        ServerResponse refuse(EntraError error, String detail) {
            String trace = UUID.randomUUID().toString();
            String header = request.header("client-request-id");
            String correlationId = correlation != null
                    ? correlation
                    : header != null ? header : UUID.randomUUID().toString();
            String timestamp = TIMESTAMP.format(Instant.now());
            String description = "AADSTS" + error.code() + ": " + error.text(client, tenant, resource, detail)
                    + " Trace ID: " + trace + " Correlation ID: " + correlationId + " Timestamp: " + timestamp;
            return ServerResponse.json(
                            error.status(),
                            Json.of(
                                    "error", error.error(),
                                    "error_description", description,
                                    "error_codes", List.of(error.code()),
                                    "timestamp", timestamp,
                                    "trace_id", trace,
                                    "correlation_id", correlationId,
                                    "error_uri", "https://login.microsoftonline.com/error?code=" + error.code()))
                    .with("Cache-Control", "no-store, no-cache")
                    .with("x-ms-request-id", trace);
        }
    }
}
