package io.keyweave.devvault;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.http.HttpResponse;
import java.time.Instant;
import java.util.EnumSet;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class VaultServerTest {

    private DevVault dev;
    private Client client;
    private VaultServer vault;

    @BeforeEach
    void start() throws Exception {
        dev = DevVault.start();
        client = new Client(dev);
        vault = dev.vault("contoso");
    }

    @AfterEach
    void stop() {
        dev.close();
    }

    @Test
    void challengesWhoeverHasNoToken() throws Exception {
        HttpResponse<String> answer = client.get(vault, "password", "");
        assertEquals(401, answer.statusCode());
        assertEquals(
                "Bearer authorization=\"" + dev.entra().authorityHost()
                        + dev.entra().tenantId() + "\", resource=\"https://localhost\"",
                answer.headers().firstValue("WWW-Authenticate").orElseThrow());
        assertEquals(
                "AKV10000: Request is missing a Bearer, PoP, or MTLS_POP token.", Client.at(answer, "error.message"));
        assertTrue(answer.headers().firstValue("x-ms-request-id").isPresent());
        assertEquals(
                "westeurope",
                answer.headers().firstValue("x-ms-keyvault-region").orElseThrow());
    }

    @Test
    void challengeNamesTheCloudOfARealHostName() {
        assertEquals("https://vault.azure.net", AccessControl.resource("contoso.vault.azure.net"));
        assertEquals("https://vault.azure.cn", AccessControl.resource("contoso.vault.azure.cn:8443"));
        assertEquals("https://vault.usgovcloudapi.net", AccessControl.resource("contoso.vault.usgovcloudapi.net"));
        assertEquals("https://localhost", AccessControl.resource("localhost:1234"));
        assertEquals("https://vault.azure.net.evil.example", AccessControl.resource("vault.azure.net.evil.example"));
    }

    @Test
    void servesTheNewestVersionAndOlderOnesByTheirId() throws Exception {
        String first = vault.put("password", "one");
        String second = vault.put("password", "two \"quoted\" \u00fc \ud83d\udd11");
        String token = client.token(dev.environment());
        HttpResponse<String> newest = client.get(vault, "password/", token);
        assertEquals(200, newest.statusCode());
        assertEquals("two \"quoted\" \u00fc \ud83d\udd11", Client.at(newest, "value"));
        assertEquals(vault.url() + "/secrets/password/" + second, Client.at(newest, "id"));
        assertEquals(true, Client.at(newest, "attributes.enabled"));
        assertEquals("one", Client.at(client.get(vault, "password/" + first, token), "value"));
        assertFalse(newest.body().contains("tags"), "a secret without tags shows none");
    }

    @Test
    void saysWhereARequestCameFromAndWhichSecretIsACertificate() throws Exception {
        vault.putCertificate("tls", "pem");
        String token = client.token(dev.environment());
        HttpResponse<String> answer = client.get(vault, "tls", token);
        assertEquals(true, Client.at(answer, "managed"));
        assertTrue(((String) Client.at(answer, "kid")).startsWith("https://contoso.vault.azure.net/keys/tls/"));
        assertEquals("conn_type=Ipv4;addr=127.0.0.1;act_addr_fam=InterNetwork;", networkInfo(answer));
        vault.clientAddress("10.240.0.7", true);
        assertEquals(
                "conn_type=PrivateLink;addr=10.240.0.7;act_addr_fam=InterNetwork;",
                networkInfo(client.get(vault, "tls", token)));
    }

    private static String networkInfo(HttpResponse<String> answer) {
        return answer.headers().firstValue("x-ms-keyvault-network-info").orElseThrow();
    }

    @Test
    void saysWhatIsMissingDisabledOrDeleted() throws Exception {
        vault.put("password", "one");
        String token = client.token(dev.environment());
        HttpResponse<String> missing = client.get(vault, "other", token);
        assertEquals(404, missing.statusCode());
        assertEquals("SecretNotFound", Client.at(missing, "error.code"));

        vault.disable("password");
        HttpResponse<String> disabled = client.get(vault, "password", token);
        assertEquals(403, disabled.statusCode());
        assertEquals("SecretDisabled", Client.at(disabled, "error.innererror.code"));
        vault.enable("password");
        assertEquals(200, client.get(vault, "password", token).statusCode());

        vault.delete("password");
        assertEquals(404, client.get(vault, "password", token).statusCode());
        vault.recover("password");
        assertEquals("one", Client.at(client.get(vault, "password", token), "value"));
    }

    @Test
    void doesNotEnforceNotBeforeAndExpires() throws Exception {
        vault.put("password", "one");
        vault.expires("password", Instant.ofEpochSecond(1_000));
        vault.notBefore("password", Instant.ofEpochSecond(4_000_000_000L));
        HttpResponse<String> answer = client.get(vault, "password", client.token(dev.environment()));
        assertEquals(200, answer.statusCode());
        assertEquals(1_000, Client.at(answer, "attributes.exp"));
        assertEquals(4_000_000_000L, Client.at(answer, "attributes.nbf"));
    }

    @Test
    void checksVersionNameAndMethod() throws Exception {
        String token = client.token(dev.environment());
        assertEquals(
                400, client.send("GET", vault.url() + "/secrets/a", token, "").statusCode());
        assertEquals(
                400,
                client.send("GET", vault.url() + "/secrets/a?api-version=1999-01-01", token, "")
                        .statusCode());
        HttpResponse<String> name = client.get(vault, "a_b", token);
        assertEquals(400, name.statusCode());
        assertEquals("The request URI contains an invalid name: a_b", Client.at(name, "error.message"));
        assertEquals(400, client.get(vault, "a/123", token).statusCode());
        assertEquals(400, client.get(vault, "x".repeat(128), token).statusCode());
        HttpResponse<String> method = client.vault("PUT", vault, "/secrets/a/b", token, "{}");
        assertEquals(405, method.statusCode());
        assertEquals("HTTP PUT not allowed", Client.at(method, "error.message"));
    }

    @Test
    void anOperatorSetsChangesDeletesRecoversAndPurges() throws Exception {
        String token = client.token(dev.operatorEnvironment());
        HttpResponse<String> set = client.vault(
                "PUT",
                vault,
                "/secrets/a",
                token,
                "{\"value\":\"v1\",\"contentType\":\"text/plain\",\"tags\":{\"k\":\"v\"}}");
        assertEquals(200, set.statusCode());
        assertEquals("v1", Client.at(set, "value"));
        assertEquals("v", Client.at(set, "tags.k"));
        HttpResponse<String> off =
                client.vault("PATCH", vault, "/secrets/a", token, "{\"attributes\":{\"enabled\":false,\"exp\":99}}");
        assertEquals(false, Client.at(off, "attributes.enabled"));
        assertNull(Client.at(off, "value"));
        assertEquals(403, client.get(vault, "a", token).statusCode());

        assertEquals(200, client.vault("DELETE", vault, "/secrets/a", token, "").statusCode());
        assertEquals(
                "ObjectIsDeletedButRecoverable",
                Client.at(
                        client.vault("PUT", vault, "/secrets/a", token, "{\"value\":\"v2\"}"),
                        "error.innererror.code"));
        assertEquals(
                200,
                client.vault("POST", vault, "/deletedsecrets/a/recover", token, "")
                        .statusCode());
        assertEquals(200, client.vault("DELETE", vault, "/secrets/a", token, "").statusCode());
        assertEquals(
                204,
                client.vault("DELETE", vault, "/deletedsecrets/a", token, "").statusCode());
        assertEquals(
                404, client.vault("GET", vault, "/deletedsecrets/a", token, "").statusCode());
    }

    @Test
    void refusesValuesOverTwentyFiveKilobytes() throws Exception {
        String token = client.token(dev.operatorEnvironment());
        String fits = "{\"value\":\"" + "x".repeat(25 * 1024) + "\"}";
        String tooLong = "{\"value\":\"" + "x".repeat(25 * 1024 + 1) + "\"}";
        assertEquals(200, client.vault("PUT", vault, "/secrets/a", token, fits).statusCode());
        assertEquals(
                400, client.vault("PUT", vault, "/secrets/a", token, tooLong).statusCode());
        assertEquals(
                400, client.vault("PUT", vault, "/secrets/a", token, "no json").statusCode());
    }

    @Test
    void aReaderMayNeitherListNorSet() throws Exception {
        vault.put("a", "v");
        String token = client.token(dev.environment());
        HttpResponse<String> list = client.vault("GET", vault, "/secrets", token, "");
        assertEquals(403, list.statusCode());
        assertEquals("ForbiddenByRbac", Client.at(list, "error.innererror.code"));
        String message = (String) Client.at(list, "error.message");
        assertTrue(message.contains("oid=" + dev.application().principal().objectId()), message);
        assertEquals(
                403,
                client.vault("PUT", vault, "/secrets/a", token, "{\"value\":\"x\"}")
                        .statusCode());
        vault.grant(dev.application().principal(), EnumSet.of(Permission.LIST));
        HttpResponse<String> listed = client.vault("GET", vault, "/secrets", token, "");
        assertEquals(1, ((List<?>) Client.at(listed, "value")).size());
        assertFalse(listed.body().contains("\"value\":\"v\""));
        assertEquals(403, client.get(vault, "a", token).statusCode());
    }

    @Test
    void anAccessPolicyVaultWordsItDifferently() throws Exception {
        vault.put("a", "v");
        vault.accessPolicies(true);
        vault.revoke(dev.application().principal());
        HttpResponse<String> answer = client.get(vault, "a", client.token(dev.environment()));
        assertEquals("AccessDenied", Client.at(answer, "error.innererror.code"));
        assertTrue(((String) Client.at(answer, "error.message")).contains("does not have secrets get permission"));
    }

    @Test
    void judgesTokensByExpiryIssuerAndAudience() throws Exception {
        vault.put("a", "v");
        String token = client.token(dev.environment());
        dev.entra().expireTokens();
        HttpResponse<String> expired = client.get(vault, "a", token);
        assertEquals(401, expired.statusCode());
        assertTrue(((String) Client.at(expired, "error.message")).contains("TokenExpired"));
        assertTrue(expired.headers().firstValue("WWW-Authenticate").isPresent());

        String foreign = "11111111-2222-3333-4444-555555555555";
        dev.entra().issueFromTenant(foreign);
        HttpResponse<String> issuer = client.get(vault, "a", client.token(dev.environment()));
        assertEquals(401, issuer.statusCode());
        assertTrue(((String) Client.at(issuer, "error.message"))
                .matches("AKV10032: Invalid issuer. Expected .*" + dev.entra().tenantId() + ".*" + foreign + ".*"));
        dev.entra().issueFromTenant(null);

        String management =
                Client.accessToken(client.askToken(dev.environment(), "https://management.azure.com/.default"));
        assertTrue(((String) Client.at(client.get(vault, "a", management), "error.message")).startsWith("AKV10022"));
        assertTrue(((String) Client.at(client.get(vault, "a", "invented"), "error.message")).startsWith("AKV10046"));
    }

    @Test
    void recordsWhatItWasAskedAndNothingSecret() throws Exception {
        vault.put("a", "v");
        String token = client.token(dev.environment());
        client.get(vault, "a", "");
        client.get(vault, "a", token);
        List<RecordedRequest> requests = vault.requests();
        assertEquals(
                List.of(401, 200),
                requests.stream().map(RecordedRequest::status).toList());
        assertEquals("/secrets/a", requests.get(1).path());
        assertEquals("vault contoso", requests.get(1).service());
        assertEquals(1, dev.tokenRequests().size());
        assertFalse(requests.toString().contains(token));
        vault.forget();
        assertEquals(List.of(), vault.requests());
    }
}
