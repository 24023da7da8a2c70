package io.keyweave.azure.identity;

import io.keyweave.http.ClientResponse;
import io.keyweave.json.JsonException;
import io.keyweave.json.JsonObject;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The facts of a token endpoint's answer that is not a token. */
final class TokenAnswer {

    /** The words of AADSTS70021 name issuer, subject and audience. */
    private static final int MAX_DETAIL = 500;

    private TokenAnswer() {}

    private static @Nullable JsonObject json(ClientResponse response) {
        try {
            return JsonObject.parse(response.text()).ignoringCase();
        } catch (JsonException e) {
            return null;
        }
    }

    /** @param proofs what was sent to prove who we are: an answer that repeats it is not quoted */
    static TokenException refusal(
            ClientResponse response, TokenException.Stage stage, String host, List<String> proofs) {
        JsonObject json = json(response);
        String code = null;
        String detail = null;
        String requestId = response.header("x-ms-request-id");
        boolean foreign = json == null;
        if (json != null) {
            String description = json.string("error_description");
            code = aadsts(json, description);
            JsonObject nested = json.object("error");
            if (code == null) {
                code = nested == null ? json.string("error") : nested.string("code");
            }
            detail = description != null
                    ? description
                    : nested != null ? nested.string("message") : json.string("message");
            if (code == null) {
                // App Service: a message only, in which Entra ID's own words may stand.
                code = aadsts(json, detail);
            }
            String trace = json.string("trace_id");
            trace = trace != null ? trace : json.string("correlationId");
            requestId = trace != null ? trace : requestId;
            foreign = code == null && detail == null;
        }
        if (detail != null && code != null && detail.startsWith(code + ": ")) {
            detail = detail.substring(code.length() + 2);
        }
        return TokenException.answered(
                stage,
                host,
                response.status(),
                foreign,
                clean(code, 64, proofs),
                clean(detail, MAX_DETAIL, proofs),
                clean(requestId, 64, proofs),
                response.retryAfter());
    }

    private static @Nullable String aadsts(JsonObject json, @Nullable String description) {
        if (description != null && description.startsWith("AADSTS")) {
            int colon = description.indexOf(':');
            if (colon > 6 && colon < 20) {
                return description.substring(0, colon);
            }
        }
        List<String> codes = json.texts("error_codes");
        return codes == null || codes.isEmpty() ? null : "AADSTS" + codes.get(0);
    }

    /** The first line, without control characters, of bearable length, and not what we sent. */
    private static @Nullable String clean(@Nullable String text, int length, List<String> proofs) {
        if (text == null || proofs.stream().anyMatch(text::contains)) {
            return null;
        }
        StringBuilder line = new StringBuilder();
        for (int i = 0; i < text.length() && line.length() < length; i++) {
            char c = text.charAt(i);
            if (c == '\r' || c == '\n') {
                break;
            }
            line.append(c < ' ' || c == 127 ? ' ' : c);
        }
        String cleaned = line.toString().strip();
        int trace = cleaned.indexOf(" Trace ID:");
        return trace < 0 ? cleaned : cleaned.substring(0, trace);
    }
}
