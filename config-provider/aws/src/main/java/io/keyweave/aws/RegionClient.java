package io.keyweave.aws;

import io.keyweave.Failure;
import io.keyweave.FetchResult;
import io.keyweave.Secret;
import io.keyweave.SecretException;
import io.keyweave.SecretRef;
import io.keyweave.http.Transport;
import java.net.URI;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.awscore.retry.AwsRetryStrategy;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.secretsmanager.SecretsManagerClient;
import software.amazon.awssdk.services.secretsmanager.SecretsManagerClientBuilder;
import software.amazon.awssdk.services.secretsmanager.model.BatchGetSecretValueRequest;
import software.amazon.awssdk.services.secretsmanager.model.BatchGetSecretValueResponse;
import software.amazon.awssdk.services.secretsmanager.model.GetSecretValueRequest;
import software.amazon.awssdk.services.secretsmanager.model.GetSecretValueResponse;
import software.amazon.awssdk.services.secretsmanager.model.SecretValueEntry;

/**
 * Reads secrets of one region through the SDK's client. One attempt per call; the store decides about further ones. Thread-safe.
 *
 * <p><b>Which answer.</b> A value is served only if the answer names the secret asked for, by name or ARN, and the version or label where one was
 * asked for. An answer that belongs to another request is asked for once more, on a new connection.
 */
final class RegionClient implements AutoCloseable {

    private static final String BYTES = "application/octet-stream";

    private final Region region;
    private final @Nullable URI endpoint;
    private final Transport transport;
    private final CredentialChain credentials;
    private @Nullable SecretsManagerClient client;

    RegionClient(Region region, @Nullable URI endpoint, Transport transport, CredentialChain credentials) {
        this.region = region;
        this.endpoint = endpoint;
        this.transport = transport;
        this.credentials = credentials;
    }

    /** Made at the first fetch: it loads most of the SDK. */
    private synchronized SecretsManagerClient client() {
        SecretsManagerClient made = client;
        if (made == null) {
            SecretsManagerClientBuilder builder = SecretsManagerClient.builder()
                    .region(region)
                    .credentialsProvider(credentials)
                    .httpClient(new TransportHttpClient(transport))
                    .overrideConfiguration(o -> o.retryStrategy(AwsRetryStrategy.doNotRetry()));
            if (endpoint != null) {
                builder.endpointOverride(endpoint);
            }
            client = made = builder.build();
        }
        return made;
    }

    /**
     * @param stage the label to ask for, or {@code null} for the current version or the one that the reference is pinned to
     * @throws SecretException with one failure
     */
    Secret fetch(SecretRef ref, @Nullable String stage, Call call) {
        GetSecretValueRequest request = GetSecretValueRequest.builder()
                .secretId(SecretsManagerGrammar.id(ref))
                .versionId(ref.version())
                .versionStage(stage)
                .build();
        GetSecretValueResponse answer = ask(ref, call, () -> client().getSecretValue(request));
        if (!belongs(ref, stage, answer)) {
            call.onNewConnection();
            answer = ask(ref, call, () -> client().getSecretValue(request));
            if (!belongs(ref, stage, answer)) {
                boolean nothing = answer.arn() == null;
                AwsMessages message = nothing ? AwsMessages.NO_VALUE : AwsMessages.ANOTHER_SECRET;
                throw failure(ref, message, new Incident(call), call);
            }
        }
        Secret secret = secret(answer.secretString(), answer.secretBinary(), answer.versionId());
        if (secret == null) {
            throw failure(ref, AwsMessages.NO_VALUE, new Incident(call), call);
        }
        return secret;
    }

    /**
     * Those secrets that could be had; the others are asked for alone, for their own failure. {@code null} when nobody here may ask for many at
     * once.
     */
    @Nullable
    Map<SecretRef, FetchResult> fetchAll(List<SecretRef> refs, Call call) {
        List<String> ids = new ArrayList<>();
        for (SecretRef ref : refs) {
            ids.add(SecretsManagerGrammar.id(ref));
        }
        BatchGetSecretValueRequest request =
                BatchGetSecretValueRequest.builder().secretIdList(ids).build();
        BatchGetSecretValueResponse answer;
        try {
            answer = client().batchGetSecretValue(request);
        } catch (AwsServiceException e) {
            String code = e.awsErrorDetails() == null ? "" : e.awsErrorDetails().errorCode();
            if ("AccessDeniedException".equals(code) || "UnknownOperationException".equals(code)) {
                return null;
            }
            SecretException failure = failed(refs.get(0), call, e);
            if (failure.failures().get(0).kind() == Failure.Kind.THROTTLED) {
                // It has a limit of its own, a hundredth of that for one secret.
                return Map.of();
            }
            throw failure;
        } catch (RuntimeException e) {
            throw failed(refs.get(0), call, e);
        }
        Map<SecretRef, FetchResult> results = new HashMap<>();
        for (SecretRef ref : refs) {
            for (SecretValueEntry entry : answer.secretValues()) {
                if (names(ref, entry.name(), entry.arn())) {
                    Secret secret = secret(entry.secretString(), entry.secretBinary(), entry.versionId());
                    if (secret != null) {
                        results.put(ref, FetchResult.of(secret));
                    }
                }
            }
        }
        return results;
    }

    private <T> T ask(SecretRef ref, Call call, Supplier<T> request) {
        try {
            return request.get();
        } catch (RuntimeException e) {
            throw failed(ref, call, e);
        }
    }

    private SecretException failed(SecretRef ref, Call call, RuntimeException e) {
        Incident incident = Incident.of(e, call);
        AwsMessages message = AwsMessages.of(incident);
        SecretException failure = failure(ref, message, incident, call);
        if (message.credentialsEnded()) {
            credentials.forget();
        }
        return failure;
    }

    private SecretException failure(SecretRef ref, AwsMessages message, Incident incident, Call call) {
        Map<String, String> facts = incident.facts();
        facts.put("secret", SecretsManagerGrammar.id(ref));
        facts.put("region", region.id());
        facts.putIfAbsent("host", call.host() == null ? host() : call.host());
        String source = credentials.source();
        if (source != null) {
            facts.putIfAbsent("source", source);
        }
        if (!credentials.passedOver().isEmpty()) {
            facts.put("passed-over", String.join(", ", credentials.passedOver()));
        }
        return new SecretException(message.failure(ref, facts, incident, call.elapsed()));
    }

    private String host() {
        return endpoint == null ? "secretsmanager." + region.id() + ".amazonaws.com" : endpoint.getAuthority();
    }

    private boolean belongs(SecretRef ref, @Nullable String stage, GetSecretValueResponse answer) {
        return names(ref, answer.name(), answer.arn())
                && (ref.version() == null || ref.version().equals(answer.versionId()))
                && (stage == null || answer.versionStages().contains(stage));
    }

    /** A name is the whole name; an ARN may lack the six characters that Secrets Manager adds to the name. */
    private boolean names(SecretRef ref, @Nullable String name, @Nullable String arn) {
        if (arn == null || name == null || !arn.contains(":" + region.id() + ":")) {
            return false;
        }
        String id = SecretsManagerGrammar.id(ref);
        return id.startsWith("arn:")
                ? arn.equals(id) || (arn.length() == id.length() + 7 && arn.startsWith(id + "-"))
                : name.equals(id);
    }

    private static @Nullable Secret secret(@Nullable String text, @Nullable SdkBytes bytes, @Nullable String version) {
        if (version == null) {
            return null;
        }
        if (text != null) {
            return Secret.of(text, version);
        }
        return bytes == null
                ? null
                : new Secret(
                        Base64.getEncoder().encodeToString(bytes.asByteArrayUnsafe()),
                        version,
                        BYTES,
                        true,
                        null,
                        null);
    }

    @Override
    public synchronized void close() {
        if (client != null) {
            client.close();
        }
    }
}
