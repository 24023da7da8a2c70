package io.keyweave.devvault.aws;

import io.keyweave.devvault.DevVault;
import io.keyweave.devvault.Jwt;
import io.keyweave.devvault.LoopbackService;
import io.keyweave.devvault.WholeFile;
import io.keyweave.devvault.tls.CertificateAuthority;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyPair;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Secrets Manager and STS of every region, on one HTTPS port: which region a request is for, its signature says. Beside it the
 * endpoints where the SDK's default chain finds credentials. Thread-safe.
 */
public final class AwsServer extends LoopbackService {

    /** The account of the credentials, and of {@link #secrets()}. */
    public static final String ACCOUNT = "111122223333";

    /** The region of the environments, and of {@link #secrets()}. */
    public static final String REGION = "eu-west-1";

    private static final String ROLE = "arn:aws:iam::" + ACCOUNT + ":role/application";
    private static final String ROLE_SESSION = "arn:aws:sts::" + ACCOUNT + ":assumed-role/application/";
    private static final String ISSUER = "https://oidc.eks.dev-vault.example/id/CLUSTER";
    private static final String SUBJECT = "system:serviceaccount:default:application";

    private final DevVault dev;
    private final Path directory;
    private final AccessKeys keys;
    private final AwsAccounts accounts;
    private final AwsApi api;
    private final KeyPair clusterKeys;
    private final AccessKey user;
    private @Nullable InstanceMetadata instanceMetadata;
    private @Nullable ContainerCredentials containerCredentials;
    private @Nullable String containerToken;

    private AwsServer(DevVault dev, AccessKeys keys, AwsAccounts accounts, KeyPair clusterKeys, AwsApi api) {
        super(dev, "aws", true, api);
        this.dev = dev;
        this.directory = dev.certificateFile().resolveSibling("aws");
        this.keys = keys;
        this.accounts = accounts;
        this.clusterKeys = clusterKeys;
        this.api = api;
        this.user = keys.user("arn:aws:iam::" + ACCOUNT + ":user/application", ACCOUNT);
    }

    /** Opens on the next port of this dev vault, and closes with it. */
    public static AwsServer in(DevVault dev) {
        AccessKeys keys = new AccessKeys();
        AwsAccounts accounts = new AwsAccounts();
        KeyPair clusterKeys = CertificateAuthority.ellipticKeys();
        SecurityTokenApi tokens = new SecurityTokenApi(keys, ACCOUNT, ROLE, ISSUER, SUBJECT, clusterKeys.getPublic());
        AwsApi api = new AwsApi(new SecretsManagerApi(accounts, new SignatureV4(keys)), tokens);
        AwsServer server = new AwsServer(dev, keys, accounts, clusterKeys, api);
        try {
            Files.createDirectories(server.directory);
        } catch (IOException e) {
            throw new UncheckedIOException("the dev vault cannot make " + server.directory, e);
        }
        return server;
    }

    /** The secrets of the callers' own account in {@link #REGION}. */
    public AwsSecrets secrets() {
        return secrets(ACCOUNT, REGION);
    }

    /** The secrets of the callers' own account in another region. */
    public AwsSecrets secrets(String region) {
        return secrets(ACCOUNT, region);
    }

    /** The secrets of any account and region. */
    public AwsSecrets secrets(String account, String region) {
        return accounts.secrets(account, region);
    }

    /** The address of both services. */
    public String url() {
        return "https://localhost:" + port();
    }

    /** The environment of an application with the access key of a user. */
    public Map<String, String> environment() {
        Map<String, String> environment = services();
        environment.put("AWS_ACCESS_KEY_ID", user.id());
        environment.put("AWS_SECRET_ACCESS_KEY", user.secret());
        return environment;
    }

    /** The environment of somebody who put temporary credentials into it. */
    public Map<String, String> sessionEnvironment() {
        AccessKey key = keys.session(ROLE_SESSION + "shell", ACCOUNT);
        Map<String, String> environment = services();
        environment.put("AWS_ACCESS_KEY_ID", key.id());
        environment.put("AWS_SECRET_ACCESS_KEY", key.secret());
        environment.put("AWS_SESSION_TOKEN", String.valueOf(key.sessionToken()));
        return environment;
    }

    /** The environment of somebody with the profile {@code dev} in the files of the AWS CLI. */
    public Map<String, String> profileEnvironment() {
        Map<String, String> environment = services();
        environment.remove("AWS_REGION");
        environment.put("AWS_PROFILE", "dev");
        WholeFile.write(
                directory.resolve("credentials"),
                "[dev]\naws_access_key_id = " + user.id() + "\naws_secret_access_key = " + user.secret() + "\n");
        WholeFile.write(directory.resolve("config"), "[profile dev]\nregion = " + REGION + "\n");
        return environment;
    }

    /** The environment of a pod with IAM roles for service accounts (IRSA), with a token file good for an hour. */
    public Map<String, String> webIdentityEnvironment() {
        rotateWebIdentityToken(Duration.ofHours(1));
        Map<String, String> environment = services();
        environment.put("AWS_ROLE_ARN", ROLE);
        environment.put("AWS_WEB_IDENTITY_TOKEN_FILE", webIdentityTokenFile().toString());
        environment.put("AWS_ROLE_SESSION_NAME", "pod");
        return environment;
    }

    /** Replaces the token file's content as the kubelet does. A negative lifetime writes a token that has expired. */
    public void rotateWebIdentityToken(Duration lifetime) {
        Instant now = Instant.now();
        WholeFile.write(
                webIdentityTokenFile(),
                Jwt.sign(
                        "dev-vault",
                        Map.of(
                                "iss",
                                ISSUER,
                                "sub",
                                SUBJECT,
                                "aud",
                                SecurityTokenApi.AUDIENCE,
                                "exp",
                                now.plus(lifetime).getEpochSecond(),
                                "jti",
                                UUID.randomUUID().toString()),
                        clusterKeys.getPrivate()));
    }

    private Path webIdentityTokenFile() {
        return directory.resolve("web-identity-token");
    }

    /** The environment of an application on an EC2 instance with a role. */
    public Map<String, String> instanceEnvironment() {
        Map<String, String> environment = services();
        environment.remove("AWS_REGION");
        environment.remove("AWS_EC2_METADATA_DISABLED");
        environment.put("AWS_EC2_METADATA_SERVICE_ENDPOINT", instanceMetadata().url());
        return environment;
    }

    /** The environment of a container on ECS, or of a pod with EKS Pod Identity. */
    public synchronized Map<String, String> containerEnvironment() {
        Map<String, String> environment = services();
        environment.put(
                "AWS_CONTAINER_CREDENTIALS_FULL_URI", containerCredentials().url());
        environment.put("AWS_CONTAINER_AUTHORIZATION_TOKEN", String.valueOf(containerToken));
        return environment;
    }

    /** The environment of somebody without any credentials. */
    public Map<String, String> anonymousEnvironment() {
        return services();
    }

    /** The instance metadata service, opened when it is first asked for. */
    public synchronized InstanceMetadata instanceMetadata() {
        InstanceMetadata opened = instanceMetadata;
        if (opened == null) {
            instanceMetadata = opened = new InstanceMetadata(
                    dev, new InstanceMetadataApi(new RoleCredentials(keys, ROLE_SESSION + "i-0123", ACCOUNT), REGION));
        }
        return opened;
    }

    /** The credentials endpoint of a container, opened when it is first asked for. */
    public synchronized ContainerCredentials containerCredentials() {
        ContainerCredentials opened = containerCredentials;
        if (opened == null) {
            String token = UUID.randomUUID().toString();
            containerToken = token;
            containerCredentials = opened = new ContainerCredentials(
                    dev, new ContainerCredentialsApi(new RoleCredentials(keys, ROLE_SESSION + "task", ACCOUNT), token));
        }
        return opened;
    }

    /** How long temporary credentials made from now on last. */
    public void credentialLifetime(Duration lifetime) {
        keys.lifetime(lifetime);
    }

    /** Makes all temporary credentials expired ones, although their owners were told otherwise. */
    public void expireCredentials() {
        keys.expireSessions();
    }

    /** Whether no policy allows BatchGetSecretValue, which needs an entry of its own. */
    public void refuseBatches(boolean refused) {
        api.secrets().refuseBatches(refused);
    }

    /** Whether the role's trust policy refuses the service account. */
    public void refuseRole(boolean refused) {
        api.tokens().refuseRole(refused);
    }

    /** Where the services are, and that nobody looks for credentials elsewhere. */
    private Map<String, String> services() {
        return new HashMap<>(Map.of(
                "AWS_REGION", REGION,
                "AWS_ENDPOINT_URL_SECRETS_MANAGER", url(),
                "AWS_ENDPOINT_URL_STS", url(),
                "AWS_EC2_METADATA_DISABLED", "true",
                "AWS_CONFIG_FILE", directory.resolve("config").toString(),
                "AWS_SHARED_CREDENTIALS_FILE", directory.resolve("credentials").toString()));
    }
}
