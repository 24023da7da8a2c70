package io.keyweave.aws;

import io.keyweave.http.ClientResponse;
import org.jspecify.annotations.Nullable;

/** An answer of Secrets Manager that is none of its results. The exception's own text holds nothing of the answer. */
final class ServiceErrorException extends Exception {

    private static final long serialVersionUID = 1L;

    private final int status;
    private final @Nullable String code;
    private final @Nullable String words;
    private final @Nullable String requestId;

    private ServiceErrorException(int status, @Nullable String code, @Nullable String words, @Nullable String id) {
        super("status " + status, null, false, false);
        this.status = status;
        this.code = code;
        this.words = words;
        this.requestId = id;
    }

    /**
     * Reads it as the SDK does: the code is in a header or in the body, with a name space before it or an address behind it.
     *
     * @see <a href="https://smithy.io/2.0/aws/protocols/aws-json-1_1-protocol.html#operation-error-serialization">operation error serialization</a>
     */
    static ServiceErrorException of(ClientResponse response) {
        // An answer of 200 that is read here has no JSON in it.
        AnswerBody body = response.status() == 200 ? null : AnswerBody.of(response);
        String code = response.header("x-amzn-errortype");
        String words = response.header("x-amzn-error-message");
        if (body != null) {
            code = code != null ? code : body.text("__type");
            code = code != null ? code : body.text("code");
            words = words != null ? words : body.text("message");
            words = words != null ? words : body.text("Message");
        }
        String id = response.header("x-amzn-requestid");
        return new ServiceErrorException(
                response.status(),
                code == null ? null : bare(code),
                words,
                id != null ? id : response.header("x-amz-request-id"));
    }

    private static String bare(String code) {
        int colon = code.indexOf(':');
        String name = colon < 0 ? code : code.substring(0, colon);
        return name.substring(name.lastIndexOf('#') + 1);
    }

    int status() {
        return status;
    }

    /** Such as {@code AccessDeniedException}, or {@code null} when the answer names none. */
    @Nullable
    String code() {
        return code;
    }

    /** What the service says about it, or {@code null}. */
    @Nullable
    String words() {
        return words;
    }

    @Nullable
    String requestId() {
        return requestId;
    }
}
