package io.keyweave.azure.identity;

import io.keyweave.azure.http.Response;
import io.keyweave.json.JsonException;
import io.keyweave.json.JsonObject;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What a token endpoint answered: a token, or the facts of a refusal. */
final class TokenAnswer {

    private static final int MAX_DETAIL = 300;
    private static final Duration LONGEST = Duration.ofDays(2);

    private TokenAnswer() {}

    /**
     * @param secret what was sent to prove who we are, or {@code null}: an answer that repeats it is not quoted
     * @throws NoToken when the answer holds no token
     */
    static AccessToken read(
            Response response, NoToken.Stage stage, String host, @Nullable String secret, InstantSource clock)
            throws NoToken {
        JsonObject json = json(response);
        if (response.status() == 200 && json != null) {
            String token = json.string("access_token");
            Instant now = clock.instant();
            Instant expires = expires(json, now);
            if (token != null && !token.isEmpty() && printable(token) && expires != null) {
                return new AccessToken(token, now, expires);
            }
        }
        throw refusal(response, json, stage, host, secret);
    }

    private static @Nullable JsonObject json(Response response) {
        try {
            return JsonObject.parse(response.text());
        } catch (JsonException e) {
            return null;
        }
    }

    /** Entra ID says {@code expires_in} seconds, App Service only {@code expires_on} in epoch seconds, IMDS both. */
    private static @Nullable Instant expires(JsonObject json, Instant now) {
        Long in = json.integer("expires_in");
        Long on = json.integer("expires_on");
        if (in != null && in >= 0) {
            return now.plusSeconds(Math.min(in, LONGEST.toSeconds()));
        }
        if (on != null && on > 0) {
            Instant expires =
                    Instant.ofEpochSecond(Math.min(on, now.plus(LONGEST).getEpochSecond()));
            return expires;
        }
        return null;
    }

    private static NoToken refusal(
            Response response, @Nullable JsonObject json, NoToken.Stage stage, String host, @Nullable String secret) {
        String code = null;
        String detail = null;
        String requestId = response.header("x-ms-request-id");
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
            String trace = json.string("trace_id");
            requestId = trace != null ? trace : requestId;
        }
        if (detail != null && code != null && detail.startsWith(code + ": ")) {
            detail = detail.substring(code.length() + 2);
        }
        return NoToken.answered(
                stage,
                host,
                response.status(),
                clean(code, 64, secret),
                clean(detail, MAX_DETAIL, secret),
                clean(requestId, 64, secret),
                RetryAfter.of(response));
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
    private static @Nullable String clean(@Nullable String text, int length, @Nullable String secret) {
        if (text == null || (secret != null && text.contains(secret))) {
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

    private static boolean printable(String token) {
        return token.chars().allMatch(c -> c > ' ' && c < 127);
    }
}
