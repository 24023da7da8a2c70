package io.keyweave.azure.identity;

import io.keyweave.http.TransportException;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * The identity gave no token. Carries what the service said as facts; the words for people are made elsewhere, from the table. No
 * cause is attached: the exceptions below may quote a request.
 */
public final class TokenException extends Exception {

    private static final long serialVersionUID = 1L;

    /** Where it went wrong. */
    public enum Stage {
        /** A setting, file or environment variable the identity needs is missing or unusable. */
        CONFIGURATION,
        /** Entra ID's token endpoint. */
        ENTRA_ID,
        /** The metadata endpoint of the machine, App Service or Azure Arc. */
        MANAGED_IDENTITY,
        /** The command {@code az}. */
        AZURE_CLI
    }

    private final Stage stage;
    private final String host;
    private final int status;
    private final boolean foreign;
    private final @Nullable String code;
    private final @Nullable String detail;
    private final @Nullable String requestId;
    private final @Nullable Duration retryAfter;
    private final TransportException.@Nullable Reason noAnswer;

    private TokenException(
            Stage stage,
            String host,
            int status,
            boolean foreign,
            @Nullable String code,
            @Nullable String detail,
            @Nullable String requestId,
            @Nullable Duration retryAfter,
            TransportException.@Nullable Reason noAnswer) {
        super(stage + " gave no token" + (code == null ? "" : ": " + code), null, false, false);
        this.stage = stage;
        this.host = host;
        this.status = status;
        this.foreign = foreign;
        this.code = code;
        this.detail = detail;
        this.requestId = requestId;
        this.retryAfter = retryAfter;
        this.noAnswer = noAnswer;
    }

    /** @param detail a sentence without its full stop that says what is missing; never a secret */
    static TokenException configuration(String detail) {
        return new TokenException(Stage.CONFIGURATION, "", 0, false, null, detail, null, null, null);
    }

    static TokenException azureCli(@Nullable String code, String detail) {
        return new TokenException(Stage.AZURE_CLI, "", 0, false, code, detail, null, null, null);
    }

    static TokenException unanswered(Stage stage, String host, TransportException e) {
        return new TokenException(stage, host, 0, false, null, e.getMessage(), null, null, e.reason());
    }

    /** A login that is under way elsewhere did not end in time: nothing is wrong with the identity, and it is tried again. */
    static TokenException late(String kind) {
        Stage stage =
                switch (kind) {
                    case "managed-identity" -> Stage.MANAGED_IDENTITY;
                    case "azure-cli" -> Stage.AZURE_CLI;
                    default -> Stage.ENTRA_ID;
                };
        return new TokenException(
                stage,
                stage == Stage.ENTRA_ID ? "its login endpoint" : "the identity endpoint",
                0,
                false,
                stage == Stage.AZURE_CLI ? "no answer" : null,
                "no token came in time",
                null,
                null,
                TransportException.Reason.ANSWER_TIMEOUT);
    }

    /** @param foreign whether the answer is not of the kind that the service gives */
    static TokenException answered(
            Stage stage,
            String host,
            int status,
            boolean foreign,
            @Nullable String code,
            @Nullable String detail,
            @Nullable String requestId,
            @Nullable Duration retryAfter) {
        return new TokenException(stage, host, status, foreign, code, detail, requestId, retryAfter, null);
    }

    public Stage stage() {
        return stage;
    }

    /** Host (and port) asked, empty when none was. */
    public String host() {
        return host;
    }

    /** HTTP status, 0 without an answer. */
    public int status() {
        return status;
    }

    /** Whether what answered did not answer as the service does: a gateway, a filter, or another server. */
    public boolean isForeign() {
        return foreign;
    }

    /** {@code AADSTS7000215}, {@code invalid_client}, or {@code null}. */
    public @Nullable String code() {
        return code;
    }

    /** What the service said in words, cut and cleaned, or {@code null}. */
    public @Nullable String detail() {
        return detail;
    }

    /** Entra ID's trace id or {@code x-ms-request-id}, or {@code null}. */
    public @Nullable String requestId() {
        return requestId;
    }

    public @Nullable Duration retryAfter() {
        return retryAfter;
    }

    /** Why there was no answer, or {@code null} when there was one. */
    public TransportException.@Nullable Reason noAnswer() {
        return noAnswer;
    }
}
