package io.keyweave.gcp;

import io.keyweave.http.ClientResponse;
import io.keyweave.http.TransportException;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** From a login that failed to what a person reads. */
final class LoginFailures {

    private LoginFailures() {}

    /** @param seen what went over the wire */
    static LoginException of(
            IOException e, LoginTransport seen, CallerIdentity identity, @Nullable String metadataHost) {
        TransportException silence = seen.silence();
        String host = String.valueOf(seen.host());
        if (silence != null) {
            return silent(silence, host, identity);
        }
        ClientResponse response = seen.response();
        if (response == null) {
            String detail = e.getMessage() == null ? e.getClass().getSimpleName() : e.getMessage();
            return new LoginException(
                    GcpMessage.LOGIN_FAILED, facts -> facts.who(identity).with("detail", detail));
        }
        return answered(response, host, identity, host.equals(metadataHost), seen.sent());
    }

    private static LoginException silent(TransportException silence, String host, CallerIdentity identity) {
        GcpMessage row =
                switch (silence.reason()) {
                    case TRUNCATED, NOT_HTTP, TOO_LARGE -> GcpMessage.LOGIN_INVALID_RESPONSE;
                    default -> GcpMessage.LOGIN_UNREACHABLE;
                };
        String detail = TransportWords.of(silence);
        return new LoginException(row, facts -> facts.who(identity)
                .with("host", host)
                .with("detail", detail)
                .with("status", "garbage"));
    }

    private static LoginException answered(
            ClientResponse response, String host, CallerIdentity identity, boolean metadata, String sent) {
        int status = response.status();
        AnswerBody body = AnswerBody.of(response);
        GcpMessage row;
        if (status == 429) {
            row = GcpMessage.LOGIN_THROTTLED;
        } else if (status >= 500 || status == 408) {
            row = GcpMessage.LOGIN_SERVICE_ERROR;
        } else if (metadata && (status == 404 || status == 403)) {
            row = GcpMessage.NO_SERVICE_ACCOUNT;
        } else if (status >= 400 && body != null) {
            row = GcpMessage.LOGIN_REFUSED;
        } else {
            row = GcpMessage.LOGIN_INVALID_RESPONSE;
        }
        return new LoginException(row, facts -> {
            facts.proof(sent).who(identity).with("host", host).status(status).retryAfter(response.retryAfter());
            if (body != null) {
                AnswerBody error = body.object("error");
                facts.with("code", error == null ? body.text("error") : error.text("status"));
                facts.with("detail", error == null ? body.text("error_description") : error.text("message"));
            }
            return facts;
        });
    }
}
