package io.keyweave.devvault.aws;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.keyweave.devvault.DevVault;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.auth.credentials.ContainerCredentialsProvider;
import software.amazon.awssdk.auth.credentials.InstanceProfileCredentialsProvider;
import software.amazon.awssdk.auth.credentials.ProfileCredentialsProvider;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.profiles.ProfileFile;
import software.amazon.awssdk.services.secretsmanager.SecretsManagerClient;
import software.amazon.awssdk.services.sts.StsClient;
import software.amazon.awssdk.services.sts.auth.StsWebIdentityTokenFileCredentialsProvider;

/** The AWS SDK's sources of credentials against their endpoints in the dev vault. */
@Timeout(120)
class CredentialsTest {

    private DevVault dev;
    private AwsServer aws;

    @BeforeEach
    void start() {
        dev = DevVault.start();
        aws = AwsServer.in(dev);
        aws.secrets().put("db", "one");
    }

    @AfterEach
    void stop() {
        System.clearProperty("aws.ec2MetadataServiceEndpoint");
        System.clearProperty("aws.containerCredentialsFullUri");
        System.clearProperty("aws.containerAuthorizationToken");
        dev.close();
    }

    @Test
    void aServiceAccountAssumesItsRole() {
        Map<String, String> environment = aws.webIdentityEnvironment();
        try (StsClient sts = SdkClients.tokens(dev, environment);
                StsWebIdentityTokenFileCredentialsProvider credentials = webIdentity(sts, environment)) {
            assertEquals("one", read(credentials));
            assertTrue(aws.requests().get(0).path().startsWith("AssumeRoleWithWebIdentity arn:aws:iam::"));
        }
    }

    @Test
    void aTokenThatExpiredAndARoleThatDoesNotTrustAreRefused() {
        Map<String, String> environment = aws.webIdentityEnvironment();
        try (StsClient sts = SdkClients.tokens(dev, environment)) {
            aws.rotateWebIdentityToken(Duration.ofMinutes(-1));
            assertEquals("ExpiredTokenException", refusal(sts, environment));
            aws.rotateWebIdentityToken(Duration.ofMinutes(5));
            aws.refuseRole(true);
            assertEquals("AccessDenied", refusal(sts, environment));
        }
    }

    @Test
    void anInstanceHasItsRole() {
        System.setProperty(
                "aws.ec2MetadataServiceEndpoint", aws.instanceMetadata().url());
        try (InstanceProfileCredentialsProvider credentials = InstanceProfileCredentialsProvider.create()) {
            assertEquals("one", read(credentials));
        }
        aws.instanceMetadata().detachRole(true);
        try (InstanceProfileCredentialsProvider credentials = InstanceProfileCredentialsProvider.create()) {
            assertThrows(SdkClientException.class, credentials::resolveCredentials);
        }
    }

    @Test
    void aContainerShowsItsToken() {
        Map<String, String> environment = aws.containerEnvironment();
        System.setProperty("aws.containerCredentialsFullUri", environment.get("AWS_CONTAINER_CREDENTIALS_FULL_URI"));
        System.setProperty("aws.containerAuthorizationToken", environment.get("AWS_CONTAINER_AUTHORIZATION_TOKEN"));
        try (ContainerCredentialsProvider credentials =
                ContainerCredentialsProvider.builder().build()) {
            assertEquals("one", read(credentials));
        }
        System.setProperty("aws.containerAuthorizationToken", "another");
        try (ContainerCredentialsProvider credentials =
                ContainerCredentialsProvider.builder().build()) {
            assertThrows(SdkClientException.class, credentials::resolveCredentials);
        }
    }

    @Test
    void aProfileIsInTheFilesOfTheCli() {
        Map<String, String> environment = aws.profileEnvironment();
        ProfileFile file = ProfileFile.builder()
                .content(Path.of(environment.get("AWS_SHARED_CREDENTIALS_FILE")))
                .type(ProfileFile.Type.CREDENTIALS)
                .build();
        try (ProfileCredentialsProvider credentials = ProfileCredentialsProvider.builder()
                .profileFile(file)
                .profileName(environment.get("AWS_PROFILE"))
                .build()) {
            assertEquals("one", read(credentials));
        }
    }

    private String read(AwsCredentialsProvider credentials) {
        try (SecretsManagerClient client = SdkClients.secrets(dev, aws.environment(), credentials)) {
            return client.getSecretValue(r -> r.secretId("db")).secretString();
        }
    }

    private static StsWebIdentityTokenFileCredentialsProvider webIdentity(
            StsClient sts, Map<String, String> environment) {
        return StsWebIdentityTokenFileCredentialsProvider.builder()
                .stsClient(sts)
                .roleArn(environment.get("AWS_ROLE_ARN"))
                .webIdentityTokenFile(Path.of(environment.get("AWS_WEB_IDENTITY_TOKEN_FILE")))
                .roleSessionName("pod")
                .build();
    }

    private static String refusal(StsClient sts, Map<String, String> environment) {
        try (StsWebIdentityTokenFileCredentialsProvider credentials = webIdentity(sts, environment)) {
            return assertThrows(AwsServiceException.class, credentials::resolveCredentials)
                    .awsErrorDetails()
                    .errorCode();
        }
    }
}
