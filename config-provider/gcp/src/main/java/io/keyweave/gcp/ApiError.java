package io.keyweave.gcp;

import io.keyweave.http.ClientResponse;
import org.jspecify.annotations.Nullable;

/**
 * What an answer of Secret Manager that is not a secret says, and which message fits.
 *
 * @see <a href="https://google.aip.dev/193">Errors of Google's APIs</a>
 */
final class ApiError {

    private ApiError() {}

    /** Chooses the message and completes the facts. */
    static GcpMessage message(ClientResponse response, FailureFacts facts) {
        int status = response.status();
        facts.status(status);
        AnswerBody body = AnswerBody.of(response);
        AnswerBody error = body == null ? null : body.object("error");
        if (status == 429) {
            facts.retryAfter(response.retryAfter());
            facts.with("detail", error == null ? null : error.text("message"));
            return GcpMessage.QUOTA_EXHAUSTED;
        }
        if (status == 408 || status >= 500) {
            facts.with("code", error == null ? null : error.text("status")).retryAfter(response.retryAfter());
            return GcpMessage.SERVICE_ERROR;
        }
        if (error == null || error.text("status") == null) {
            return GcpMessage.NOT_SECRET_MANAGER;
        }
        String name = String.valueOf(error.text("status"));
        String words = String.valueOf(error.text("message"));
        AnswerBody info = error.errorInfo();
        String reason = info == null ? null : info.text("reason");
        facts.with("code", reason == null ? name : reason).with("detail", words);
        consumer(info, facts);
        return switch (status) {
            case 400 -> badRequest(name, words, facts);
            case 401 -> GcpMessage.TOKEN_REJECTED;
            case 403 -> forbidden(reason, words);
            case 404 -> words.startsWith("Secret Version ") ? GcpMessage.VERSION_MISSING : GcpMessage.SECRET_MISSING;
            default -> GcpMessage.NOT_SECRET_MANAGER;
        };
    }

    /** The project that pays for the request, which may be another one than the secret's. */
    private static void consumer(@Nullable AnswerBody info, FailureFacts facts) {
        AnswerBody metadata = info == null ? null : info.object("metadata");
        String consumer = metadata == null ? null : metadata.text("consumer");
        if (consumer != null && consumer.startsWith("projects/")) {
            facts.with("consumer", consumer.substring("projects/".length()));
        }
    }

    private static GcpMessage badRequest(String name, String words, FailureFacts facts) {
        if (!name.equals("FAILED_PRECONDITION")) {
            return GcpMessage.INVALID_ARGUMENT;
        }
        int versions = words.lastIndexOf("/versions/");
        int end = versions < 0 ? -1 : words.indexOf(']', versions);
        if (end > 0) {
            facts.with("number", words.substring(versions + "/versions/".length(), end));
        }
        if (words.contains("DISABLED state")) {
            return GcpMessage.VERSION_DISABLED;
        }
        if (words.contains("DESTROYED state")) {
            return GcpMessage.VERSION_DESTROYED;
        }
        return words.contains("KMS") || words.contains("cryptoKeys")
                ? GcpMessage.KEY_UNUSABLE
                : GcpMessage.PRECONDITION_FAILED;
    }

    private static GcpMessage forbidden(@Nullable String reason, String words) {
        if (words.contains("vpcServiceControlsUniqueIdentifier")) {
            return GcpMessage.OUTSIDE_PERIMETER;
        }
        if (words.contains("cryptoKeys") || words.contains("cloudkms")) {
            return GcpMessage.KEY_UNUSABLE;
        }
        return switch (reason == null ? "" : reason) {
            case "SERVICE_DISABLED" -> GcpMessage.API_DISABLED;
            case "ACCESS_TOKEN_SCOPE_INSUFFICIENT" -> GcpMessage.SCOPE_INSUFFICIENT;
            case "SECURITY_POLICY_VIOLATED" -> GcpMessage.OUTSIDE_PERIMETER;
            case "USER_PROJECT_DENIED" -> GcpMessage.QUOTA_PROJECT_DENIED;
            case "BILLING_DISABLED" -> GcpMessage.BILLING_DISABLED;
            case "", "IAM_PERMISSION_DENIED" -> GcpMessage.PERMISSION_DENIED;
            default -> GcpMessage.FORBIDDEN;
        };
    }
}
