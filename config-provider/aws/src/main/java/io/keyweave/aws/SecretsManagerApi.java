package io.keyweave.aws;

import io.keyweave.http.ClientRequest;
import io.keyweave.http.ClientResponse;
import io.keyweave.http.TransportException;
import io.keyweave.text.JsonText;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.http.ContentStreamProvider;
import software.amazon.awssdk.http.SdkHttpMethod;
import software.amazon.awssdk.http.SdkHttpRequest;
import software.amazon.awssdk.http.auth.aws.signer.AwsV4HttpSigner;
import software.amazon.awssdk.http.auth.spi.signer.SignRequest;

/**
 * The two operations of Secrets Manager that are asked for, in one region. Thread-safe.
 *
 * <p><b>Why not the SDK's SecretsManagerClient.</b> In a cold JVM the client costs 700 ms of CPU time for one secret, without its HTTP client and
 * whatever it is told to leave out: 1,200 classes and 500 lambdas. Keyweave uses what of the SDK knows AWS (credentials, profiles, regions, the
 * service's endpoint rules, the signature, the JSON parser), and sends the one POST itself: 240 ms. docs/performance.md has the figures.
 *
 * @see <a href="https://docs.aws.amazon.com/secretsmanager/latest/apireference/API_GetSecretValue.html">GetSecretValue</a>
 * @see <a href="https://docs.aws.amazon.com/secretsmanager/latest/apireference/API_BatchGetSecretValue.html">BatchGetSecretValue</a>
 */
final class SecretsManagerApi {

    private static final String SERVICE = "secretsmanager";

    private final String region;
    private final URI endpoint;
    private final AwsCredentialsProvider credentials;
    private final AtomicBoolean first = new AtomicBoolean(true);

    SecretsManagerApi(String region, URI endpoint, AwsCredentialsProvider credentials) {
        this.region = region;
        this.endpoint = endpoint;
        this.credentials = credentials;
    }

    /** Begins to connect before the first request: credentials and signature keep a processor busy at first, and the connection needs neither. */
    void connect(Call call) {
        if (first.compareAndSet(true, false)) {
            call.connect(endpoint);
        }
    }

    /**
     * @throws ServiceErrorException when the answer is another one
     * @throws TransportException when there is none
     */
    AnswerBody getSecretValue(String id, @Nullable String version, @Nullable String stage, Call call)
            throws ServiceErrorException, TransportException {
        StringBuilder body = new StringBuilder("{\"SecretId\":\"").append(JsonText.escaped(id));
        if (version != null) {
            body.append("\",\"VersionId\":\"").append(JsonText.escaped(version));
        }
        if (stage != null) {
            body.append("\",\"VersionStage\":\"").append(JsonText.escaped(stage));
        }
        return ask("GetSecretValue", body.append("\"}").toString(), call);
    }

    /**
     * @throws ServiceErrorException when the answer is another one
     * @throws TransportException when there is none
     */
    AnswerBody batchGetSecretValue(List<String> ids, Call call) throws ServiceErrorException, TransportException {
        StringBuilder body = new StringBuilder("{\"SecretIdList\":[");
        for (int i = 0; i < ids.size(); i++) {
            body.append(i == 0 ? "\"" : ",\"")
                    .append(JsonText.escaped(ids.get(i)))
                    .append('"');
        }
        return ask("BatchGetSecretValue", body.append("]}").toString(), call);
    }

    private AnswerBody ask(String operation, String body, Call call) throws ServiceErrorException, TransportException {
        ClientRequest request = signed(operation, body.getBytes(StandardCharsets.UTF_8));
        if (call.connecting()) {
            AnswerBody.loadParser();
            call.awaitConnection();
        }
        ClientResponse response = call.send(request);
        AnswerBody answer = response.status() == 200 ? AnswerBody.of(response) : null;
        if (answer == null) {
            throw ServiceErrorException.of(response);
        }
        return answer;
    }

    private ClientRequest signed(String operation, byte[] body) {
        SdkHttpRequest request = SdkHttpRequest.builder()
                .method(SdkHttpMethod.POST)
                .uri(endpoint)
                .putHeader("Content-Type", "application/x-amz-json-1.1")
                .putHeader("X-Amz-Target", SERVICE + "." + operation)
                .putHeader("User-Agent", "keyweave")
                .build();
        return TransportHttpClient.converted(
                AwsV4HttpSigner.create()
                        .sign(SignRequest.builder(credentials.resolveCredentials())
                                .request(request)
                                .payload(ContentStreamProvider.fromByteArray(body))
                                .putProperty(AwsV4HttpSigner.SERVICE_SIGNING_NAME, SERVICE)
                                .putProperty(AwsV4HttpSigner.REGION_NAME, region)
                                .build())
                        .request(),
                body);
    }
}
