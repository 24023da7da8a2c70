package io.keyweave.devvault.aws;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.keyweave.devvault.DevVault;
import io.keyweave.devvault.Fault;
import io.keyweave.devvault.RecordedRequest;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.services.secretsmanager.SecretsManagerClient;
import software.amazon.awssdk.services.secretsmanager.model.BatchGetSecretValueResponse;
import software.amazon.awssdk.services.secretsmanager.model.DecryptionFailureException;
import software.amazon.awssdk.services.secretsmanager.model.GetSecretValueResponse;
import software.amazon.awssdk.services.secretsmanager.model.InvalidRequestException;
import software.amazon.awssdk.services.secretsmanager.model.ResourceNotFoundException;

/** The AWS SDK against the dev vault's Secrets Manager. */
@Timeout(120)
class AwsServerTest {

    private DevVault dev;
    private AwsServer aws;
    private AwsSecrets secrets;
    private SecretsManagerClient client;

    @BeforeEach
    void start() {
        dev = DevVault.start();
        aws = AwsServer.in(dev);
        secrets = aws.secrets();
        client = SdkClients.secrets(dev, aws.environment(), SdkClients.credentials(aws.environment()));
    }

    @AfterEach
    void stop() {
        client.close();
        dev.close();
    }

    @Test
    void servesTextBytesVersionsAndStages() {
        String first = secrets.put("prod/db", "one");
        String second = secrets.put("prod/db", "two \u00fc \ud83d\udd11");
        GetSecretValueResponse current = get("prod/db");
        assertEquals("two \u00fc \ud83d\udd11", current.secretString());
        assertEquals(second, current.versionId());
        assertEquals(List.of("AWSCURRENT"), current.versionStages());
        assertTrue(current.arn().startsWith("arn:aws:secretsmanager:eu-west-1:111122223333:secret:prod/db-"));
        assertEquals("one", staged("prod/db", "AWSPREVIOUS").secretString());
        assertEquals(
                "one",
                client.getSecretValue(r -> r.secretId("prod/db").versionId(first))
                        .secretString());
        assertEquals("two \u00fc \ud83d\udd11", get(secrets.arn("prod/db")).secretString());

        byte[] bytes = {0, 1, -1, 127, -128};
        secrets.putBinary("prod/key", bytes);
        assertArrayEquals(bytes, get("prod/key").secretBinary().asByteArray());
    }

    @Test
    void aRotationGoesThroughPending() {
        secrets.put("db", "one");
        secrets.prepare("db", "two");
        assertEquals("one", get("db").secretString());
        assertEquals("two", staged("db", "AWSPENDING").secretString());
        secrets.promote("db");
        assertEquals("two", get("db").secretString());
        assertEquals("one", staged("db", "AWSPREVIOUS").secretString());
    }

    @Test
    void regionsAndAccountsAreApart() {
        secrets.put("db", "ireland");
        aws.secrets("us-east-1").put("db", "virginia");
        aws.secrets("222233334444", "eu-west-1").put("shared", "theirs");
        try (SecretsManagerClient virginia =
                SdkClients.secrets(dev, aws.environment(), SdkClients.credentials(aws.environment()), "us-east-1")) {
            assertEquals(
                    "virginia", virginia.getSecretValue(r -> r.secretId("db")).secretString());
        }
        assertEquals("ireland", get("db").secretString());
        String foreign = aws.secrets("222233334444", "eu-west-1").arn("shared");
        assertEquals("theirs", get(foreign).secretString());
        assertThrows(ResourceNotFoundException.class, () -> get("shared"));
        assertEquals("AccessDeniedException", code(() -> get(foreign.replace("shared", "others"))));
    }

    @Test
    void saysWhatIsMissingDeletedRefusedOrUndecipherable() {
        secrets.put("db", "one");
        assertThrows(ResourceNotFoundException.class, () -> get("other"));
        assertThrows(ResourceNotFoundException.class, () -> staged("db", "AWSPREVIOUS"));
        secrets.delete("db");
        InvalidRequestException deleted = assertThrows(InvalidRequestException.class, () -> get("db"));
        assertTrue(deleted.getMessage().contains("marked for deletion"), deleted.getMessage());
        secrets.restore("db");
        secrets.refuse("db");
        AwsServiceException refused = assertThrows(AwsServiceException.class, () -> get("db"));
        assertEquals("AccessDeniedException", refused.awsErrorDetails().errorCode());
        assertTrue(
                refused.getMessage().contains("user/application is not authorized to perform"), refused.getMessage());
        secrets.refuseKey("db");
        AwsServiceException key = assertThrows(AwsServiceException.class, () -> get("db"));
        assertTrue(key.getMessage().contains("Access to KMS is not allowed"), key.getMessage());
        secrets.disableKey("db");
        assertThrows(DecryptionFailureException.class, () -> get("db"));
        secrets.allow("db");
        assertEquals("one", get("db").secretString());
    }

    @Test
    void answersManyAtOnceEachForItself() {
        List<String> names = new ArrayList<>();
        for (int i = 0; i < 20; i++) {
            names.add("s" + i);
            secrets.put("s" + i, "v" + i);
        }
        secrets.refuse("s7");
        BatchGetSecretValueResponse answer = client.batchGetSecretValue(r -> r.secretIdList(names));
        assertEquals(19, answer.secretValues().size());
        assertEquals("AccessDeniedException", answer.errors().get(0).errorCode());
        assertEquals("s7", answer.errors().get(0).secretId());
        names.add("s20");
        assertEquals("InvalidParameterException", code(() -> client.batchGetSecretValue(r -> r.secretIdList(names))));
        aws.refuseBatches(true);
        assertEquals("AccessDeniedException", code(() -> client.batchGetSecretValue(r -> r.secretIdList("s1"))));
    }

    @Test
    void recomputesSignatures() {
        secrets.put("db", "one");
        Map<String, String> user = aws.environment();
        String id = user.get("AWS_ACCESS_KEY_ID");
        assertEquals("InvalidSignatureException", code(() -> getAs(id, "not the secret access key")));
        assertEquals("UnrecognizedClientException", code(() -> getAs("AKIAINVENTED", "x")));
        SecretsManagerClient session = SdkClients.secrets(dev, user, SdkClients.credentials(aws.sessionEnvironment()));
        try (session) {
            assertEquals("one", session.getSecretValue(r -> r.secretId("db")).secretString());
            aws.expireCredentials();
            assertEquals("ExpiredTokenException", code(() -> session.getSecretValue(r -> r.secretId("db"))));
        }
    }

    @Test
    void misbehavesOnDemand() {
        secrets.put("db", "one");
        aws.fault(AwsError.THROTTLED.fault().times(1));
        AwsServiceException throttled = assertThrows(AwsServiceException.class, () -> get("db"));
        assertTrue(throttled.isThrottlingException(), throttled.getMessage());
        assertEquals("one", get("db").secretString());
        aws.fault(Fault.status(503).on("db").times(1));
        assertEquals(
                503, assertThrows(AwsServiceException.class, () -> get("db")).statusCode());
        aws.fault(Fault.resetInBody());
        assertThrows(SdkClientException.class, () -> get("db"));
        aws.clearFaults();
        assertEquals("one", get("db").secretString());
    }

    @Test
    void recordsWhatItWasAskedAndNothingSecret() {
        secrets.put("db", "one");
        get("db");
        client.batchGetSecretValue(r -> r.secretIdList("db"));
        List<RecordedRequest> requests = aws.requests();
        assertEquals(
                List.of("GetSecretValue db", "BatchGetSecretValue [db]"),
                requests.stream().map(RecordedRequest::path).toList());
        assertTrue(requests.get(0).authenticated());
        assertFalse(requests.toString().contains(aws.environment().get("AWS_ACCESS_KEY_ID")));
    }

    private GetSecretValueResponse get(String id) {
        return client.getSecretValue(r -> r.secretId(id));
    }

    private GetSecretValueResponse staged(String id, String stage) {
        return client.getSecretValue(r -> r.secretId(id).versionStage(stage));
    }

    private void getAs(String id, String secret) {
        StaticCredentialsProvider credentials =
                StaticCredentialsProvider.create(AwsBasicCredentials.create(id, secret));
        try (SecretsManagerClient other = SdkClients.secrets(dev, aws.environment(), credentials)) {
            other.getSecretValue(r -> r.secretId("db"));
        }
    }

    private static String code(Runnable call) {
        return assertThrows(AwsServiceException.class, call::run)
                .awsErrorDetails()
                .errorCode();
    }
}
