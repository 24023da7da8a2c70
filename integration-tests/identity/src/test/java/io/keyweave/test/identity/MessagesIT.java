package io.keyweave.test.identity;

import static org.junit.jupiter.api.Assertions.assertAll;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.microsoft.aad.msal4j.MsalEnvironment;
import io.keyweave.Failure;
import io.keyweave.Failure.Kind;
import io.keyweave.devvault.DevVault;
import io.keyweave.devvault.Fault;
import io.keyweave.devvault.VaultServer;
import io.keyweave.test.Eventually;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What a user reads where it takes more than one fault to say: the rows themselves are seen in the matrix of faults. */
class MessagesIT {

    @AutoClose
    private final DevVault dev = DevVault.start();

    private final VaultServer vault = dev.vault("contoso");

    @TempDir
    Path directory;

    @BeforeEach
    void start() {
        vault.put("db-password", "s3cret-value");
    }

    /** The SDK would ask again, for seconds. */
    @ParameterizedTest
    @ValueSource(ints = {400, 404, 410, 429, 500})
    void ofTheMachineAfterOneAttempt(int status) {
        dev.imds().fault(Fault.status(status));
        try (Reader reader = new Reader(dev, vault, dev.managedIdentityEnvironment())) {
            assertEquals(status, reader.failure("db-password").status());
        }
        assertEquals(1, dev.imds().requests().size());
    }

    @Test
    void autoSaysWhatItPassedOver() {
        Map<String, String> environment = dev.managedIdentityEnvironment();
        dev.imds().fault(Fault.refused());
        try (Reader reader = new Reader(dev, vault, environment)) {
            Failure failure = reader.failure("db-password");
            assertTrue(failure.cause().contains("neither AZURE_CLIENT_SECRET nor"), failure.cause());
            assertTrue(failure.cause().contains("AZURE_FEDERATED_TOKEN_FILE is not set"), failure.cause());
        }
    }

    @Test
    void ofAVaultThatDoesNotExist() {
        try (Reader reader = reader("vault.v", "https://conotso.vault.azure.net")) {
            check(
                    reader.failure("db-password"),
                    Kind.UNREACHABLE,
                    "There is no host conotso.vault.azure.net",
                    "az keyvault list-deleted");
        }
    }

    @Test
    void ofAnotherTenant() {
        dev.entra().issueFromTenant("11111111-2222-3333-4444-555555555555");
        try (Reader reader = reader()) {
            Failure failure = reader.failure("db-password");
            check(
                    failure,
                    Kind.REFUSED,
                    dev.entra().tenantId(),
                    "tenant-id=" + dev.entra().tenantId());
            assertEquals("AKV10032", failure.code());
            assertTrue(failure.cause().contains("11111111-2222-3333-4444-555555555555"), failure.cause());
        }
    }

    @Test
    void ofATokenForSomebodyElse() {
        dev.entra().issueForAudience("https://management.azure.com");
        try (Reader reader = reader()) {
            check(reader.failure("db-password"), Kind.REFUSED, "401 AKV10022", "cloud=");
            check(reader.failure("db-password"), Kind.REFUSED, "401 AKV10022", "cloud=");
        }
        assertEquals(2, dev.tokenRequests().size(), "one login and one re-login, however often it is read");
    }

    @Test
    void ofTheObjectIdToGrant() {
        vault.revoke(dev.application().principal());
        try (Reader reader = reader()) {
            Failure failure = reader.failure("db-password");
            String objectId = dev.application().principal().objectId();
            check(failure, Kind.REFUSED, objectId, "--assignee-object-id " + objectId);
            assertEquals(403, failure.status());
            assertEquals("ForbiddenByRbac", failure.code());
            assertTrue(failure.requestId() != null && !failure.requestId().isEmpty());
            assertFalse(failure.elapsed().isZero());
        }
    }

    @Test
    void ofWhatIsNotConfigured() {
        Map<String, String> noSecret = new HashMap<>(dev.environment());
        noSecret.remove("AZURE_CLIENT_SECRET");
        notConfigured(noSecret, "client-secret", "client-secret or AZURE_CLIENT_SECRET is not set");
        notConfigured(noSecret, "client-certificate", "AZURE_CLIENT_CERTIFICATE_PATH is not set");
        notConfigured(noSecret, "workload-identity", "AZURE_FEDERATED_TOKEN_FILE is not set");
        Map<String, String> noClient = new HashMap<>(dev.environment());
        noClient.remove("AZURE_CLIENT_ID");
        notConfigured(noClient, "client-secret", "client-id or AZURE_CLIENT_ID is not set");
        Map<String, String> noFile = new HashMap<>(dev.workloadIdentityEnvironment());
        noFile.put("AZURE_FEDERATED_TOKEN_FILE", directory.resolve("none").toString());
        notConfigured(noFile, "workload-identity", "cannot be read (NoSuchFileException)");
    }

    @Test
    void ofCertificateFiles() throws Exception {
        Map<String, String> environment = new HashMap<>(dev.certificateEnvironment("opensesame"));
        environment.put("AZURE_CLIENT_CERTIFICATE_PASSWORD", "wrong-password");
        notConfigured(environment, "client-certificate", "wrong password");
        Path noKey = Files.copy(dev.certificateFile(), directory.resolve("nokey.pem"));
        environment.put("AZURE_CLIENT_CERTIFICATE_PATH", noKey.toString());
        notConfigured(environment, "client-certificate", "no unencrypted private key");
        Path junk = Files.writeString(directory.resolve("junk.pfx"), "junk");
        environment.put("AZURE_CLIENT_CERTIFICATE_PATH", junk.toString());
        notConfigured(environment, "client-certificate", "cannot be read");
    }

    /** What {@code openssl} writes besides PKCS#8; the bytes do not matter, since nobody gets that far. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    RSA PRIVATE KEY       | holds its key as PKCS#1: rewrite it with `openssl pkcs8 -topk8 -nocrypt`
                    ENCRYPTED PRIVATE KEY | holds no unencrypted private key
                    EC PRIVATE KEY        | holds no unencrypted private key
                    """)
    void ofCertificateFilesWithOtherKeys(String kind, String words) throws Exception {
        Map<String, String> environment = new HashMap<>(dev.certificateEnvironment());
        String pem = Files.readString(Path.of(environment.get("AZURE_CLIENT_CERTIFICATE_PATH")));
        Path other = directory.resolve("other.pem");
        Files.writeString(other, pem.replace(" PRIVATE KEY-", " " + kind + "-"));
        environment.put("AZURE_CLIENT_CERTIFICATE_PATH", other.toString());
        notConfigured(environment, "client-certificate", words);
    }

    @Test
    void ofPlacesWithoutAnIdentityOfOurs() {
        Map<String, String> fabric = new HashMap<>(dev.appServiceEnvironment());
        fabric.put("IDENTITY_SERVER_THUMBPRINT", "0123456789ABCDEF");
        notConfigured(fabric, "auto", "this is Service Fabric (IDENTITY_SERVER_THUMBPRINT is set)");
        Map<String, String> shell = new HashMap<>(dev.cloudShell().environment());
        shell.put("AZURE_CLIENT_ID", "11111111-2222-3333-4444-555555555555");
        notConfigured(
                shell, "auto", "this is Cloud Shell (MSI_ENDPOINT is set), which has no user-assigned identities");
        notConfigured(Map.of("MSI_ENDPOINT", "here"), "auto", "the variable MSI_ENDPOINT is not a URL");
        assertEquals(0, dev.tokenRequests().size());
    }

    /** A library user's settings say one machine, the process is another: the SDK knows only the process. */
    @Test
    void ofAnotherEnvironmentThanTheProcesses() {
        elsewhere(dev.managedIdentityEnvironment(), "127.0.0.1:" + dev.imds().port());
        elsewhere(Map.of(), "169.254.169.254");
        assertEquals(0, dev.tokenRequests().size());
    }

    @Test
    void ofAnExpiredFederatedToken() {
        Map<String, String> environment = dev.workloadIdentityEnvironment();
        dev.rotateFederatedToken(Duration.ofHours(-1));
        try (Reader reader = new Reader(dev, vault, environment)) {
            check(reader.failure("db-password"), Kind.IDENTITY, "AADSTS700024", "projected token file");
            dev.rotateFederatedToken(Duration.ofHours(1));
            // The refusal lasts a second; then the renewed file is read.
            Eventually.sees("the secret", () -> reader.read("db-password").value(), "s3cret-value"::equals);
        }
    }

    @Test
    void ofAProxyThatIsNotThere() throws Exception {
        int port;
        try (ServerSocket free = new ServerSocket(0)) {
            port = free.getLocalPort();
        }
        Map<String, String> environment = new HashMap<>(dev.environment());
        environment.put("HTTPS_PROXY", "http://user:pass%21word@localhost:" + port);
        try (Reader reader = new Reader(dev, vault, environment)) {
            Failure failure = reader.failure("db-password");
            assertEquals(Kind.UNREACHABLE, failure.kind());
            assertFalse((failure.cause() + failure.remedy()).contains("pass"), failure.cause());
        }
    }

    private void elsewhere(Map<String, String> process, String asked) {
        try (Reader reader = new Reader(dev, vault, dev.appServiceEnvironment())) {
            MsalEnvironment.set(process);
            check(
                    reader.failure("db-password"),
                    Kind.IDENTITY,
                    "the managed identity is at 127.0.0.1:" + dev.appService().port()
                            + ", but the Azure SDK, which reads the environment of the process, asks " + asked,
                    "docs/identities.md");
        }
    }

    private Reader reader(String... settings) {
        return new Reader(dev, vault, dev.environment(), settings);
    }

    private void notConfigured(Map<String, String> environment, String auth, String detail) {
        try (Reader reader = new Reader(dev, vault, environment, "auth", auth)) {
            check(reader.failure("db-password"), Kind.IDENTITY, detail, "docs/identities.md");
        }
    }

    private void check(Failure failure, Kind kind, String cause, String remedy) {
        String all = failure.cause() + "\n" + failure.remedy() + "\n" + failure;
        assertAll(
                () -> assertEquals(kind, failure.kind(), all),
                () -> assertTrue(failure.cause().contains(cause), all),
                () -> assertTrue(failure.remedy().contains(remedy), all),
                () -> assertFalse(all.contains("s3cret-value"), "the value"),
                () -> assertFalse(all.contains(dev.environment().get("AZURE_CLIENT_SECRET")), "the client secret"),
                () -> assertFalse(all.contains("eyJ"), "a token"),
                () -> assertFalse(
                        failure.cause().contains("<") || failure.cause().contains("{"), "a gap: " + all));
    }
}
