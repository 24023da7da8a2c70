package io.keyweave.aws;

import io.keyweave.Failure;
import io.keyweave.FetchResult;
import io.keyweave.Secret;
import io.keyweave.SecretException;
import io.keyweave.SecretRef;
import io.keyweave.http.TransportException;
import java.net.URI;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.regions.Region;

/**
 * Reads secrets of one region. One attempt per call; the store decides about further ones. Thread-safe.
 *
 * <p><b>Which answer.</b> A value is served only if the answer names the secret asked for, by name or ARN, and the version or label where one was
 * asked for. An answer that belongs to another request is asked for once more, on a new connection.
 */
final class RegionClient {

    private static final String BYTES = "application/octet-stream";

    private final Region region;
    private final URI endpoint;
    private final CredentialChain credentials;
    private final SecretsManagerApi api;

    RegionClient(Region region, URI endpoint, CredentialChain credentials) {
        this.region = region;
        this.endpoint = endpoint;
        this.credentials = credentials;
        this.api = new SecretsManagerApi(region.id(), endpoint, credentials);
    }

    /** Begins to connect, unless there was a request before. */
    void connect(Call call) {
        api.connect(call);
    }

    /**
     * @param stage the label to ask for, or {@code null} for the current version or the one that the reference is pinned to
     * @throws SecretException with one failure
     */
    Secret fetch(SecretRef ref, @Nullable String stage, Call call) {
        AnswerBody answer = ask(ref, stage, call);
        if (!belongs(ref, stage, answer)) {
            call.onNewConnection();
            answer = ask(ref, stage, call);
            if (!belongs(ref, stage, answer)) {
                boolean nothing = answer.text("ARN") == null;
                AwsMessages message = nothing ? AwsMessages.NO_VALUE : AwsMessages.ANOTHER_SECRET;
                throw failure(ref, message, new Incident(call), call);
            }
        }
        Secret secret = secret(answer);
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
        AnswerBody answer;
        try {
            answer = api.batchGetSecretValue(ids, call);
        } catch (ServiceErrorException e) {
            if ("AccessDeniedException".equals(e.code()) || "UnknownOperationException".equals(e.code())) {
                return null;
            }
            SecretException failure = failed(refs.get(0), call, e);
            if (failure.failures().get(0).kind() == Failure.Kind.THROTTLED) {
                // It has a limit of its own, a hundredth of that for one secret.
                return Map.of();
            }
            throw failure;
        } catch (TransportException | RuntimeException e) {
            throw failed(refs.get(0), call, e);
        }
        List<AnswerBody> entries = answer.objects("SecretValues");
        Map<SecretRef, FetchResult> results = new HashMap<>();
        for (SecretRef ref : refs) {
            for (AnswerBody entry : entries) {
                if (names(ref, entry)) {
                    Secret secret = secret(entry);
                    if (secret != null) {
                        results.put(ref, FetchResult.of(secret));
                    }
                }
            }
        }
        return results;
    }

    private AnswerBody ask(SecretRef ref, @Nullable String stage, Call call) {
        try {
            return api.getSecretValue(SecretsManagerGrammar.id(ref), ref.version(), stage, call);
        } catch (ServiceErrorException | TransportException | RuntimeException e) {
            throw failed(ref, call, e);
        }
    }

    private SecretException failed(SecretRef ref, Call call, Exception e) {
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
        facts.putIfAbsent("host", call.host() == null ? endpoint.getAuthority() : call.host());
        String source = credentials.source();
        if (source != null) {
            facts.putIfAbsent("source", source);
        }
        if (!credentials.passedOver().isEmpty()) {
            facts.put("passed-over", String.join(", ", credentials.passedOver()));
        }
        return new SecretException(message.failure(ref, facts, incident, call.elapsed()));
    }

    private boolean belongs(SecretRef ref, @Nullable String stage, AnswerBody answer) {
        return names(ref, answer)
                && (ref.version() == null || ref.version().equals(answer.text("VersionId")))
                && (stage == null || answer.texts("VersionStages").contains(stage));
    }

    /** A name is the whole name; an ARN may lack the six characters that Secrets Manager adds to the name. */
    private boolean names(SecretRef ref, AnswerBody answer) {
        String name = answer.text("Name");
        String arn = answer.text("ARN");
        if (arn == null || name == null || !arn.contains(":" + region.id() + ":")) {
            return false;
        }
        String id = SecretsManagerGrammar.id(ref);
        return id.startsWith("arn:")
                ? arn.equals(id) || (arn.length() == id.length() + 7 && arn.startsWith(id + "-"))
                : name.equals(id);
    }

    /** What is no text is in the answer in Base64, and stays so. */
    private static @Nullable Secret secret(AnswerBody answer) {
        String version = answer.text("VersionId");
        String text = answer.text("SecretString");
        String bytes = answer.text("SecretBinary");
        if (version == null) {
            return null;
        }
        if (text != null) {
            return Secret.of(text, version);
        }
        return bytes == null || !isBase64(bytes) ? null : new Secret(bytes, version, BYTES, true, null, null);
    }

    /** One byte at least, as AWS keeps it. */
    private static boolean isBase64(String text) {
        try {
            return Base64.getDecoder().decode(text).length > 0;
        } catch (IllegalArgumentException e) {
            return false;
        }
    }
}
