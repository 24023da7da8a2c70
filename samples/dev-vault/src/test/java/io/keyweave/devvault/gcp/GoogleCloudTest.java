package io.keyweave.devvault.gcp;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.api.gax.rpc.ApiException;
import com.google.api.gax.rpc.StatusCode;
import com.google.auth.oauth2.GoogleCredentials;
import com.google.auth.oauth2.ServiceAccountCredentials;
import com.google.cloud.secretmanager.v1.AccessSecretVersionResponse;
import com.google.cloud.secretmanager.v1.SecretManagerServiceClient;
import com.google.cloud.secretmanager.v1.SecretPayload;
import com.google.protobuf.ByteString;
import io.keyweave.devvault.DevVault;
import io.keyweave.devvault.RecordedRequest;
import io.keyweave.devvault.json.Json;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.zip.CRC32C;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Driven by google-auth-library and by Google's own client, over TLS. */
@Timeout(60)
class GoogleCloudTest {

    private static final String SECRET = "projects/contoso-prod/secrets/db-password";
    private static final String REGIONAL = "projects/contoso-prod/locations/europe-west3/secrets/db-password";

    private DevVault dev;
    private GoogleCloud google;
    private SecretManagerServer secrets;
    private GoogleClient libraries;

    @BeforeEach
    void start() throws Exception {
        dev = DevVault.start();
        google = GoogleCloud.open(dev);
        secrets = google.secretManager();
        libraries = new GoogleClient(dev, google);
    }

    @AfterEach
    void stop() {
        dev.close();
    }

    private String read(GoogleCredentials credentials, String name) throws Exception {
        try (SecretManagerServiceClient client = libraries.client(credentials)) {
            return client.accessSecretVersion(name).getPayload().getData().toStringUtf8();
        }
    }

    private GoogleCredentials application() throws Exception {
        return libraries.credentials(google.environment());
    }

    private void assertRefused(StatusCode.Code code, String words, GoogleCredentials credentials, String name) {
        ApiException refused = assertThrows(ApiException.class, () -> read(credentials, name));
        assertEquals(code, refused.getStatusCode().getCode(), refused.toString());
        assertTrue(whole(refused).contains(words), () -> whole(refused));
    }

    /** What it says, and what is in the answer that caused it. */
    private static String whole(Throwable thrown) {
        StringBuilder text = new StringBuilder();
        for (Throwable each = thrown; each != null; each = each.getCause()) {
            text.append(each).append('\n');
        }
        return text.toString();
    }

    @Test
    void answersWithVersionsAliasesRegionsAndAChecksum() throws Exception {
        assertEquals(1, secrets.put(SECRET, "first"));
        assertEquals(2, secrets.put(SECRET, "second"));
        secrets.put(REGIONAL, "in Frankfurt");
        secrets.alias(SECRET, "prod", 1);
        GoogleCredentials credentials = application();
        try (SecretManagerServiceClient client = libraries.client(credentials)) {
            AccessSecretVersionResponse latest = client.accessSecretVersion(SECRET + "/versions/latest");
            String number = secrets.projectNumber("contoso-prod");
            assertEquals("projects/" + number + "/secrets/db-password/versions/2", latest.getName());
            byte[] payload = latest.getPayload().getData().toByteArray();
            CRC32C checksum = new CRC32C();
            checksum.update(payload);
            assertEquals(checksum.getValue(), latest.getPayload().getDataCrc32C());
            assertEquals("second", new String(payload, StandardCharsets.UTF_8));
        }
        assertEquals("first", read(credentials, SECRET + "/versions/1"));
        assertEquals("first", read(credentials, SECRET + "/versions/prod"));
        assertEquals("in Frankfurt", read(credentials, REGIONAL + "/versions/latest"));
    }

    @Test
    void refusesVersionsThatAreNotEnabledOrNotThere() throws Exception {
        secrets.put(SECRET, "first");
        secrets.put(SECRET, "second");
        secrets.disable(SECRET, "latest");
        GoogleCredentials credentials = application();
        // The client makes its code of the status, 400; the body says FAILED_PRECONDITION.
        assertRefused(
                StatusCode.Code.INVALID_ARGUMENT, "is in DISABLED state", credentials, SECRET + "/versions/latest");
        secrets.enable(SECRET, "2");
        assertEquals("second", read(credentials, SECRET + "/versions/latest"));
        secrets.destroy(SECRET, "1");
        assertRefused(StatusCode.Code.INVALID_ARGUMENT, "is in DESTROYED state", credentials, SECRET + "/versions/1");
        assertRefused(StatusCode.Code.NOT_FOUND, "Secret Version [", credentials, SECRET + "/versions/9");
        secrets.delete(SECRET);
        assertRefused(
                StatusCode.Code.NOT_FOUND, "not found or has no versions", credentials, SECRET + "/versions/latest");
        secrets.create(SECRET);
        assertRefused(
                StatusCode.Code.NOT_FOUND, "not found or has no versions", credentials, SECRET + "/versions/latest");
    }

    @Test
    void anOperatorRotatesAndEndsVersionsThroughTheApi() throws Exception {
        ServiceAccount operator = google.register("operator");
        secrets.grant(
                operator.email(),
                Set.of(
                        "secretmanager.versions.access",
                        "secretmanager.versions.add",
                        "secretmanager.versions.disable",
                        "secretmanager.versions.destroy",
                        "secretmanager.versions.list",
                        "secretmanager.secrets.delete"));
        secrets.create(SECRET);
        GoogleCredentials credentials = libraries.credentials(Map.of(
                "GOOGLE_APPLICATION_CREDENTIALS", google.keyFile(operator).toString()));
        byte[] binary = {0, 1, (byte) 0xff};
        try (SecretManagerServiceClient client = libraries.client(credentials)) {
            String first = client.addSecretVersion(
                            SECRET,
                            SecretPayload.newBuilder()
                                    .setData(ByteString.copyFrom(binary))
                                    .build())
                    .getName();
            assertArrayEquals(
                    binary,
                    client.accessSecretVersion(first).getPayload().getData().toByteArray());
            assertEquals(
                    "DISABLED", client.disableSecretVersion(first).getState().name());
            assertEquals(
                    "DESTROYED", client.destroySecretVersion(first).getState().name());
            assertThrows(ApiException.class, () -> client.disableSecretVersion(first));
            client.deleteSecret(SECRET);
        }
        assertRefused(StatusCode.Code.NOT_FOUND, "not found", credentials, SECRET + "/versions/latest");
        // An accessor may read and nothing else.
        secrets.put(SECRET, "value");
        try (SecretManagerServiceClient client = libraries.client(application())) {
            ApiException refused = assertThrows(ApiException.class, () -> client.deleteSecret(SECRET));
            assertEquals(
                    StatusCode.Code.PERMISSION_DENIED, refused.getStatusCode().getCode());
        }
    }

    @Test
    void verifiesTheKeyOfAServiceAccountAtTheTokenEndpoint() throws Exception {
        secrets.put(SECRET, "value");
        ServiceAccountCredentials good = (ServiceAccountCredentials) application();
        google.tokens().tokenLifetime(Duration.ofMinutes(20));
        assertNotNull(good.refreshAccessToken().getTokenValue());
        assertEquals("value", read(good, SECRET + "/versions/latest"));
        assertLoginRefused(
                "Invalid JWT Signature",
                good.toBuilder().setPrivateKeyId("another").build());
        assertLoginRefused(
                "account not found",
                good.toBuilder().setClientEmail("nobody@contoso-prod").build());
        assertLoginRefused(
                "Token must be a short-lived token",
                good.toBuilder().setLifetime(-1).build());
        assertLoginRefused("Invalid OAuth scope", (ServiceAccountCredentials) good.createScoped(List.of(" ")));
        google.application().removeKeys();
        assertLoginRefused("Invalid JWT Signature", good);
    }

    private static void assertLoginRefused(String words, GoogleCredentials credentials) {
        IOException refused = assertThrows(IOException.class, credentials::refreshAccessToken);
        assertTrue(whole(refused).contains(words), () -> whole(refused));
    }

    @Test
    void takesAJwtThatTheAccountSignedForThisApiWithoutAnyToken() throws Exception {
        secrets.put(SECRET, "value");
        ServiceAccountCredentials selfSigned =
                ((ServiceAccountCredentials) application()).createWithUseJwtAccessWithScope(true);
        assertEquals("value", read(selfSigned, SECRET + "/versions/latest"));
        assertEquals(0, google.tokens().requests().size());
        google.application().removeKeys();
        assertRefused(
                StatusCode.Code.UNAUTHENTICATED,
                "invalid authentication credentials",
                selfSigned,
                SECRET + "/versions/latest");
    }

    @Test
    void exchangesTheTokenOfAClusterForOneOfGoogles() throws Exception {
        secrets.put(SECRET, "value");
        GoogleCredentials federated = libraries.credentials(google.workloadIdentityEnvironment());
        assertEquals("value", read(federated, SECRET + "/versions/latest"));
        secrets.grant(google.workloadIdentity(), Set.of());
        assertRefused(
                StatusCode.Code.PERMISSION_DENIED,
                "Permission 'secretmanager.versions.access' denied for resource '" + SECRET + "/versions/latest'",
                federated,
                SECRET + "/versions/latest");
        GoogleCredentials late = libraries.credentials(google.workloadIdentityEnvironment());
        google.rotateSubjectToken(Duration.ofMinutes(-1));
        assertLoginRefused("is stale to sign-in", late);
    }

    @Test
    void refusesExpiredTokensWrongScopesAndNobody() throws Exception {
        secrets.put(SECRET, "value");
        GoogleCredentials credentials = application();
        assertEquals("value", read(credentials, SECRET + "/versions/latest"));
        google.tokens().expireTokens();
        assertRefused(
                StatusCode.Code.UNAUTHENTICATED, "ACCESS_TOKEN_EXPIRED", credentials, SECRET + "/versions/latest");
        GoogleCredentials narrow = credentials.createScoped("https://www.googleapis.com/auth/devstorage.read_only");
        assertRefused(
                StatusCode.Code.PERMISSION_DENIED,
                "insufficient authentication scopes",
                narrow,
                SECRET + "/versions/latest");
        HttpResponse<String> nobody = get(secrets.url() + "/v1/" + SECRET + "/versions/latest:access");
        assertEquals(401, nobody.statusCode());
        assertTrue(nobody.body().contains("CREDENTIALS_MISSING"), nobody::body);
    }

    @Test
    void everyErrorCanBeHadOnDemand() throws Exception {
        secrets.put(SECRET, "value");
        GoogleCredentials credentials = application();
        secrets.fault(GoogleError.serviceDisabled("123456789012").fault().times(1));
        assertRefused(StatusCode.Code.PERMISSION_DENIED, "SERVICE_DISABLED", credentials, SECRET + "/versions/latest");
        secrets.fault(GoogleError.quotaExceeded("123456789012").fault());
        try (SecretManagerServiceClient client = libraries.client(credentials)) {
            // Google's client would go on for a minute: one answer is looked at without it.
            assertEquals(
                    429,
                    get(secrets.url() + "/v1/" + SECRET + "/versions/latest:access")
                            .statusCode());
        }
        secrets.clearFaults();
        assertEquals("value", read(credentials, SECRET + "/versions/latest"));
        google.tokens()
                .fault(TokenServer.refusal("invalid_grant", "Invalid grant: account not found")
                        .times(1));
        assertLoginRefused("account not found", application());
    }

    @Test
    void theMetadataServerAnswersOnlyWhoShowsTheHeader() throws Exception {
        MetadataServer metadata = google.metadata();
        String base = "http://" + metadata.environment().get("GCE_METADATA_HOST");
        String token = base + "/computeMetadata/v1/instance/service-accounts/default/token";
        assertEquals("Google", get(base).headers().firstValue("Metadata-Flavor").orElseThrow());
        assertEquals(403, get(token).statusCode());
        HttpResponse<String> given = get(token, "Metadata-Flavor", "Google");
        assertEquals(200, given.statusCode());
        assertEquals("Bearer", Json.object(given.body()).get("token_type"));
        secrets.put(SECRET, "value");
        String address = secrets.url() + "/v1/" + SECRET + "/versions/latest:access";
        String bearer = "Bearer " + Json.object(given.body()).get("access_token");
        assertEquals(200, get(address, "Authorization", bearer).statusCode());
        metadata.accessScopes(Set.of("https://www.googleapis.com/auth/devstorage.read_only"));
        bearer = "Bearer "
                + Json.object(get(token, "Metadata-Flavor", "Google").body()).get("access_token");
        assertEquals(403, get(address, "Authorization", bearer).statusCode());
        metadata.serviceAccount(null);
        assertEquals(404, get(token, "Metadata-Flavor", "Google").statusCode());
        assertEquals(
                List.of(200, 403),
                secrets.requests().stream().map(RecordedRequest::status).toList());
    }

    private HttpResponse<String> get(String url, String... headers) throws Exception {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(url)).timeout(Duration.ofSeconds(20));
        if (headers.length > 0) {
            request.headers(headers);
        }
        return HttpClient.newBuilder()
                .sslContext(GoogleClient.trusting(dev.certificateFile()))
                .build()
                .send(request.build(), HttpResponse.BodyHandlers.ofString());
    }
}
