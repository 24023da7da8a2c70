package io.keyweave.gcp;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.keyweave.Failure;
import io.keyweave.Failure.Kind;
import io.keyweave.Secret;
import io.keyweave.SecretException;
import io.keyweave.SecretRef;
import io.keyweave.devvault.DevVault;
import io.keyweave.devvault.Fault;
import io.keyweave.devvault.RecordedRequest;
import io.keyweave.devvault.gcp.GoogleCloud;
import io.keyweave.devvault.gcp.GoogleError;
import io.keyweave.devvault.gcp.SecretManagerServer;
import io.keyweave.devvault.gcp.TokenServer;
import io.keyweave.fixtures.TestSettings;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The provider over TLS against the dev vault, which verifies what Google verifies. */
@Timeout(120)
class SecretManagerProviderTest {

    private static final String SECRET = "projects/contoso-prod/secrets/db-password";
    private static final String REGIONAL = "projects/contoso-prod/locations/europe-west3/secrets/db-password";
    private static final Duration PATIENCE = Duration.ofSeconds(20);
    private static final String NUMBER = "123456789012";

    private DevVault dev;
    private GoogleCloud google;
    private SecretManagerServer secrets;
    private final List<SecretManagerProvider> providers = new ArrayList<>();

    @TempDir
    private Path directory;

    /** Without the machine's own home, where gcloud may have left credentials. */
    private static TestSettings settings() {
        return new TestSettings("gcp").in(Map.of("CLOUDSDK_CONFIG", "/no-such-directory"));
    }

    @BeforeEach
    void start() {
        dev = DevVault.start();
        google = GoogleCloud.open(dev);
        secrets = google.secretManager();
        secrets.put(SECRET, "s3cret");
    }

    @AfterEach
    void stop() {
        providers.forEach(SecretManagerProvider::close);
        dev.close();
    }

    private SecretManagerProvider provider(Map<String, String> environment) {
        SecretManagerProvider provider = new SecretManagerProvider();
        provider.configure(settings()
                .with("endpoint", secrets.url())
                .with("ca", dev.certificateFile().toString())
                .in(environment));
        providers.add(provider);
        return provider;
    }

    private static SecretRef ref(String container, String version, String stage) {
        return new SecretRef("gcp", container, "db-password", version, stage, container + "/db-password");
    }

    private static SecretRef latest() {
        return ref("contoso-prod", null, null);
    }

    private static Failure fails(SecretManagerProvider provider, SecretRef ref) {
        SecretException thrown = assertThrows(SecretException.class, () -> provider.fetch(ref, PATIENCE));
        Failure failure = thrown.failures().get(0);
        assertEquals(ref, failure.ref());
        assertFalse(thrown.getMessage().contains("s3cret"), thrown.getMessage());
        assertFalse(thrown.getMessage().contains("<"), () -> "a fact is missing: " + thrown.getMessage());
        assertFalse(thrown.getMessage().contains("{"), () -> "not filled: " + thrown.getMessage());
        return failure;
    }

    private static void assertFailure(Kind kind, String cause, String command, Failure failure) {
        assertEquals(kind, failure.kind(), failure::toString);
        assertTrue(failure.cause().contains(cause), failure::cause);
        assertTrue(failure.remedy().contains(command), failure::remedy);
    }

    @Test
    void readsVersionsAliasesAndRegionsWithAKeyOfAServiceAccount() {
        secrets.put(SECRET, "second");
        secrets.alias(SECRET, "stable", 1);
        secrets.put(REGIONAL, "in Frankfurt");
        SecretManagerProvider provider = provider(google.environment());
        Secret secret = provider.fetch(latest(), PATIENCE);
        assertEquals("second", secret.value());
        assertEquals("2", secret.version());
        assertEquals(
                "s3cret",
                provider.fetch(ref("contoso-prod", "1", null), PATIENCE).value());
        assertEquals(
                "1",
                provider.fetch(ref("contoso-prod", null, "stable"), PATIENCE).version());
        assertEquals(
                "in Frankfurt",
                provider.fetch(ref("contoso-prod/locations/europe-west3", null, null), PATIENCE)
                        .value());
        // The key signs by itself, as Google's own clients do it: one request a secret, none for a token.
        assertEquals(0, google.tokens().requests().size());
        assertEquals(4, secrets.requests().size());
        assertEquals(1, secrets.connections());
    }

    @Test
    void readsWithTheMetadataServerAndWithWorkloadIdentityAskingOnceForAToken() {
        SecretManagerProvider machine = provider(google.metadataEnvironment());
        assertEquals("s3cret", machine.fetch(latest(), PATIENCE).value());
        assertEquals("s3cret", machine.fetch(latest(), PATIENCE).value());
        assertEquals(1, tokenRequests());
        SecretManagerProvider cluster = provider(google.workloadIdentityEnvironment());
        assertEquals("s3cret", cluster.fetch(latest(), PATIENCE).value());
        assertEquals("s3cret", cluster.fetch(latest(), PATIENCE).value());
        assertEquals(1, google.tokens().requests().size());
    }

    private long tokenRequests() {
        return google.metadata().requests().stream()
                .map(RecordedRequest::path)
                .filter(path -> path.endsWith("/token"))
                .count();
    }

    @Test
    void aTokenThatEndedEarlyCostsOneLoginAndNoFailure() {
        SecretManagerProvider provider = provider(google.metadataEnvironment());
        assertEquals("s3cret", provider.fetch(latest(), PATIENCE).value());
        google.tokens().expireTokens();
        assertEquals("s3cret", provider.fetch(latest(), PATIENCE).value());
        assertEquals(2, tokenRequests());
    }

    @Test
    void aStartWithManyLogsInOnce() {
        SecretManagerProvider provider = provider(google.workloadIdentityEnvironment());
        google.tokens().latency(Duration.ofMillis(300));
        List<CompletableFuture<String>> answers = new ArrayList<>();
        for (int i = 0; i < 8; i++) {
            answers.add(CompletableFuture.supplyAsync(
                    () -> provider.fetch(latest(), PATIENCE).value(), task -> new Thread(task).start()));
        }
        answers.forEach(answer -> assertEquals("s3cret", answer.join()));
        assertEquals(1, google.tokens().requests().size());
    }

    @Test
    void bytesAreBase64AndNothingIsNothing() {
        secrets.put(SECRET, new byte[] {0, (byte) 0xff});
        SecretManagerProvider provider = provider(google.environment());
        assertEquals("AP8=", provider.fetch(latest(), PATIENCE).value());
        secrets.put(SECRET, "");
        assertEquals("", provider.fetch(latest(), PATIENCE).value());
        secrets.put(SECRET, "pässword ✓");
        assertEquals("pässword ✓", provider.fetch(latest(), PATIENCE).value());
    }

    @Test
    void knowsThePreviousVersionIfItIsEnabled() {
        SecretManagerProvider provider = provider(google.environment());
        assertNull(provider.previous(latest(), "1", PATIENCE));
        secrets.put(SECRET, "second");
        Secret previous = provider.previous(latest(), "2", PATIENCE);
        assertNotNull(previous);
        assertEquals("s3cret", previous.value());
        assertEquals("1", previous.version());
        assertNull(provider.previous(ref("contoso-prod", null, "stable"), "2", PATIENCE));
        secrets.disable(SECRET, "1");
        assertNull(provider.previous(latest(), "2", PATIENCE));
        secrets.destroy(SECRET, "1");
        assertNull(provider.previous(latest(), "2", PATIENCE));
        secrets.fault(Fault.status(503));
        assertThrows(SecretException.class, () -> provider.previous(latest(), "2", PATIENCE));
    }

    @Test
    void saysWhatIsNotThere() {
        SecretManagerProvider provider = provider(google.environment());
        assertFailure(
                Kind.MISSING,
                "There is no secret db-password in project other-project, or it has no version",
                "gcloud secrets list --project=other-project",
                fails(provider, ref("other-project", null, null)));
        assertFailure(
                Kind.MISSING,
                "in project contoso-prod, region europe-west3",
                "--project=contoso-prod --location=europe-west3",
                fails(provider, ref("contoso-prod/locations/europe-west3", null, null)));
        assertFailure(
                Kind.MISSING,
                "has no version 7",
                "gcloud secrets versions list db-password --project=contoso-prod",
                fails(provider, ref("contoso-prod", "7", null)));
        assertFailure(
                Kind.MISSING,
                "has no version canary",
                "gcloud secrets describe",
                fails(provider, ref("contoso-prod", null, "canary")));
        secrets.put(SECRET, "second");
        secrets.disable(SECRET, "latest");
        assertFailure(
                Kind.DISABLED,
                "Version 2 of secret db-password in project contoso-prod is disabled",
                "gcloud secrets versions enable 2 --secret=db-password --project=contoso-prod",
                fails(provider, latest()));
        secrets.destroy(SECRET, "latest");
        assertFailure(
                Kind.DISABLED,
                "Version 2 of secret db-password in project contoso-prod is destroyed",
                "gcloud secrets versions add db-password --project=contoso-prod",
                fails(provider, latest()));
    }

    @Test
    void saysWhoMayNotRead() {
        secrets.grant(google.application().email(), Set.of());
        String email = google.application().email();
        assertFailure(
                Kind.REFUSED,
                "does not let this identity (service account " + email,
                "gcloud secrets add-iam-policy-binding db-password --project=contoso-prod --member=serviceAccount:"
                        + email + " --role=roles/secretmanager.secretAccessor",
                fails(provider(google.environment()), latest()));
        assertFailure(
                Kind.REFUSED,
                "service account " + email + " of this machine",
                "--member=serviceAccount:" + email,
                fails(provider(google.metadataEnvironment()), latest()));
        secrets.grant(google.workloadIdentity(), Set.of());
        assertFailure(
                Kind.REFUSED,
                "workload identity federation",
                "--member=principalSet://iam.googleapis.com/projects/",
                fails(provider(google.workloadIdentityEnvironment()), latest()));
        google.metadata().accessScopes(Set.of("https://www.googleapis.com/auth/devstorage.read_only"));
        assertFailure(
                Kind.REFUSED,
                "ACCESS_TOKEN_SCOPE_INSUFFICIENT",
                "--scopes=cloud-platform",
                fails(provider(google.metadataEnvironment()), latest()));
    }

    @Test
    void saysWhatTheServiceRefusesFor() {
        SecretManagerProvider provider = provider(google.environment());
        secrets.fault(GoogleError.serviceDisabled(NUMBER).fault().times(1));
        assertFailure(
                Kind.REFUSED,
                "The Secret Manager API is not enabled in project " + NUMBER,
                "gcloud services enable secretmanager.googleapis.com --project=" + NUMBER,
                fails(provider, latest()));
        secrets.fault(GoogleError.outsidePerimeter().fault().times(1));
        assertFailure(
                Kind.REFUSED, "VPC Service Controls", "vpcServiceControlsUniqueIdentifier", fails(provider, latest()));
        secrets.fault(GoogleError.quotaExceeded(NUMBER).fault().times(1));
        assertFailure(
                Kind.THROTTLED, "RESOURCE_EXHAUSTED", "gcloud alpha services quota list", fails(provider, latest()));
        secrets.fault(Fault.throttled("7").times(1));
        assertEquals(Duration.ofSeconds(7), fails(provider, latest()).retryAfter());
        secrets.fault(GoogleError.invalidCredentials(true).fault().times(2));
        assertFailure(
                Kind.REFUSED,
                "ACCESS_TOKEN_EXPIRED",
                "gcloud iam service-accounts keys list --iam-account="
                        + google.application().email(),
                fails(provider, latest()));
        secrets.fault(Fault.status(503).times(1));
        assertFailure(
                Kind.SERVICE_ERROR, "answered 503 UNAVAILABLE", "status.cloud.google.com", fails(provider, latest()));
        assertEquals("s3cret", provider.fetch(latest(), PATIENCE).value());
    }

    @Test
    void neverTriesAgainByItself() {
        SecretManagerProvider provider = provider(google.metadataEnvironment());
        secrets.fault(Fault.status(503));
        fails(provider, latest());
        assertEquals(1, secrets.requests().size());
        secrets.clearFaults();
        google.metadata().fault(Fault.status(503));
        SecretManagerProvider other = provider(google.metadataEnvironment());
        google.metadata().forget();
        assertFailure(Kind.SERVICE_ERROR, "answered 503", "startup-timeout", fails(other, latest()));
        assertEquals(1, google.metadata().requests().size());
    }

    @Test
    void believesNoAnswerThatIsNotSecretManagers() {
        SecretManagerProvider provider = provider(google.environment());
        secrets.fault(Fault.html().times(1));
        assertFailure(Kind.INVALID_RESPONSE, "but not as Secret Manager does", "NO_PROXY", fails(provider, latest()));
        secrets.fault(Fault.answer(403, "text/html", "<html>blocked</html>").times(1));
        assertFailure(Kind.INVALID_RESPONSE, "answered 403, but not as", "NO_PROXY", fails(provider, latest()));
        secrets.fault(Fault.redirect("https://login.example/").times(1));
        assertFailure(Kind.INVALID_RESPONSE, "answered 302", "follows no redirect", fails(provider, latest()));
        secrets.fault(Fault.garbage().times(1));
        assertFailure(
                Kind.INVALID_RESPONSE, "is not an answer of Secret Manager", "curl -v", fails(provider, latest()));
        secrets.fault(access(NUMBER, "another", "1", "czNjcmV0", null).times(2));
        assertFailure(Kind.INVALID_RESPONSE, "with another secret or version", "NO_PROXY", fails(provider, latest()));
        secrets.fault(access(NUMBER, "db-password", "2", "czNjcmV0", null).times(2));
        assertFailure(
                Kind.INVALID_RESPONSE,
                "with another secret or version",
                "NO_PROXY",
                fails(provider, ref("contoso-prod", "1", null)));
        assertEquals("s3cret", provider.fetch(latest(), PATIENCE).value());
        // A project keeps its number: an answer of another project is another's secret.
        secrets.fault(access(NUMBER, "db-password", "1", "czNjcmV0", null).times(2));
        assertFailure(Kind.INVALID_RESPONSE, "with another secret or version", "NO_PROXY", fails(provider, latest()));
    }

    @Test
    void refusesAPayloadThatArrivedDamaged() {
        SecretManagerProvider provider = provider(google.environment());
        secrets.fault(access(NUMBER, "db-password", "1", "czNjcmV0", "12345").times(1));
        assertFailure(
                Kind.INVALID_RESPONSE,
                "arrived damaged: its CRC32C is",
                "gcloud secrets versions access 1 --secret=db-password --project=contoso-prod",
                fails(provider, latest()));
        assertEquals("s3cret", provider.fetch(latest(), PATIENCE).value());
    }

    private static Fault access(String project, String secret, String version, String data, String checksum) {
        return Fault.answer(
                200,
                "application/json",
                "{\"name\":\"projects/" + project + "/secrets/" + secret + "/versions/" + version
                        + "\",\"payload\":{\"data\":\"" + data + "\""
                        + (checksum == null ? "" : ",\"dataCrc32c\":\"" + checksum + "\"") + "}}");
    }

    @Test
    void saysWhyNobodyAnswered() {
        SecretManagerProvider provider = provider(google.environment());
        secrets.fault(Fault.refused());
        assertFailure(
                Kind.UNREACHABLE,
                "Secret Manager at localhost cannot be reached",
                "Private Google Access",
                fails(provider, latest()));
        secrets.clearFaults();
        secrets.fault(Fault.untrustedCertificate());
        assertFailure(Kind.UNREACHABLE, "cannot be trusted", "ca=FILE", fails(provider, latest()));
        secrets.clearFaults();
        secrets.fault(Fault.emptyReply());
        assertFailure(Kind.UNREACHABLE, "cannot be reached", "Private Service", fails(provider, latest()));
        secrets.clearFaults();
        secrets.fault(Fault.dribble(Duration.ofMillis(200)));
        long begun = System.nanoTime();
        SecretException slow =
                assertThrows(SecretException.class, () -> provider.fetch(latest(), Duration.ofSeconds(2)));
        assertEquals(Kind.UNREACHABLE, slow.failures().get(0).kind());
        assertTrue(
                Duration.ofNanos(System.nanoTime() - begun).toSeconds() < 15, "the deadline bounds the whole answer");
    }

    @Test
    void saysWhichCredentialsAreMissingOrWrong() throws Exception {
        Path none = directory.resolve("none.json");
        assertFailure(
                Kind.IDENTITY,
                "The credentials in " + none
                        + " (GOOGLE_APPLICATION_CREDENTIALS) cannot be used: there is no such file",
                "gcloud iam service-accounts keys create",
                fails(provider(Map.of("GOOGLE_APPLICATION_CREDENTIALS", none.toString())), latest()));
        for (String content : List.of(
                "", "[]", "{\"type\":\"nonsense\"}", "{\"type\":\"service_account\",\"private_key\":\"s3cret\"}")) {
            Path file = Files.writeString(directory.resolve("wrong.json"), content);
            assertFailure(
                    Kind.IDENTITY,
                    "The credentials in " + file,
                    "gcloud iam",
                    fails(provider(Map.of("GOOGLE_APPLICATION_CREDENTIALS", file.toString())), latest()));
        }
        assertFailure(
                Kind.IDENTITY,
                "There are no Google credentials",
                "gcloud auth application-default login",
                fails(provider(Map.of("NO_GCE_CHECK", "true")), latest()));
    }

    @Test
    void saysWhyALoginWasRefused() {
        Map<String, String> environment = google.workloadIdentityEnvironment();
        google.rotateSubjectToken(Duration.ofMinutes(-1));
        SecretManagerProvider cluster = provider(environment);
        assertFailure(Kind.IDENTITY, "is stale to sign-in", "workload-identity-pools", fails(cluster, latest()));
        google.tokens()
                .fault(TokenServer.refusal("invalid_target", "The pool is disabled or deleted.")
                        .times(1));
        assertFailure(Kind.IDENTITY, "invalid_target", "workload-identity-pools", fails(cluster, latest()));
        google.tokens().fault(Fault.throttled(null).times(1));
        assertFailure(Kind.THROTTLED, "gives no more tokens", "startup-timeout", fails(cluster, latest()));
        google.tokens().fault(Fault.status(500).times(1));
        assertFailure(Kind.SERVICE_ERROR, "answered 500", "startup-timeout", fails(cluster, latest()));
        google.tokens().fault(Fault.html().times(1));
        assertFailure(Kind.INVALID_RESPONSE, "but not with a token", "curl", fails(cluster, latest()));
        google.tokens().fault(Fault.refused());
        assertFailure(Kind.UNREACHABLE, "localhost, which gives tokens to", "HTTPS_PROXY", fails(cluster, latest()));
        google.tokens().clearFaults();
        google.rotateSubjectToken(Duration.ofMinutes(5));
        assertEquals("s3cret", cluster.fetch(latest(), PATIENCE).value());
        google.metadata().serviceAccount(null);
        assertFailure(
                Kind.IDENTITY,
                "no service account is attached",
                "gcloud compute instances set-service-account",
                fails(provider(google.metadataEnvironment()), latest()));
        SecretManagerProvider key = provider(google.environment());
        google.application().removeKeys();
        assertFailure(Kind.REFUSED, "rejected the token", "keys list", fails(key, latest()));
    }

    @Test
    void repeatsNothingThatProvedWhoWeAre() throws Exception {
        Map<String, String> environment = google.workloadIdentityEnvironment();
        String subject = Files.readString(google.subjectTokenFile());
        google.tokens()
                .fault(TokenServer.refusal("invalid_grant", "Not good: '" + subject + "'.")
                        .times(1));
        Failure failure = fails(provider(environment), latest());
        assertEquals(Kind.IDENTITY, failure.kind());
        assertFalse(failure.toString().contains(subject.substring(0, 20)), failure::toString);
        assertTrue(failure.cause().endsWith("(400 invalid_grant)."), failure::cause);
    }

    @Test
    void refusesAnEndpointThatIsNone() {
        for (String text : List.of(
                "http://localhost:1", "secretmanager.googleapis.com", "https://h/path", "https://u@h", "https://h?q")) {
            SecretException refused = assertThrows(SecretException.class, () -> new SecretManagerProvider()
                    .configure(settings().with("endpoint", text)));
            assertEquals(Kind.MALFORMED, refused.failures().get(0).kind());
            assertEquals("KW-8291", refused.failures().get(0).messageCode());
            assertTrue(
                    refused.getMessage().startsWith("agent argument gcp.endpoint must be an address"),
                    refused.getMessage());
        }
    }
}
