package io.keyweave.devvault.aws;

import io.keyweave.devvault.Fault;
import io.keyweave.devvault.ServerResponse;
import io.keyweave.devvault.json.Json;
import java.util.Map;
import java.util.UUID;

/** What Secrets Manager answers when it does not answer with a secret, in its own words. Almost everything is status 400. */
public enum AwsError {
    ACCESS_DENIED(
            400,
            "AccessDeniedException",
            "User: %s is not authorized to perform: secretsmanager:%s on resource: %s because no identity-based policy allows"
                    + " the secretsmanager:%s action"),
    ACCESS_TO_KEY_DENIED(400, "AccessDeniedException", "Access to KMS is not allowed"),
    DECRYPTION_FAILURE(
            400,
            "DecryptionFailure",
            "Secrets Manager can't decrypt the protected secret text using the provided KMS key."),
    EXPIRED_TOKEN(400, "ExpiredTokenException", "The security token included in the request is expired"),
    INVALID_TOKEN(400, "UnrecognizedClientException", "The security token included in the request is invalid."),
    INVALID_SIGNATURE(
            400,
            "InvalidSignatureException",
            "The request signature we calculated does not match the signature you provided. Check your AWS Secret Access Key"
                    + " and signing method. Consult the service documentation for details."),
    SIGNATURE_EXPIRED(400, "InvalidSignatureException", "Signature expired: %s is now earlier than %s (%s - 5 min.)"),
    WRONG_SCOPE(400, "InvalidSignatureException", "Credential should be scoped to correct service: 'secretsmanager'."),
    WRONG_REGION(400, "InvalidSignatureException", "Credential should be scoped to a valid region."),
    NO_SIGNATURE(400, "MissingAuthenticationTokenException", "Missing Authentication Token"),
    NOT_FOUND(400, "ResourceNotFoundException", "Secrets Manager can't find the specified secret."),
    NO_SUCH_VERSION(
            400,
            "ResourceNotFoundException",
            "Secrets Manager can't find the specified secret value for VersionId: %s"),
    NO_SUCH_STAGE(
            400,
            "ResourceNotFoundException",
            "Secrets Manager can't find the specified secret value for staging label: %s"),
    STAGE_OF_ANOTHER_VERSION(
            400,
            "InvalidRequestException",
            "You provided a VersionStage that is not associated to the provided VersionId."),
    MARKED_FOR_DELETION(
            400,
            "InvalidRequestException",
            "You can't perform this operation on the secret because it was marked for deletion."),
    INVALID_NAME(
            400,
            "ValidationException",
            "Invalid name. Must be a valid name containing alphanumeric characters, or any of the following: -/_+=.@!"),
    INVALID_PARAMETER(400, "InvalidParameterException", "%s"),
    UNKNOWN_OPERATION(400, "UnknownOperationException", ""),
    THROTTLED(400, "ThrottlingException", "Rate exceeded"),
    INTERNAL(500, "InternalServiceError", "An error occurred on the server side."),
    UNAVAILABLE(503, "ServiceUnavailableException", "The service is unavailable. Try again later.");

    private final int status;
    private final String type;
    private final String words;

    AwsError(int status, String type, String words) {
        this.status = status;
        this.type = type;
        this.words = words;
    }

    /** The service says this instead of its answer. */
    public Fault fault() {
        ServerResponse response = response("arn", "GetSecretValue", "secret", "GetSecretValue");
        return Fault.answer(status, response.headers(), response.body());
    }

    String type() {
        return type;
    }

    String message(Object... facts) {
        return String.format(words, facts);
    }

    ServerResponse response(Object... facts) {
        return new ServerResponse(
                status,
                Map.of(
                        "Content-Type",
                        SecretsManagerApi.CONTENT_TYPE,
                        "x-amzn-RequestId",
                        UUID.randomUUID().toString()),
                Json.write(Json.of("__type", type, "Message", message(facts))));
    }
}
