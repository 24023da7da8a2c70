package io.keyweave.devvault.aws;

import io.keyweave.devvault.ReceivedRequest;
import io.keyweave.devvault.ServerResponse;
import io.keyweave.devvault.json.Json;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.StringTokenizer;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/**
 * GetSecretValue and BatchGetSecretValue over {@link AwsAccounts}.
 *
 * @see <a href="https://docs.aws.amazon.com/secretsmanager/latest/apireference/">AWS Secrets Manager API Reference</a>
 */
final class SecretsManagerApi {

    static final String CONTENT_TYPE = "application/x-amz-json-1.1";
    static final String TARGET = "secretsmanager.";

    private static final String SERVICE = "secretsmanager";
    private static final String GET = "GetSecretValue";
    private static final String BATCH = "BatchGetSecretValue";
    private static final int LARGEST_BATCH = 20;

    private final AwsAccounts accounts;
    private final SignatureV4 signatures;
    private final AtomicBoolean batchRefused = new AtomicBoolean();

    SecretsManagerApi(AwsAccounts accounts, SignatureV4 signatures) {
        this.accounts = accounts;
        this.signatures = signatures;
    }

    void refuseBatches(boolean refused) {
        batchRefused.set(refused);
    }

    /** The operation and what it asks for, as the journal keeps it. */
    static String subject(ReceivedRequest request) {
        String operation = operation(request);
        try {
            Map<String, Object> body = Json.object(request.body());
            Object what = body.containsKey("SecretId") ? body.get("SecretId") : body.get("SecretIdList");
            return operation + " " + what;
        } catch (IllegalArgumentException e) {
            return operation;
        }
    }

    private static String operation(ReceivedRequest request) {
        String target = request.headers().getOrDefault("X-Amz-Target", "");
        return target.startsWith(TARGET) ? target.substring(TARGET.length()) : "";
    }

    ServerResponse handle(ReceivedRequest request) {
        SignatureV4.Verdict verdict = signatures.verify(request, SERVICE);
        AccessKey key = verdict.key();
        if (key == null) {
            ServerResponse refusal = verdict.refusal();
            return refusal == null ? AwsError.INTERNAL.response() : refusal;
        }
        Map<String, Object> body;
        try {
            body = Json.object(request.body());
        } catch (IllegalArgumentException e) {
            return AwsError.INVALID_PARAMETER.response("The request body is not JSON.");
        }
        return switch (operation(request)) {
            case GET -> get(key, verdict.region(), body);
            case BATCH -> batch(key, verdict.region(), body);
            default -> AwsError.UNKNOWN_OPERATION.response();
        };
    }

    private ServerResponse get(AccessKey key, String region, Map<String, Object> body) {
        if (!(body.get("SecretId") instanceof String id) || id.isEmpty()) {
            return AwsError.INVALID_PARAMETER.response("You must provide a value for the parameter SecretId.");
        }
        Reading reading = read(key, region, id, text(body, "VersionId"), text(body, "VersionStage"));
        return reading.value() == null ? reading.failed() : answer(reading.value());
    }

    private ServerResponse batch(AccessKey key, String region, Map<String, Object> body) {
        if (batchRefused.get()) {
            return AwsError.ACCESS_DENIED.response(key.principal(), BATCH, "*", BATCH);
        }
        if (!(body.get("SecretIdList") instanceof List<?> ids) || ids.isEmpty()) {
            return AwsError.INVALID_PARAMETER.response("Either 'SecretIdList' or 'Filters' must be provided.");
        }
        if (ids.size() > LARGEST_BATCH) {
            return AwsError.INVALID_PARAMETER.response("'SecretIdList' can't have more than 20 elements.");
        }
        List<Object> values = new ArrayList<>();
        List<Object> errors = new ArrayList<>();
        for (Object each : ids) {
            String id = String.valueOf(each);
            Reading reading = read(key, region, id, null, null);
            if (reading.value() != null) {
                values.add(reading.value());
            } else {
                errors.add(Json.of(
                        "ErrorCode",
                        reading.error().type(),
                        "Message",
                        reading.error().message(reading.facts()),
                        "SecretId",
                        id));
            }
        }
        return answer(Json.of("SecretValues", values, "Errors", errors));
    }

    /** What reading one secret gave: the value's members, or an error with the facts of its text. */
    @SuppressWarnings("ArrayRecordComponent") // nobody compares them
    private record Reading(@Nullable Map<String, Object> value, AwsError error, Object[] facts) {

        static Reading failed(AwsError error, Object... facts) {
            return new Reading(null, error, facts);
        }

        ServerResponse failed() {
            return error.response(facts);
        }
    }

    private Reading read(AccessKey key, String region, String id, @Nullable String version, @Nullable String stage) {
        if (!validId(id)) {
            return Reading.failed(AwsError.INVALID_NAME);
        }
        String account = key.account();
        String where = region;
        if (id.startsWith("arn:")) {
            List<String> parts = parts(id);
            where = parts.size() < 7 ? "" : parts.get(3);
            account = parts.size() < 7 ? "" : parts.get(4);
        }
        if (!where.equals(region)) {
            return Reading.failed(AwsError.NOT_FOUND);
        }
        boolean foreign = !account.equals(key.account());
        return accounts.secrets(account, region).with(id, secret -> {
            if (secret == null) {
                // Nobody learns from outside the account whether a secret is there.
                return foreign
                        ? Reading.failed(AwsError.ACCESS_DENIED, key.principal(), GET, id, GET)
                        : Reading.failed(AwsError.NOT_FOUND);
            }
            if (secret.access() == AwsSecret.Access.REFUSED) {
                return Reading.failed(AwsError.ACCESS_DENIED, key.principal(), GET, secret.arn(), GET);
            }
            return secret.markedForDeletion()
                    ? Reading.failed(AwsError.MARKED_FOR_DELETION)
                    : read(secret, version, stage);
        });
    }

    private static Reading read(AwsSecret secret, @Nullable String id, @Nullable String stage) {
        String wanted = stage == null ? AwsSecret.CURRENT : stage;
        AwsSecret.Version version = id == null ? secret.staged(wanted) : secret.version(id);
        if (version == null) {
            return id == null
                    ? Reading.failed(AwsError.NO_SUCH_STAGE, wanted)
                    : Reading.failed(AwsError.NO_SUCH_VERSION, id);
        }
        List<String> stages = secret.stages(version.id());
        if (id != null && stage != null && !stages.contains(stage)) {
            return Reading.failed(AwsError.STAGE_OF_ANOTHER_VERSION);
        }
        return switch (secret.access()) {
            case KEY_REFUSED -> Reading.failed(AwsError.ACCESS_TO_KEY_DENIED);
            case KEY_UNUSABLE -> Reading.failed(AwsError.DECRYPTION_FAILURE);
            default -> new Reading(members(secret, version, stages), AwsError.INTERNAL, new Object[0]);
        };
    }

    private static Map<String, Object> members(AwsSecret secret, AwsSecret.Version version, List<String> stages) {
        return Json.of(
                "ARN",
                secret.arn(),
                "Name",
                secret.name(),
                "VersionId",
                version.id(),
                "SecretString",
                version.text(),
                "SecretBinary",
                version.binary() == null ? null : Base64.getEncoder().encodeToString(version.binary()),
                "VersionStages",
                stages,
                "CreatedDate",
                version.created().toEpochMilli() / 1000.0);
    }

    private static List<String> parts(String arn) {
        List<String> parts = new ArrayList<>();
        StringTokenizer tokens = new StringTokenizer(arn, ":");
        while (tokens.hasMoreTokens()) {
            parts.add(tokens.nextToken());
        }
        return parts;
    }

    private static boolean validId(String id) {
        return id.length() <= 2048
                && id.chars().allMatch(c -> (c < 128 && Character.isLetterOrDigit(c)) || "-/_+=.@!:".indexOf(c) >= 0);
    }

    private static @Nullable String text(Map<String, Object> body, String name) {
        return body.get(name) instanceof String text ? text : null;
    }

    private static ServerResponse answer(Map<String, Object> body) {
        return ServerResponse.of(200, CONTENT_TYPE, Json.write(body))
                .with("x-amzn-RequestId", UUID.randomUUID().toString());
    }
}
