package io.keyweave.devvault.gcp;

import io.keyweave.devvault.DevVault;
import io.keyweave.devvault.Jwt;
import io.keyweave.devvault.WholeFile;
import io.keyweave.devvault.json.Json;
import io.keyweave.devvault.tls.CertificateAuthority;
import java.nio.file.Path;
import java.security.KeyPair;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;

/**
 * Google Secret Manager, the token endpoints and the metadata server beside a {@link DevVault}, with its certificate, gone when
 * that is closed. Thread-safe.
 *
 * <pre>{@code
 * try (DevVault dev = DevVault.start()) {
 *     GoogleCloud google = GoogleCloud.open(dev);
 *     google.secretManager().put("projects/contoso-prod/secrets/db-password", "s3cret");
 *     run(google.environment(), "gcp.endpoint=" + google.secretManager().url(), "ca=" + dev.certificateFile());
 * }
 * }</pre>
 */
public final class GoogleCloud {

    /** The project that the service account belongs to. */
    public static final String PROJECT = "contoso-prod";

    private static final String FEDERATION_ISSUER = "https://oidc.dev-vault.example/";
    private static final String FEDERATION_SUBJECT = "system:serviceaccount:default:application";

    private final DevVault dev;
    private final List<ServiceAccount> accounts = new CopyOnWriteArrayList<>();
    private final AccessTokens tokens = new AccessTokens();
    private final TokenApi tokenApi = new TokenApi(tokens, accounts);
    private final TokenServer tokenServer;
    private final SecretManagerServer secretManager;
    private final ServiceAccount application;
    private final KeyPair clusterKeys = CertificateAuthority.ellipticKeys();
    private @Nullable MetadataServer metadata;

    private GoogleCloud(DevVault dev) {
        this.dev = dev;
        this.application = register("application");
        SecretResources secrets = new SecretResources();
        CallerCheck callers = new CallerCheck(tokens, accounts);
        this.secretManager = new SecretManagerServer(dev, new SecretManagerApi(secrets, callers), secrets, callers);
        this.tokenServer = new TokenServer(dev, tokenApi, tokens);
        tokenApi.federate(new FederatedSubject(federationAudience(), FEDERATION_ISSUER, clusterKeys.getPublic()));
    }

    /** Opens Secret Manager and the token endpoints on ports of their own; the metadata server opens when it is first named. */
    public static GoogleCloud open(DevVault dev) {
        return new GoogleCloud(dev);
    }

    /** Secret Manager. */
    public SecretManagerServer secretManager() {
        return secretManager;
    }

    /** The token endpoint and the security token service. */
    public TokenServer tokens() {
        return tokenServer;
    }

    /** The metadata server, which issues tokens of {@link #application}. */
    public synchronized MetadataServer metadata() {
        MetadataServer opened = metadata;
        if (opened == null) {
            String number = secretManager.projectNumber(PROJECT);
            metadata = opened = new MetadataServer(dev, new MetadataApi(tokens, application, PROJECT, number));
        }
        return opened;
    }

    /** The service account that the environments here log in, but for workload identity. */
    public ServiceAccount application() {
        return application;
    }

    /** One more service account. */
    public ServiceAccount register(String name) {
        ServiceAccount account = new ServiceAccount(name, PROJECT);
        accounts.add(account);
        return account;
    }

    /** The variables of an application with a key's file of {@link #application}: one more key with each call. */
    public Map<String, String> environment() {
        return Map.of("GOOGLE_APPLICATION_CREDENTIALS", keyFile(application).toString());
    }

    /** Makes one more key of a service account, and the file that holds it. */
    public Path keyFile(ServiceAccount account) {
        Path file = file("key-" + UUID.randomUUID() + ".json");
        WholeFile.write(file, account.newKeyFile(tokenServer.tokenUri()));
        return file;
    }

    /** The variables that lead to {@link #metadata}. */
    public Map<String, String> metadataEnvironment() {
        return metadata().environment();
    }

    /** The variables of an application in a cluster outside Google: its token, good for an hour, is exchanged for one of Google's. */
    public Map<String, String> workloadIdentityEnvironment() {
        rotateSubjectToken(Duration.ofHours(1));
        Path file = file("workload-identity.json");
        WholeFile.write(
                file,
                Json.write(Json.of(
                        "type",
                        "external_account",
                        "audience",
                        federationAudience(),
                        "subject_token_type",
                        "urn:ietf:params:oauth:token-type:jwt",
                        "token_url",
                        tokenServer.exchangeUri(),
                        "credential_source",
                        Json.of("file", subjectTokenFile().toString()))));
        return Map.of("GOOGLE_APPLICATION_CREDENTIALS", file.toString());
    }

    /** Replaces the token file's content as the kubelet does. A negative lifetime writes a token that has expired. */
    public void rotateSubjectToken(Duration lifetime) {
        Instant now = Instant.now();
        Map<String, Object> claims = new HashMap<>(Map.of(
                "iss",
                FEDERATION_ISSUER,
                "sub",
                FEDERATION_SUBJECT,
                "aud",
                "https:" + federationAudience(),
                "iat",
                now.minusSeconds(lifetime.isNegative() ? 7200 : 0).getEpochSecond(),
                "exp",
                now.plus(lifetime).getEpochSecond()));
        WholeFile.write(subjectTokenFile(), Jwt.sign("dev-vault", claims, clusterKeys.getPrivate()));
    }

    /** The token of {@link #workloadIdentityEnvironment}. */
    public Path subjectTokenFile() {
        return file("subject-token");
    }

    /** Who {@link #workloadIdentityEnvironment} logs in, as roles are granted to it. */
    public String workloadIdentity() {
        String audience = federationAudience();
        return "principal:" + audience.substring(0, audience.indexOf("/providers/")) + "/subject/" + FEDERATION_SUBJECT;
    }

    private String federationAudience() {
        return "//iam.googleapis.com/projects/" + secretManager.projectNumber(PROJECT)
                + "/locations/global/workloadIdentityPools/dev-vault/providers/cluster";
    }

    private Path file(String name) {
        return dev.certificateFile().resolveSibling("google-" + name);
    }
}
