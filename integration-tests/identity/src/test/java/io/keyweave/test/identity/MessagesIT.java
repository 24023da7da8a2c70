package io.keyweave.test.identity;

import static org.junit.jupiter.api.Assertions.assertAll;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.microsoft.aad.msal4j.MsalEnvironment;
import io.keyweave.Failure;
import io.keyweave.Failure.Kind;
import io.keyweave.devvault.DevVault;
import io.keyweave.devvault.EntraError;
import io.keyweave.devvault.Fault;
import io.keyweave.devvault.Forbidden;
import io.keyweave.devvault.VaultServer;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** What a user reads, row by row: the real situation is made, the text is looked at. */
class MessagesIT {

    private static final Duration SHORT = Duration.ofSeconds(2);

    private DevVault dev;
    private VaultServer vault;

    @TempDir
    Path directory;

    @BeforeEach
    void start() {
        dev = DevVault.start();
        vault = dev.vault("contoso");
        vault.put("db-password", "s3cret-value");
    }

    @AfterEach
    void stop() {
        dev.close();
    }

    static Stream<Arguments> vaultFaults() {
        return Stream.of(
                Arguments.of(Fault.refused(), Kind.UNREACHABLE, "refused the connection", "nslookup localhost"),
                Arguments.of(Fault.blackHole(), Kind.UNREACHABLE, "Nothing answered at localhost", "AzureKeyVault"),
                Arguments.of(Fault.unanswered(), Kind.UNREACHABLE, "No TLS connection with localhost", "TLS 1.2"),
                Arguments.of(Fault.plaintext(), Kind.UNREACHABLE, "No TLS connection with localhost", "TLS 1.2"),
                Arguments.of(Fault.expiredCertificate(), Kind.UNREACHABLE, "out of its validity", "clock"),
                Arguments.of(Fault.wrongHostCertificate(), Kind.UNREACHABLE, "of another host", "private endpoint"),
                Arguments.of(Fault.untrustedCertificate(), Kind.UNREACHABLE, "leads to nobody", "ca=FILE"),
                Arguments.of(Fault.silence(), Kind.UNREACHABLE, "did not finish an answer", "az keyvault show"),
                Arguments.of(Fault.dribble(Duration.ofMillis(300)), Kind.UNREACHABLE, "did not finish", "proxies"),
                Arguments.of(Fault.resetInBody(), Kind.UNREACHABLE, "was cut before", "resets connections"),
                Arguments.of(Fault.emptyReply(), Kind.UNREACHABLE, "was cut before", "resets connections"),
                Arguments.of(Fault.truncatedBody(), Kind.NONSENSE, "not an answer of Key Vault", "captive portal"),
                Arguments.of(Fault.garbage(), Kind.NONSENSE, "not an answer of Key Vault", "captive portal"),
                Arguments.of(Fault.redirect("https://example.org/"), Kind.NONSENSE, "redirect (302)", "no redirect"),
                Arguments.of(Fault.html().authenticated(), Kind.NONSENSE, "not with a secret", "captive portal"),
                Arguments.of(Fault.emptyAnswer().authenticated(), Kind.NONSENSE, "not with a secret", "captive portal"),
                Arguments.of(
                        Fault.answer(200, "application/json", "{\"id\":\"https://localhost/secrets/x/0123\"}")
                                .authenticated(),
                        Kind.NONSENSE,
                        "not with a secret",
                        "captive portal"),
                Arguments.of(
                        Fault.answer(404, "text/html", "<html>no such page</html>")
                                .authenticated(),
                        Kind.NONSENSE,
                        "404, but not as Key Vault does",
                        "proxy"),
                Arguments.of(Fault.status(400).authenticated(), Kind.MALFORMED, "400 BadParameter", "32 hexadecimal"),
                Arguments.of(Fault.status(408).authenticated(), Kind.UNHEALTHY, "answered 408", "tried again"),
                Arguments.of(Fault.throttled("7").authenticated(), Kind.THROTTLED, "asks to wait 7s", "Raise ttl"),
                Arguments.of(Fault.throttled(null).authenticated(), Kind.THROTTLED, "throttles (429): ", "Raise ttl"),
                Arguments.of(Fault.status(500).authenticated(), Kind.UNHEALTHY, "answered 500", "azure.status"),
                Arguments.of(Fault.status(503).authenticated(), Kind.UNHEALTHY, "answered 503", "azure.status"),
                Arguments.of(
                        Fault.forbidden(Forbidden.RBAC), Kind.REFUSED, "403 ForbiddenByRbac", "Key Vault Secrets User"),
                Arguments.of(
                        Fault.forbidden(Forbidden.ACCESS_DENIED),
                        Kind.REFUSED,
                        "403 AccessDenied",
                        "az keyvault set-policy --name v"),
                Arguments.of(Fault.forbidden(Forbidden.POLICY), Kind.REFUSED, "403 ForbiddenByPolicy", "set-policy"),
                Arguments.of(
                        Fault.forbidden(Forbidden.FIREWALL),
                        Kind.REFUSED,
                        "the vault sees 127.0.0.1",
                        "--ip-address 127.0.0.1"),
                Arguments.of(
                        Fault.forbidden(Forbidden.CONNECTION),
                        Kind.REFUSED,
                        "403 ForbiddenByConnection",
                        "private endpoint"),
                Arguments.of(
                        Fault.challenge("https://login.evil.example/" + "0".repeat(8), null),
                        Kind.NONSENSE,
                        "sent us to login.evil.example",
                        "AZURE_AUTHORITY_HOST"),
                Arguments.of(
                        Fault.challenge(null, "https://management.azure.com"),
                        Kind.NONSENSE,
                        "asked for a token for https://management.azure.com",
                        "real host name"),
                Arguments.of(Fault.status(401).authenticated(), Kind.REFUSED, "a second one too", "clock"));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("vaultFaults")
    void ofTheVault(Fault fault, Kind kind, String cause, String remedy) {
        vault.fault(fault);
        try (Reader reader = reader()) {
            check(reader.failure("db-password", SHORT), kind, cause, remedy);
        }
        assertTrue(dev.tokenRequests().size() <= 2, "one login and one re-login at most: " + dev.tokenRequests());
    }

    static Stream<Arguments> entraFaults() {
        return Stream.of(
                Arguments.of(
                        Fault.entra(EntraError.WRONG_SECRET), Kind.IDENTITY, "AADSTS7000215", "az ad app credential"),
                Arguments.of(
                        Fault.entra(EntraError.EXPIRED_SECRET),
                        Kind.IDENTITY,
                        "has expired (AADSTS7000222)",
                        "--append"),
                Arguments.of(
                        Fault.entra(EntraError.UNKNOWN_APPLICATION),
                        Kind.IDENTITY,
                        "There is no app",
                        "az ad sp show --id"),
                Arguments.of(Fault.entra(EntraError.UNKNOWN_TENANT), Kind.IDENTITY, "There is no tenant", "tenant-id"),
                Arguments.of(Fault.entra(EntraError.UNKNOWN_RESOURCE), Kind.IDENTITY, "(AADSTS500011)", "Set cloud="),
                Arguments.of(
                        Fault.entra(EntraError.BLOCKED_BY_POLICY), Kind.IDENTITY, "Conditional access", "sign-in log"),
                Arguments.of(Fault.entra(EntraError.UNKNOWN_CERTIFICATE), Kind.IDENTITY, "AADSTS700027", "Register it"),
                Arguments.of(Fault.entra(EntraError.ASSERTION_OUT_OF_TIME), Kind.IDENTITY, "AADSTS700024", "clock"),
                Arguments.of(
                        Fault.entra(EntraError.UNKNOWN_SUBJECT),
                        Kind.IDENTITY,
                        "AADSTS700213",
                        "federated-credential list"),
                Arguments.of(
                        Fault.entra(EntraError.DISABLED_APPLICATION),
                        Kind.IDENTITY,
                        "400 AADSTS7000112: Application",
                        "login.microsoftonline.com/error"),
                Arguments.of(
                        Fault.entra(EntraError.TRANSIENT), Kind.UNHEALTHY, "answered 503 AADSTS90033", "tried again"),
                Arguments.of(Fault.throttled("3"), Kind.THROTTLED, "asks to wait 3s", "startup-spread"),
                Arguments.of(Fault.refused(), Kind.UNREACHABLE, "Entra ID at localhost", "AzureActiveDirectory"),
                Arguments.of(Fault.blackHole(), Kind.UNREACHABLE, "Entra ID at localhost", "AzureActiveDirectory"),
                Arguments.of(Fault.silence(), Kind.UNREACHABLE, "no complete answer", "AzureActiveDirectory"),
                Arguments.of(Fault.untrustedCertificate(), Kind.UNREACHABLE, "cannot be trusted", "ca=FILE"),
                Arguments.of(Fault.html(), Kind.NONSENSE, "answered 200, but not with a token", "captive portal"),
                Arguments.of(Fault.redirect("https://example.org/"), Kind.NONSENSE, "answered 302", "captive portal"),
                Arguments.of(Fault.garbage(), Kind.NONSENSE, "not an answer of Entra ID", "captive portal"));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("entraFaults")
    void ofEntraId(Fault fault, Kind kind, String cause, String remedy) {
        dev.entra().fault(fault);
        try (Reader reader = reader()) {
            Failure failure = reader.failure("db-password", SHORT);
            check(failure, kind, cause, remedy);
            assertTrue(failure.identity().contains(dev.application().principal().clientId()), failure.identity());
        }
    }

    static Stream<Arguments> imdsFaults() {
        return Stream.of(
                Arguments.of(
                        Fault.refused(), Kind.UNREACHABLE, "No managed identity answers here", "az vm identity assign"),
                Arguments.of(Fault.blackHole(), Kind.UNREACHABLE, "No managed identity answers here", "auth=azure-cli"),
                Arguments.of(Fault.status(400), Kind.IDENTITY, "has no such managed identity", "client-id"),
                Arguments.of(Fault.status(404), Kind.UNHEALTHY, "answered 404: it is being updated", "tried again"),
                Arguments.of(Fault.status(410), Kind.UNHEALTHY, "answered 410: it is being updated", "tried again"),
                Arguments.of(Fault.throttled("2"), Kind.THROTTLED, "asks to wait 2s", "tried again"),
                Arguments.of(Fault.status(500), Kind.UNHEALTHY, "answered 500", "restart"),
                Arguments.of(Fault.html(), Kind.NONSENSE, "not an answer of a managed identity", "IDENTITY_ENDPOINT"));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("imdsFaults")
    void ofTheMachine(Fault fault, Kind kind, String cause, String remedy) {
        Map<String, String> environment = dev.managedIdentityEnvironment();
        dev.imds().fault(fault);
        try (Reader reader = new Reader(dev, vault, environment)) {
            check(reader.failure("db-password", Duration.ofSeconds(4)), kind, cause, remedy);
        }
        assertTrue(dev.imds().requests().size() <= 1, "one attempt");
    }

    @Test
    void autoSaysWhatItPassedOver() {
        Map<String, String> environment = dev.managedIdentityEnvironment();
        dev.imds().fault(Fault.refused());
        try (Reader reader = new Reader(dev, vault, environment)) {
            Failure failure = reader.failure("db-password", SHORT);
            assertTrue(failure.cause().contains("neither AZURE_CLIENT_SECRET nor"), failure.cause());
            assertTrue(failure.cause().contains("AZURE_FEDERATED_TOKEN_FILE is not set"), failure.cause());
        }
    }

    @Test
    void ofAVaultThatDoesNotExist() {
        try (Reader reader = reader("vault.v", "https://conotso.vault.azure.net")) {
            check(
                    reader.failure("db-password", SHORT),
                    Kind.UNREACHABLE,
                    "There is no host conotso.vault.azure.net",
                    "az keyvault list-deleted");
        }
    }

    @Test
    void ofSecrets() {
        vault.put("off", "x");
        vault.disable("off");
        vault.put("gone", "x");
        vault.delete("gone");
        try (Reader reader = reader()) {
            check(reader.failure("off"), Kind.DISABLED, "403 SecretDisabled", "--name off --enabled true");
            check(reader.failure("gone"), Kind.MISSING, "404 SecretNotFound", "recover --vault-name v --name gone");
            check(reader.failure("never"), Kind.MISSING, "404 SecretNotFound", "az keyvault secret list");
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
            // The refusal stands for a second; then the renewed file is read.
            Reading.until(reader, "db-password", "s3cret-value");
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
            Failure failure = reader.failure("db-password", SHORT);
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
