package io.keyweave.devvault;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(30)
class ManagedIdentityServerTest {

    private static final String RESOURCE = "&resource=https%3A%2F%2Flocalhost";

    private DevVault dev;
    private Client client;

    @BeforeEach
    void start() throws Exception {
        dev = DevVault.start();
        client = new Client(dev);
    }

    @AfterEach
    void stop() {
        dev.close();
    }

    private HttpResponse<String> imds(String query, String... headers) throws Exception {
        String url = dev.managedIdentityEnvironment().get("AZURE_POD_IDENTITY_AUTHORITY_HOST")
                + "/metadata/identity/oauth2/token?" + query;
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(url));
        if (headers.length > 0) {
            request.headers(headers);
        }
        return client.send(request);
    }

    @Test
    void imdsGivesTheMachineATokenTheVaultAccepts() throws Exception {
        VaultServer vault = dev.vault("contoso");
        vault.put("a", "v");
        HttpResponse<String> answer = imds("api-version=2018-02-01" + RESOURCE, "Metadata", "true");
        assertEquals(200, answer.statusCode());
        assertEquals(dev.imds().systemAssigned().clientId(), Client.at(answer, "client_id"));
        assertTrue(Long.parseLong((String) Client.at(answer, "expires_in")) > 80_000);
        assertEquals("v", Client.at(client.get(vault, "a", Client.accessToken(answer)), "value"));
        assertEquals(1, dev.tokenRequests().size());
    }

    @Test
    void imdsKnowsItsUserAssignedIdentityAndNobodyElse() throws Exception {
        String clientId = dev.imds().userAssigned().clientId();
        HttpResponse<String> known =
                imds("api-version=2018-02-01" + RESOURCE + "&client_id=" + clientId, "Metadata", "true");
        assertEquals(clientId, Client.at(known, "client_id"));
        HttpResponse<String> unknown = imds("api-version=2018-02-01" + RESOURCE + "&client_id=x", "Metadata", "true");
        assertEquals(400, unknown.statusCode());
        assertEquals("Identity not found", Client.at(unknown, "error_description"));
        dev.imds().unassign();
        assertEquals(
                400,
                imds("api-version=2018-02-01" + RESOURCE, "Metadata", "true").statusCode());
    }

    @Test
    void imdsInsistsOnItsHeaderVersionAndResource() throws Exception {
        HttpResponse<String> header = imds("api-version=2018-02-01" + RESOURCE);
        assertEquals(400, header.statusCode());
        assertEquals("Required metadata header not specified", Client.at(header, "error_description"));
        assertEquals(400, imds("x=y" + RESOURCE, "Metadata", "true").statusCode());
        assertEquals(400, imds("api-version=2018-02-01", "Metadata", "true").statusCode());
        HttpResponse<String> resource =
                imds("api-version=2018-02-01&resource=https://vault.example", "Metadata", "true");
        assertTrue(((String) Client.at(resource, "error_description")).startsWith("AADSTS500011"));
    }

    @Test
    void appServiceInsistsOnItsHeader() throws Exception {
        var environment = dev.appServiceEnvironment();
        String url = environment.get("IDENTITY_ENDPOINT") + "?api-version=2019-08-01" + RESOURCE;
        assertEquals(403, client.send(HttpRequest.newBuilder(URI.create(url))).statusCode());
        HttpResponse<String> answer = client.send(HttpRequest.newBuilder(URI.create(url))
                .header("X-IDENTITY-HEADER", environment.get("IDENTITY_HEADER")));
        assertEquals(200, answer.statusCode());
        assertEquals(dev.appService().systemAssigned().clientId(), Client.at(answer, "client_id"));
        HttpResponse<String> unknown = client.send(HttpRequest.newBuilder(URI.create(url + "&client_id=x"))
                .header("X-IDENTITY-HEADER", environment.get("IDENTITY_HEADER")));
        assertEquals(
                "No Managed Identity found for specified ClientId/ResourceId/PrincipalId.",
                Client.at(unknown, "message"));
    }

    @Test
    void arcWantsToSeeWhatOnlyAPrivilegedProcessCanRead(@TempDir Path keys) throws Exception {
        Principal machine = Principal.create("machine", dev.entra().tenantId());
        ManagedIdentityApi arc =
                new ManagedIdentityApi(ManagedIdentityServer.EndpointKind.ARC, new IssuedTokens(), machine, "", keys);
        ServerResponse challenge = arc.handle(arcRequest(Map.of("Metadata", "true")));
        assertEquals(401, challenge.status());
        Path key = Path.of(challenge.headers().get("WWW-Authenticate").substring("Basic realm=".length()));
        assertEquals(keys, key.getParent());
        Map<String, String> proof = Map.of("Metadata", "true", "Authorization", "Basic " + Files.readString(key));
        assertEquals(200, arc.handle(arcRequest(proof)).status());
        assertEquals(401, arc.handle(arcRequest(proof)).status(), "a key is good for one request");
    }

    private static ReceivedRequest arcRequest(Map<String, String> headers) {
        return new ReceivedRequest(
                "GET",
                ManagedIdentityApi.IMDS_PATH,
                Map.of("api-version", "2020-06-01", "resource", "https://vault.azure.net"),
                headers,
                "",
                "127.0.0.1",
                "localhost");
    }
}
