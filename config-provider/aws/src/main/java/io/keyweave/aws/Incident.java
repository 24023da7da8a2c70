package io.keyweave.aws;

import io.keyweave.aws.CredentialChain.Attempt;
import io.keyweave.aws.CredentialChain.NoCredentialsException;
import io.keyweave.http.ClientResponse;
import io.keyweave.http.TransportException;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.awscore.exception.AwsErrorDetails;
import software.amazon.awssdk.awscore.exception.AwsServiceException;

/**
 * What went wrong, before it is put into words.
 *
 * @param step who was asked last
 * @param silence why there was no answer, or {@code null}
 * @param status of the answer, or 0
 * @param code the service's error code, or {@code null}
 * @param words the service's own words, shortened; empty when there are none
 * @param requestId or {@code null}
 * @param facts what messages are filled with; mutable
 */
record Incident(
        Step step,
        TransportException.@Nullable Reason silence,
        int status,
        @Nullable String code,
        String words,
        @Nullable String requestId,
        Map<String, String> facts) {

    /** Whom it is about. */
    enum Step {
        SECRETS_MANAGER,
        /** The sources of credentials on this machine. */
        CREDENTIALS,
        /** STS, on behalf of a web identity or a profile's role. */
        STS
    }

    private static final int LONGEST = 300;

    /** What allows to read one secret. */
    private static final String POLICY = "{\"Version\":\"2012-10-17\",\"Statement\":[{\"Effect\":\"Allow\","
            + "\"Action\":\"secretsmanager:GetSecretValue\",\"Resource\":\"ARN\"}]}";

    /** An answer that is no error and yet cannot be used. */
    Incident(Call call) {
        this(Step.SECRETS_MANAGER, null, status(call), null, "", requestId(call), new HashMap<>());
    }

    /** Of one source of credentials: what it threw, and what the network showed. {@code null} when it has nothing to do with a service. */
    static @Nullable Incident seen(RuntimeException e, @Nullable Call call) {
        if (e instanceof AwsServiceException refused) {
            return of(Step.STS, refused);
        }
        if (call != null && call.silence() != null && caused(e)) {
            return silent(Step.STS, call);
        }
        return null;
    }

    private static boolean caused(Throwable e) {
        for (Throwable cause = e; cause != null; cause = cause.getCause()) {
            if (cause instanceof TransportException) {
                return true;
            }
        }
        return false;
    }

    static Incident of(Exception e, Call call) {
        if (e instanceof NoCredentialsException none) {
            return withoutCredentials(none);
        }
        if (e instanceof ServiceErrorException refused) {
            return of(Step.SECRETS_MANAGER, refused.status(), refused.code(), refused.words(), refused.requestId());
        }
        if (e instanceof AwsServiceException refused) {
            return of(Step.STS, refused);
        }
        if (call.silence() != null) {
            return silent(Step.SECRETS_MANAGER, call);
        }
        if (call.response() == null) {
            // Nothing was asked: credentials that had been there could not be renewed.
            Incident incident = new Incident(Step.CREDENTIALS, null, 0, null, "", null, new HashMap<>());
            incident.facts().put("detail", words(e.getMessage()));
            return incident;
        }
        return new Incident(call);
    }

    private static Incident of(Step step, AwsServiceException e) {
        AwsErrorDetails details = e.awsErrorDetails();
        String code = details == null || "".equals(details.errorCode()) ? null : details.errorCode();
        return of(step, e.statusCode(), code, details == null ? null : details.errorMessage(), e.requestId());
    }

    private static Incident of(
            Step step, int status, @Nullable String code, @Nullable String message, @Nullable String requestId) {
        String said = words(message);
        Incident incident = new Incident(step, null, status, code, said, requestId, new HashMap<>());
        incident.facts().put("status", String.valueOf(status));
        if (code != null) {
            incident.facts().put("code", code);
        }
        if (!said.isEmpty()) {
            incident.facts().put("said", said);
        }
        String principal = between(said, "User: ", " is not authorized");
        if (principal != null) {
            incident.facts().put("principal", principal);
        }
        String resource = between(said, "on resource: ", " because ");
        incident.facts().put("policy", POLICY.replace("ARN", resource == null ? "ARN" : resource));
        int because = said.indexOf(" because ");
        if (because >= 0) {
            incident.facts().put("reason", said.substring(because + 1));
        }
        return incident;
    }

    private static Incident silent(Step step, Call call) {
        TransportException silence = call.silence();
        TransportException.Reason reason = silence == null ? null : silence.reason();
        Incident incident = new Incident(step, reason, 0, null, "", null, new HashMap<>());
        if (call.host() != null) {
            incident.facts().put("host", call.host());
        }
        if (silence != null && silence.proxyStatus() != 0) {
            incident.facts().put("proxy-status", String.valueOf(silence.proxyStatus()));
        }
        return incident;
    }

    /** A source that was meant to be used says more than those that are asked because nothing else is there. */
    private static Incident withoutCredentials(NoCredentialsException none) {
        StringBuilder asked = new StringBuilder();
        Attempt told = null;
        for (Attempt attempt : none.attempts()) {
            asked.append(asked.isEmpty() ? "" : ", ").append(attempt.source().name());
            if (told == null && attempt.source().configured()) {
                told = attempt;
            }
        }
        Incident incident = told != null && told.incident() != null
                ? told.incident()
                : new Incident(Step.CREDENTIALS, null, 0, null, "", null, new HashMap<>());
        incident.facts().put("asked", asked.isEmpty() ? "none" : asked.toString());
        if (told != null) {
            incident.facts().put("source", told.source().name());
            incident.facts().put("detail", words(told.failure().getMessage()));
        }
        return incident;
    }

    private static int status(Call call) {
        ClientResponse response = call.response();
        return response == null ? 0 : response.status();
    }

    private static @Nullable String requestId(Call call) {
        ClientResponse response = call.response();
        return response == null ? null : response.header("x-amzn-requestid");
    }

    private static @Nullable String between(String text, String before, String after) {
        int begin = text.indexOf(before);
        int end = text.indexOf(after);
        return begin < 0 || end < begin ? null : text.substring(begin + before.length(), end);
    }

    /** What a library or service says, on one line and not too long, without a full stop. */
    private static String words(@Nullable String text) {
        if (text == null) {
            return "";
        }
        StringBuilder words = new StringBuilder();
        for (int i = 0; i < text.length() && i < LONGEST; i++) {
            char c = text.charAt(i);
            words.append(c < ' ' || c == 127 ? ' ' : c);
        }
        String line = words.toString().strip();
        return line.endsWith(".") ? line.substring(0, line.length() - 1) : line;
    }
}
