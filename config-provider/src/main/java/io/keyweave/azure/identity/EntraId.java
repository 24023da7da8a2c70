package io.keyweave.azure.identity;

import io.keyweave.azure.http.Deadline;
import io.keyweave.azure.http.NoAnswer;
import io.keyweave.azure.http.Request;
import io.keyweave.azure.http.Response;
import io.keyweave.azure.http.Transport;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.InstantSource;
import java.util.Map;

/**
 * The v2.0 token endpoint of one authority, for the
 * <a href="https://learn.microsoft.com/entra/identity-platform/v2-oauth2-client-creds-grant-flow">client credentials</a> grant.
 * The authority is the cloud's or what {@code AZURE_AUTHORITY_HOST} says, never what a challenge says, and no instance discovery is
 * done: the operator's word is enough.
 */
final class EntraId {

    private final Transport transport;
    private final URI authority;
    private final InstantSource clock;

    /** @param authority ends with a slash */
    EntraId(Transport transport, URI authority, InstantSource clock) {
        this.transport = transport;
        this.authority = authority;
        this.clock = clock;
    }

    URI tokenEndpoint(String tenant) {
        return authority.resolve("/" + tenant + "/oauth2/v2.0/token");
    }

    /**
     * @param proof the parameters that prove who we are
     * @param secret the one of them that must not come back in a message
     */
    AccessToken token(
            String clientId,
            String tenant,
            Audience audience,
            Map<String, String> proof,
            String secret,
            Deadline deadline)
            throws NoToken {
        StringBuilder form = new StringBuilder();
        add(form, "client_id", clientId);
        add(form, "scope", audience.scope());
        add(form, "grant_type", "client_credentials");
        proof.forEach((name, value) -> add(form, name, value));
        URI endpoint = tokenEndpoint(tenant);
        String host = endpoint.getAuthority();
        try {
            Request request = Request.form(endpoint, form.toString()).with("Accept", "application/json");
            Response response = transport.send(request, deadline);
            return TokenAnswer.read(response, NoToken.Stage.ENTRA_ID, host, secret, clock);
        } catch (NoAnswer e) {
            throw NoToken.unanswered(NoToken.Stage.ENTRA_ID, host, e);
        }
    }

    private static void add(StringBuilder form, String name, String value) {
        form.append(form.isEmpty() ? "" : "&")
                .append(name)
                .append('=')
                .append(URLEncoder.encode(value, StandardCharsets.UTF_8));
    }
}
