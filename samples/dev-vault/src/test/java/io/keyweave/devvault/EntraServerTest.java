package io.keyweave.devvault;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.keyweave.devvault.json.Json;
import io.keyweave.devvault.tls.CertificateAuthority;
import io.keyweave.devvault.tls.TlsIdentity;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.Signature;
import java.security.spec.MGF1ParameterSpec;
import java.security.spec.PSSParameterSpec;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class EntraServerTest {

    private static final String SCOPE = "https://vault.azure.net/.default";
    private static final Base64.Encoder BASE64 = Base64.getUrlEncoder().withoutPadding();

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

    @Test
    void givesATokenForTheSecret() throws Exception {
        dev.entra().tokenLifetime(Duration.ofMinutes(7));
        HttpResponse<String> answer = client.askToken(dev.environment(), SCOPE);
        assertEquals(200, answer.statusCode());
        assertEquals("Bearer", Client.at(answer, "token_type"));
        assertEquals(420, Client.at(answer, "expires_in"));
        String claims = Client.accessToken(answer).split("\\.", -1)[1];
        Map<String, Object> decoded =
                Json.object(new String(Base64.getUrlDecoder().decode(claims), StandardCharsets.UTF_8));
        assertEquals("https://vault.azure.net", decoded.get("aud"));
        assertEquals(dev.application().principal().objectId(), decoded.get("oid"));
        assertEquals(dev.entra().tenantId(), decoded.get("tid"));
    }

    @Test
    void namesWhatIsWrongWithTheRequest() throws Exception {
        Map<String, String> good = dev.environment();
        assertError(EntraError.WRONG_SECRET, with(good, "AZURE_CLIENT_SECRET", "wrong"));
        assertError(EntraError.UNKNOWN_APPLICATION, with(good, "AZURE_CLIENT_ID", "nobody"));
        assertError(EntraError.UNKNOWN_TENANT, with(good, "AZURE_TENANT_ID", "11111111-2222-3333-4444-555555555555"));
        assertError(EntraError.MALFORMED_TENANT, with(good, "AZURE_TENANT_ID", "nowhere"));
        assertError(
                EntraError.EXPIRED_SECRET,
                with(good, "AZURE_CLIENT_SECRET", dev.application().addSecret(Duration.ofDays(-1))));
        HttpResponse<String> resource = client.askToken(good, "https://vault.example/.default");
        assertEquals(List.of(500011), Client.at(resource, "error_codes"));
        HttpResponse<String> nothing = client.askToken(
                dev.entra().tenantId(), Map.of("client_id", good.get("AZURE_CLIENT_ID"), "scope", SCOPE));
        assertEquals(List.of(7000216), Client.at(nothing, "error_codes"));
    }

    private void assertError(EntraError error, Map<String, String> environment) throws Exception {
        HttpResponse<String> answer = client.askToken(environment, SCOPE);
        assertEquals(error.status(), answer.statusCode());
        assertEquals(List.of(error.code()), Client.at(answer, "error_codes"));
        String description = (String) Client.at(answer, "error_description");
        assertTrue(description.startsWith("AADSTS" + error.code() + ": "), description);
        assertTrue(description.contains(" Trace ID: " + Client.at(answer, "trace_id")), description);
        assertNotNull(Client.at(answer, "correlation_id"));
        assertNotNull(Client.at(answer, "timestamp"));
    }

    @Test
    void everyErrorCanBeHadOnDemand() throws Exception {
        for (EntraError error : EntraError.values()) {
            dev.entra().fault(Fault.entra(error).times(1));
            assertError(error, dev.environment());
        }
        assertEquals(200, client.askToken(dev.environment(), SCOPE).statusCode());
    }

    @Test
    void verifiesCertificateAssertionsForReal() throws Exception {
        Application application = dev.entra().register("with certificate");
        TlsIdentity identity = CertificateAuthority.clientCertificate("with certificate", Duration.ofDays(1));
        TlsIdentity stranger = CertificateAuthority.clientCertificate("stranger", Duration.ofDays(1));
        application.addCertificate(identity.certificate());
        String audience = dev.entra().authorityHost() + dev.entra().tenantId() + "/oauth2/v2.0/token";

        for (String algorithm : List.of("RS256", "PS256")) {
            assertEquals(
                    200,
                    ask(application, assertion(application, identity, identity, algorithm, audience, 600))
                            .statusCode());
        }
        assertCode(EntraError.UNKNOWN_CERTIFICATE, application, stranger, stranger, audience, 600);
        // The thumbprint of the registered certificate, signed with another key.
        assertCode(EntraError.BAD_SIGNATURE, application, identity, stranger, audience, 600);
        assertCode(EntraError.ASSERTION_FOR_OTHERS, application, identity, identity, "https://elsewhere/token", 600);
        assertCode(EntraError.ASSERTION_OUT_OF_TIME, application, identity, identity, audience, -1);
    }

    private void assertCode(
            EntraError error,
            Application application,
            TlsIdentity named,
            TlsIdentity signer,
            String audience,
            long seconds)
            throws Exception {
        HttpResponse<String> answer =
                ask(application, assertion(application, named, signer, "PS256", audience, seconds));
        assertEquals(List.of(error.code()), Client.at(answer, "error_codes"), answer.body());
    }

    private HttpResponse<String> ask(Application application, String assertion) throws Exception {
        return client.askToken(
                dev.entra().tenantId(),
                Map.of(
                        "client_id",
                        application.principal().clientId(),
                        "client_assertion_type",
                        "urn:ietf:params:oauth:client-assertion-type:jwt-bearer",
                        "client_assertion",
                        assertion,
                        "scope",
                        SCOPE));
    }

    /** An assertion as MSAL makes it, signed here by other code than the one that verifies it. */
    private static String assertion(
            Application application,
            TlsIdentity named,
            TlsIdentity signer,
            String algorithm,
            String audience,
            long seconds)
            throws GeneralSecurityException {
        byte[] thumbprint =
                MessageDigest.getInstance("SHA-256").digest(named.certificate().getEncoded());
        long now = Instant.now().getEpochSecond();
        String clientId = application.principal().clientId();
        // MSAL for Java writes the thumbprint of an RS256 assertion in plain Base64.
        String x5t = algorithm.equals("RS256")
                ? Base64.getEncoder().encodeToString(thumbprint)
                : BASE64.encodeToString(thumbprint);
        String signed = encoded(Json.of("alg", algorithm, "typ", "JWT", "x5t#S256", x5t))
                + "."
                + encoded(Json.of(
                        "aud", audience, "iss", clientId, "sub", clientId, "nbf", now - 1, "exp", now + seconds));
        Signature signature;
        if (algorithm.equals("PS256")) {
            signature = Signature.getInstance("RSASSA-PSS");
            signature.setParameter(new PSSParameterSpec("SHA-256", "MGF1", MGF1ParameterSpec.SHA256, 32, 1));
        } else {
            signature = Signature.getInstance("SHA256withRSA");
        }
        signature.initSign(signer.key());
        signature.update(signed.getBytes(StandardCharsets.US_ASCII));
        return signed + "." + BASE64.encodeToString(signature.sign());
    }

    private static String encoded(Map<String, Object> part) {
        return BASE64.encodeToString(Json.write(part).getBytes(StandardCharsets.UTF_8));
    }

    @Test
    void exchangesAFederatedTokenAndRefusesAnExpiredOne() throws Exception {
        Map<String, String> environment = dev.workloadIdentityEnvironment();
        assertEquals(dev.federatedTokenFile().toString(), environment.get("AZURE_FEDERATED_TOKEN_FILE"));
        String first = Files.readString(dev.federatedTokenFile());
        assertEquals(200, ask(dev.application(), first).statusCode());
        assertEquals(List.of(700211), Client.at(ask(dev.entra().register("another"), first), "error_codes"));
        dev.rotateFederatedToken(Duration.ofMinutes(-1));
        assertEquals(
                List.of(700024),
                Client.at(ask(dev.application(), Files.readString(dev.federatedTokenFile())), "error_codes"));
    }

    @Test
    void refusesAFederatedTokenThatSomebodyElseSigned() throws Exception {
        Map<String, Object> claims = Json.of(
                "iss", "https://oidc.example/",
                "sub", "system:serviceaccount:a:b",
                "aud", "api://AzureADTokenExchange",
                "exp", Instant.now().plusSeconds(60).getEpochSecond());
        var trusted = CertificateAuthority.ellipticKeys();
        var forger = CertificateAuthority.ellipticKeys();
        Application application = dev.entra().register("federated");
        application.federate(
                "https://oidc.example/",
                "system:serviceaccount:a:b",
                "api://AzureADTokenExchange",
                trusted.getPublic());
        assertEquals(
                200,
                ask(application, Jwt.sign("k", claims, trusted.getPrivate())).statusCode());
        assertEquals(
                List.of(5000128),
                Client.at(ask(application, Jwt.sign("k", claims, forger.getPrivate())), "error_codes"));
        Map<String, Object> otherSubject = new HashMap<>(claims);
        otherSubject.put("sub", "system:serviceaccount:c:d");
        assertEquals(
                List.of(700213),
                Client.at(ask(application, Jwt.sign("k", otherSubject, trusted.getPrivate())), "error_codes"));
    }

    @Test
    void tellsMsalThatItIsItsOwnAuthority() throws Exception {
        String base = dev.entra().authorityHost();
        HttpResponse<String> discovery = client.send(
                "GET",
                base + "common/discovery/instance?api-version=1.1&authorization_endpoint=" + base + "t/oauth2",
                "",
                "");
        assertEquals(200, discovery.statusCode());
        assertTrue(discovery.body().contains("tenant_discovery_endpoint"));
        HttpResponse<String> openId =
                client.send("GET", base + dev.entra().tenantId() + "/v2.0/.well-known/openid-configuration", "", "");
        assertEquals(base + dev.entra().tenantId() + "/oauth2/v2.0/token", Client.at(openId, "token_endpoint"));
    }

    private static Map<String, String> with(Map<String, String> environment, String name, String value) {
        Map<String, String> changed = new HashMap<>(environment);
        changed.put(name, value);
        return changed;
    }
}
