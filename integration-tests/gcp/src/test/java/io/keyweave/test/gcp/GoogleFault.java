package io.keyweave.test.gcp;

import io.keyweave.devvault.Fault;
import io.keyweave.devvault.gcp.GoogleError;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** What goes wrong with the secret of one project: how, what a person reads, and what becomes of a value that is there. */
enum GoogleFault {
    FORBIDDEN(GoogleError.permissionDenied("secretmanager.versions.access", "x").fault(), "does not let this identity"),
    API_DISABLED(
            GoogleError.serviceDisabled("123456789012").fault(),
            "The Secret Manager API is not enabled in project 123456789012"),
    SCOPES(GoogleError.insufficientScopes().fault(), "lacks the scope cloud-platform"),
    PERIMETER(GoogleError.outsidePerimeter().fault(), "A perimeter of VPC Service Controls"),
    TOKEN_REJECTED(GoogleError.invalidCredentials(true).fault(), "rejected the token of this identity"),
    QUOTA(GoogleError.quotaExceeded("123456789012").fault(), "throttles (429 RESOURCE_EXHAUSTED)"),
    INTERNAL(Fault.status(500), "answered 500 INTERNAL"),
    UNAVAILABLE(Fault.status(503), "answered 503 UNAVAILABLE"),
    GATEWAY(
            Fault.answer(502, "text/html", "<html>bad gateway</html>"),
            "answered 502: Secret Manager or what is in front"),
    PORTAL(Fault.html(), "answered 200, but not as Secret Manager does"),
    EMPTY(Fault.emptyAnswer(), "answered 200, but not as Secret Manager does"),
    FILTER(Fault.answer(403, "text/html", "<html>blocked</html>"), "answered 403, but not as Secret Manager does"),
    REDIRECT(Fault.redirect("https://login.example/"), "answered 302, but not as Secret Manager does"),
    GARBAGE(Fault.garbage(), "is not an answer of Secret Manager"),
    TRUNCATED(Fault.truncatedBody(), "is not an answer of Secret Manager"),
    RESET(Fault.resetInBody(), ""),
    CLOSED(Fault.emptyReply(), "cannot be reached"),
    SILENCE(Fault.silence(), "no answer was complete in time"),
    SLOW(Fault.dribble(Duration.ofMillis(200)), "no answer was complete in time"),
    DAMAGED(answer("damaged", "MTIz", "1"), "arrived damaged: its CRC32C is"),
    MIXED_UP(answer("another", "MTIz", null), "answered with another secret or version");

    private final Fault fault;
    private final String words;

    GoogleFault(Fault fault, String words) {
        this.fault = fault;
        this.words = words;
    }

    private static Fault answer(String project, String data, String checksum) {
        String secret = project.equals("another") ? "another" : "db";
        return Fault.answer(
                200,
                "application/json",
                "{\"name\":\"projects/123456789012/secrets/" + secret + "/versions/1\",\"payload\":{\"data\":\"" + data
                        + "\"" + (checksum == null ? "" : ",\"dataCrc32c\":\"" + checksum + "\"") + "}}");
    }

    /** All that are answered. Of the others a start that had another secret says only that its time was over: they are tried alone. */
    static List<GoogleFault> answered() {
        List<GoogleFault> answered = new ArrayList<>(List.of(values()));
        answered.removeAll(List.of(RESET, CLOSED, SILENCE, SLOW));
        return answered;
    }

    /** The project whose secret is concerned. */
    String project() {
        return "contoso-" + name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    Fault fault() {
        return fault.on(project());
    }

    /** A part of the cause. */
    String words() {
        return words;
    }
}
