package io.keyweave.azure.identity;

import io.keyweave.azure.http.Deadline;
import io.keyweave.azure.http.NoAnswer;
import io.keyweave.azure.http.Request;
import io.keyweave.azure.http.Response;
import io.keyweave.azure.http.Transport;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The identity Azure gives to the machine or the app
 * (<a href="https://learn.microsoft.com/entra/identity/managed-identities-azure-resources/how-to-use-vm-token">managed identity</a>).
 * Where to ask follows from the environment, as everywhere in Azure: {@code IDENTITY_ENDPOINT} with {@code IDENTITY_HEADER} is App
 * Service or Container Apps, {@code IDENTITY_ENDPOINT} with {@code IMDS_ENDPOINT} is Azure Arc, otherwise it is IMDS at its fixed
 * address, or where {@code AZURE_POD_IDENTITY_AUTHORITY_HOST} says.
 */
final class ManagedIdentity implements Identity {

    /** IMDS is on the machine itself and accepts in well under a millisecond; a laptop is a black hole for its address. */
    private static final Duration IMDS_CONNECT = Duration.ofSeconds(1);

    enum Place {
        APP_SERVICE("2019-08-01"),
        ARC("2020-06-01"),
        IMDS("2018-02-01");

        private final String apiVersion;

        Place(String apiVersion) {
            this.apiVersion = apiVersion;
        }
    }

    private final Transport transport;
    private final Place place;
    private final URI endpoint;
    private final @Nullable String header;
    private final @Nullable String clientId;
    private final InstantSource clock;

    private ManagedIdentity(
            Transport transport,
            Place place,
            URI endpoint,
            @Nullable String header,
            @Nullable String clientId,
            InstantSource clock) {
        this.transport = transport;
        this.place = place;
        this.endpoint = endpoint;
        this.header = header;
        this.clientId = clientId;
        this.clock = clock;
    }

    /**
     * @param environment variables of the process
     * @param clientId of a user-assigned identity, {@code null} for the system-assigned one
     * @throws NoToken when the environment is that of a place we do not know
     */
    static ManagedIdentity of(
            Transport transport, Map<String, String> environment, @Nullable String clientId, InstantSource clock)
            throws NoToken {
        String identityEndpoint = environment.getOrDefault("IDENTITY_ENDPOINT", "");
        String identityHeader = environment.getOrDefault("IDENTITY_HEADER", "");
        if (!identityEndpoint.isEmpty() && !identityHeader.isEmpty()) {
            if (!environment.getOrDefault("IDENTITY_SERVER_THUMBPRINT", "").isEmpty()) {
                throw NoToken.configuration("the managed identity of Service Fabric is not supported");
            }
            URI endpoint = uri(identityEndpoint, "IDENTITY_ENDPOINT");
            return new ManagedIdentity(transport, Place.APP_SERVICE, endpoint, identityHeader, clientId, clock);
        }
        if (!identityEndpoint.isEmpty()
                && !environment.getOrDefault("IMDS_ENDPOINT", "").isEmpty()) {
            URI endpoint = uri(identityEndpoint, "IDENTITY_ENDPOINT");
            return new ManagedIdentity(transport, Place.ARC, endpoint, null, clientId, clock);
        }
        String host = environment.getOrDefault("AZURE_POD_IDENTITY_AUTHORITY_HOST", "");
        URI base = uri(host.isEmpty() ? "http://169.254.169.254" : host, "AZURE_POD_IDENTITY_AUTHORITY_HOST");
        URI endpoint = base.resolve("/metadata/identity/oauth2/token");
        return new ManagedIdentity(transport, Place.IMDS, endpoint, null, clientId, clock);
    }

    private static URI uri(String text, String variable) throws NoToken {
        try {
            URI uri = new URI(text);
            if (uri.getHost() != null && ("http".equals(uri.getScheme()) || "https".equals(uri.getScheme()))) {
                return uri;
            }
        } catch (java.net.URISyntaxException e) {
            // said below
        }
        throw NoToken.configuration("the variable " + variable + " is not a URL");
    }

    @Override
    public AccessToken acquire(Audience audience, Deadline deadline) throws NoToken {
        String host = endpoint.getAuthority();
        Deadline connecting = place == Place.IMDS ? deadline.atMost(IMDS_CONNECT) : deadline;
        try {
            Request request = request(audience);
            Response response = transport.send(request, connecting, deadline);
            if (place == Place.ARC && response.status() == 401) {
                response = transport.send(
                        request.with("Authorization", "Basic " + ArcKey.read(response)), connecting, deadline);
            }
            return TokenAnswer.read(response, NoToken.Stage.MANAGED_IDENTITY, host, header, clock);
        } catch (NoAnswer e) {
            throw NoToken.unanswered(NoToken.Stage.MANAGED_IDENTITY, host, e);
        }
    }

    private Request request(Audience audience) {
        StringBuilder url = new StringBuilder(endpoint.toString());
        url.append(endpoint.getRawQuery() == null ? '?' : '&');
        url.append("api-version=").append(place.apiVersion);
        url.append("&resource=").append(encode(audience.resource()));
        if (clientId != null) {
            url.append("&client_id=").append(encode(clientId));
        }
        Request request = Request.get(URI.create(url.toString()));
        return header == null ? request.with("Metadata", "true") : request.with("X-IDENTITY-HEADER", header);
    }

    private static String encode(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }

    @Override
    public String kind() {
        return "managed-identity";
    }

    @Override
    public @Nullable String clientId() {
        return clientId;
    }

    @Override
    public @Nullable String tenant() {
        return null;
    }

    /** {@code imds}, {@code app-service} or {@code arc}. */
    String place() {
        return place.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    @Override
    public String toString() {
        return kind() + " at " + endpoint;
    }
}
