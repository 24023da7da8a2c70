package io.keyweave.aws;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.keyweave.Failure;
import io.keyweave.Failure.Kind;
import io.keyweave.FetchResult;
import io.keyweave.Secret;
import io.keyweave.SecretException;
import io.keyweave.SecretRef;
import io.keyweave.devvault.DevVault;
import io.keyweave.devvault.Fault;
import io.keyweave.devvault.aws.AwsError;
import io.keyweave.devvault.aws.AwsSecrets;
import io.keyweave.devvault.aws.AwsServer;
import io.keyweave.fixtures.TestSettings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The provider against the dev vault's Secrets Manager, through the AWS SDK. */
@Timeout(120)
class SecretsManagerProviderTest {

    private static final Duration AMPLE = Duration.ofSeconds(20);
    private static final List<String> PROPERTIES = List.of(
            "aws.accessKeyId",
            "aws.secretAccessKey",
            "aws.sessionToken",
            "aws.region",
            "aws.sharedCredentialsFile",
            "aws.configFile",
            "aws.webIdentityTokenFile",
            "aws.roleArn",
            "aws.endpointUrlSts",
            "aws.ec2MetadataServiceEndpoint",
            "aws.disableEc2Metadata");

    @TempDir
    private Path directory;

    private final SecretsManagerProvider provider = new SecretsManagerProvider();
    private DevVault dev;
    private AwsServer aws;
    private AwsSecrets secrets;

    @BeforeEach
    void start() {
        dev = DevVault.start();
        aws = AwsServer.in(dev);
        secrets = aws.secrets();
        Map<String, String> user = aws.environment();
        System.setProperty("aws.region", AwsServer.REGION);
        System.setProperty("aws.sharedCredentialsFile", user.get("AWS_SHARED_CREDENTIALS_FILE"));
        System.setProperty("aws.configFile", user.get("AWS_CONFIG_FILE"));
        System.setProperty("aws.disableEc2Metadata", "true");
        login(user);
        provider.configure(settings(Map.of()));
    }

    @AfterEach
    void stop() {
        provider.close();
        PROPERTIES.forEach(System::clearProperty);
        dev.close();
    }

    private static void login(Map<String, String> environment) {
        System.setProperty("aws.accessKeyId", environment.get("AWS_ACCESS_KEY_ID"));
        System.setProperty("aws.secretAccessKey", environment.get("AWS_SECRET_ACCESS_KEY"));
        if (environment.containsKey("AWS_SESSION_TOKEN")) {
            System.setProperty("aws.sessionToken", environment.get("AWS_SESSION_TOKEN"));
        }
    }

    private TestSettings settings(Map<String, String> more) {
        TestSettings settings = new TestSettings("aws")
                .in(Map.of("AWS_EC2_METADATA_DISABLED", "true"))
                .with("ca", dev.certificateFile().toString())
                .with("endpoint", aws.url());
        more.forEach(settings::with);
        return settings;
    }

    private static SecretRef ref(String name) {
        return new SecretRef("aws", "", name, null);
    }

    private static SecretRef staged(String name, String stage) {
        return new SecretRef("aws", "", name, null, stage, name + "?stage=" + stage);
    }

    private Secret fetch(SecretRef ref) {
        return provider.fetch(ref, AMPLE);
    }

    private Failure failure(SecretRef ref) {
        SecretException e = assertThrows(SecretException.class, () -> fetch(ref));
        Failure failure = e.failures().get(0);
        assertEquals(ref, failure.ref());
        assertFalse(failure.cause().contains("<"), failure.cause());
        return failure;
    }

    @Test
    void readsTextBytesVersionsStagesRegionsAndArns() {
        String first = secrets.put("prod/db", "one");
        secrets.put("prod/db", "two");
        assertEquals("two", fetch(ref("prod/db")).value());
        assertEquals("one", fetch(staged("prod/db", "AWSPREVIOUS")).value());
        assertEquals("one", fetch(new SecretRef("aws", "", "prod/db", first)).value());
        assertEquals(first, fetch(staged("prod/db", "AWSPREVIOUS")).version());

        aws.secrets("us-east-1").put("prod/db", "virginia");
        assertEquals(
                "virginia",
                fetch(new SecretRef("aws", "us-east-1", "prod/db", null)).value());

        String container = "arn:aws:secretsmanager:eu-west-1:222233334444:secret:";
        AwsSecrets theirs = aws.secrets("222233334444", "eu-west-1");
        theirs.put("shared", "theirs");
        String arn = theirs.arn("shared");
        assertEquals(
                "theirs",
                fetch(new SecretRef("aws", container, arn.substring(container.length()), null))
                        .value());
        assertEquals(
                "theirs", fetch(new SecretRef("aws", container, "shared", null)).value());

        secrets.putBinary("key", new byte[] {0, -1, 5});
        Secret bytes = fetch(ref("key"));
        assertEquals(Base64.getEncoder().encodeToString(new byte[] {0, -1, 5}), bytes.value());
        assertEquals("application/octet-stream", bytes.contentType());
    }

    @Test
    void readsManyWithOneRequestAndLeavesOutWhatFails() {
        List<SecretRef> refs = new ArrayList<>();
        for (int i = 0; i < 20; i++) {
            secrets.put("s" + i, "v" + i);
            refs.add(ref("s" + i));
        }
        secrets.refuse("s3");
        aws.forget();
        Map<SecretRef, FetchResult> results = provider.fetchAll(refs, AMPLE);
        assertEquals(1, aws.requests().size());
        assertEquals(19, results.size());
        assertEquals("v7", results.get(ref("s7")).secret().value());
        assertEquals(20, provider.batchSize(ref("s1")));
        assertEquals(1, provider.batchSize(staged("s1", "AWSPREVIOUS")));

        aws.fault(AwsError.THROTTLED.fault().times(1));
        assertEquals(Map.of(), provider.fetchAll(refs, AMPLE), "each is asked for alone");
        assertEquals(20, provider.batchSize(ref("s1")), "and the next ones together again");

        aws.refuseBatches(true);
        assertEquals(Map.of(), provider.fetchAll(refs, AMPLE));
        assertEquals(1, provider.batchSize(ref("s1")), "asked once, refused for good");
    }

    @Test
    void knowsThePreviousVersion() {
        secrets.put("db", "one");
        assertNull(provider.previous(ref("db"), fetch(ref("db")).version(), AMPLE));
        secrets.put("db", "two");
        Secret previous = provider.previous(ref("db"), fetch(ref("db")).version(), AMPLE);
        assertNotNull(previous);
        assertEquals("one", previous.value());
    }

    @Test
    void saysWhatIsMissingDeletedOrRefused() {
        secrets.put("db", "one");
        assertTold(Kind.MISSING, "list-secrets", failure(ref("other")));
        assertTold(Kind.MISSING, "list-secret-version-ids", failure(staged("db", "AWSPREVIOUS")));
        secrets.delete("db");
        assertTold(Kind.MISSING, "restore-secret --region eu-west-1 --secret-id db", failure(ref("db")));
        secrets.restore("db");
        secrets.refuse("db");
        Failure refused = failure(ref("db"));
        assertTold(Kind.REFUSED, "put-role-policy", refused);
        assertTrue(
                refused.cause()
                        .startsWith(
                                "arn:aws:iam::111122223333:user/application may not read the secret db in eu-west-1"),
                refused.cause());
        secrets.refuseKey("db");
        assertTold(Kind.REFUSED, "kms:Decrypt", failure(ref("db")));
        secrets.disableKey("db");
        assertTold(Kind.REFUSED, "enable-key", failure(ref("db")));
        assertEquals("AccessDeniedException", refused.code());
        assertEquals(400, refused.status());
        assertNotNull(refused.requestId());
    }

    @Test
    void saysWhatIsWrongWithTheCredentials() {
        secrets.put("db", "one");
        login(aws.sessionEnvironment());
        assertEquals("one", fetch(ref("db")).value());
        aws.expireCredentials();
        Failure expired = failure(ref("db"));
        assertTold(Kind.IDENTITY, "aws sso login", expired);
        assertTrue(expired.cause().contains("aws.accessKeyId"), expired.cause());

        System.setProperty("aws.secretAccessKey", "another");
        System.clearProperty("aws.sessionToken");
        System.setProperty("aws.accessKeyId", aws.environment().get("AWS_ACCESS_KEY_ID"));
        assertTold(Kind.IDENTITY, "get-caller-identity", failure(ref("db")));
        System.setProperty("aws.accessKeyId", "AKIAINVENTED");
        assertTold(Kind.IDENTITY, "create-access-key", failure(ref("db")));
    }

    @Test
    void saysThatThereAreNoCredentialsAndWhereItLooked() {
        System.clearProperty("aws.accessKeyId");
        System.clearProperty("aws.secretAccessKey");
        try (SecretsManagerProvider other = new SecretsManagerProvider()) {
            other.configure(settings(Map.of()));
            SecretException e = assertThrows(SecretException.class, () -> other.fetch(ref("db"), AMPLE));
            Failure failure = e.failures().get(0);
            assertTold(Kind.IDENTITY, "aws configure sso", failure);
            assertTrue(failure.cause().contains("asked: the profile default"), failure.cause());
        }
        assertEquals(0, aws.requests().size());
    }

    @Test
    void aNamedProfileIsTheOnlySource() {
        secrets.put("db", "one");
        aws.profileEnvironment();
        System.setProperty("aws.accessKeyId", "AKIAINVENTED");
        try (SecretsManagerProvider other = new SecretsManagerProvider()) {
            other.configure(settings(Map.of("profile", "dev")));
            assertEquals("one", other.fetch(ref("db"), AMPLE).value());
        }
        try (SecretsManagerProvider other = new SecretsManagerProvider()) {
            other.configure(settings(Map.of("profile", "prod")));
            SecretException e = assertThrows(SecretException.class, () -> other.fetch(ref("db"), AMPLE));
            assertTrue(e.getMessage().contains("the profile prod of agent argument aws.profile"), e.getMessage());
        }
    }

    @Test
    void saysHowTheServiceIsDoing() {
        secrets.put("db", "one");
        aws.fault(AwsError.THROTTLED.fault().times(1));
        assertTold(Kind.THROTTLED, "startup-spread", failure(ref("db")));
        aws.fault(Fault.status(503).times(1));
        assertTold(Kind.SERVICE_ERROR, "health.aws.amazon.com", failure(ref("db")));
        aws.fault(Fault.html().times(1));
        assertTold(Kind.INVALID_RESPONSE, "captive portal", failure(ref("db")));
        aws.fault(AwsError.WRONG_REGION.fault().times(1));
        assertTold(Kind.MALFORMED, "aws.region", failure(ref("db")));
        aws.fault(AwsError.SIGNATURE_EXPIRED.fault().times(1));
        assertTold(Kind.IDENTITY, "clock", failure(ref("db")));
        assertEquals(5, aws.requests().size(), "one attempt each, no retries");
        assertEquals("one", fetch(ref("db")).value());
    }

    @Test
    void saysWhyItCannotBeReached() {
        secrets.put("db", "one");
        aws.fault(Fault.blackHole());
        SecretException first =
                assertThrows(SecretException.class, () -> provider.fetch(ref("db"), Duration.ofSeconds(2)));
        assertTold(Kind.UNREACHABLE, "create-vpc-endpoint", first.failures().get(0));
        aws.clearFaults();
        aws.fault(Fault.emptyAnswer());
        assertTold(Kind.INVALID_RESPONSE, "an emulator answers", failure(ref("db")));
        aws.clearFaults();
        aws.fault(Fault.untrustedCertificate());
        assertTold(Kind.UNREACHABLE, "openssl", failure(ref("db")));
        aws.clearFaults();
        aws.fault(Fault.refused());
        assertTold(Kind.UNREACHABLE, "create-vpc-endpoint", failure(ref("db")));
        aws.clearFaults();
        aws.fault(Fault.silence());
        SecretException e =
                assertThrows(SecretException.class, () -> provider.fetch(ref("db"), Duration.ofMillis(500)));
        assertTold(Kind.UNREACHABLE, "proxies and firewalls", e.failures().get(0));
        aws.clearFaults();
        aws.fault(Fault.garbage());
        assertTold(Kind.INVALID_RESPONSE, "captive portal", failure(ref("db")));
        aws.clearFaults();
        assertEquals("one", fetch(ref("db")).value());
    }

    @Test
    void doesNotUseAnotherSecretsAnswer() {
        secrets.put("db", "one");
        String body =
                "{\"ARN\":\"arn:aws:secretsmanager:eu-west-1:111122223333:secret:other-abcdef\",\"Name\":\"other\","
                        + "\"VersionId\":\"01234567-89ab-cdef-0123-456789abcdef\",\"SecretString\":\"foreign\"}";
        aws.fault(Fault.answer(200, "application/x-amz-json-1.1", body));
        Failure failure = failure(ref("db"));
        assertTold(Kind.INVALID_RESPONSE, "mixes up answers", failure);
        aws.clearFaults();
        aws.fault(Fault.answer(200, "application/x-amz-json-1.1", body).times(1));
        assertEquals("one", fetch(ref("db")).value(), "asked once more");
    }

    @Test
    void keepsItsConnection() {
        secrets.put("db", "one");
        fetch(ref("db"));
        int before = aws.connections();
        fetch(ref("db"));
        assertEquals(before, aws.connections());
    }

    @Test
    void refusesAnEndpointThatIsNoAddress() {
        try (SecretsManagerProvider other = new SecretsManagerProvider()) {
            SecretException e = assertThrows(
                    SecretException.class, () -> other.configure(settings(Map.of("endpoint", "http://localhost"))));
            assertEquals(Kind.MALFORMED, e.failures().get(0).kind());
            assertEquals("KW-8191", e.failures().get(0).messageCode());
        }
    }

    /** With a profile the application's own key may be a secret of ours: nobody reads it here. */
    @Test
    void namesWhatTheSdkReads() {
        Set<String> usual = provider.reservedNames(settings(Map.of()));
        assertTrue(
                usual.containsAll(Set.of(
                        "AWS_SECRET_ACCESS_KEY",
                        "aws.secretAccessKey",
                        "AWS_PROFILE",
                        "AWS_REGION",
                        "AWS_CONFIG_FILE")),
                usual::toString);
        Set<String> withProfile = provider.reservedNames(settings(Map.of("profile", "dev")));
        assertFalse(withProfile.contains("AWS_SECRET_ACCESS_KEY"));
        assertTrue(withProfile.contains("AWS_REGION"));
    }

    private static void assertTold(Kind kind, String remedy, Failure failure) {
        assertTrue(String.valueOf(failure.messageCode()).matches("KW-81\\d\\d"), failure.messageCode());
        assertEquals(kind, failure.kind(), failure.cause());
        assertTrue(failure.remedy().contains(remedy), failure.remedy());
        assertFalse(failure.cause().contains("{"), failure.cause());
    }

    /** The key may be a secret of ours that the application logs in with, unless the profile takes it, too. */
    @Test
    void aProfileThatTakesItsKeyFromTheEnvironmentReservesIt() throws IOException {
        System.setProperty(
                "aws.configFile",
                Files.writeString(
                                directory.resolve("config"),
                                """
                        [profile role]
                        role_arn = arn:aws:iam::123456789012:role/r
                        credential_source = Environment
                        [profile above]
                        role_arn = arn:aws:iam::123456789012:role/s
                        source_profile = role
                        [profile instance]
                        role_arn = arn:aws:iam::123456789012:role/r
                        credential_source = Ec2InstanceMetadata
                        [profile loop]
                        source_profile = loop
                        """)
                        .toString());
        for (String name : List.of("role", "above")) {
            assertTrue(
                    provider.reservedNames(settings(Map.of("profile", name)))
                            .containsAll(Set.of("AWS_SECRET_ACCESS_KEY", "aws.secretAccessKey")),
                    name);
        }
        for (String name : List.of("instance", "loop", "none")) {
            Set<String> reserved = provider.reservedNames(settings(Map.of("profile", name)));
            assertFalse(reserved.contains("AWS_SECRET_ACCESS_KEY"), name);
            assertTrue(reserved.contains("AWS_CONFIG_FILE"), name);
        }
        assertTrue(provider.reservedNames(settings(Map.of())).contains("AWS_SECRET_ACCESS_KEY"));
    }

    @Test
    void whatIsNoCertificateIsNamedAndMayBeCorrected() throws IOException {
        Path ca = directory.resolve("ca.pem");
        secrets.put("db", "x");
        try (SecretsManagerProvider own = new SecretsManagerProvider()) {
            own.configure(settings(Map.of("ca", ca.toString())));
            for (int i = 0; i < 2; i++) {
                SecretException e = assertThrows(SecretException.class, () -> own.fetch(ref("db"), AMPLE));
                assertEquals("KW-8192", e.failures().get(0).messageCode());
                assertTrue(
                        e.failures().get(0).cause().contains("cannot be read"),
                        e.failures().toString());
            }
            Files.copy(dev.certificateFile(), ca);
            assertEquals("x", own.fetch(ref("db"), AMPLE).value());
        }
    }
}
