package io.keyweave.devvault;

import io.keyweave.devvault.Fault.Behaviour.Answer;
import io.keyweave.devvault.Fault.Behaviour.Connect;
import io.keyweave.devvault.Fault.Behaviour.Refusal;
import io.keyweave.devvault.Fault.Behaviour.TokenRefusal;
import io.keyweave.devvault.Fault.Behaviour.Wire;
import io.keyweave.devvault.json.Json;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * One way in which a service misbehaves, from now on until it is cleared, or {@link #times} that many requests. Immutable; give
 * it to {@link LoopbackService#fault}.
 *
 * <p>Without {@link #on} a fault meets every request, also the very first one, which carries no token and which a healthy vault
 * answers with a challenge; {@link #authenticated} spares that one.
 */
public final class Fault {

    private final Behaviour behaviour;
    private final int times;
    private final @Nullable String segment;
    private final boolean authenticated;

    private Fault(Behaviour behaviour, int times, @Nullable String segment, boolean authenticated) {
        this.behaviour = behaviour;
        this.times = times;
        this.segment = segment;
        this.authenticated = authenticated;
    }

    private static Fault of(Behaviour behaviour) {
        return new Fault(behaviour, Integer.MAX_VALUE, null, false);
    }

    /** Only the first {@code n} connections or requests that would meet it. {@link #refused} and {@link #blackHole} cannot count. */
    public Fault times(int n) {
        if (n < 1) {
            throw new IllegalArgumentException("a fault happens at least once, not " + n + " times");
        }
        if (behaviour instanceof Connect connect && connect.how().beforeAccept()) {
            throw new IllegalArgumentException("nobody can count what is never accepted: clear this fault instead");
        }
        return new Fault(behaviour, n, segment, authenticated);
    }

    /** Only requests whose path has this part, or whose JSON body has it as a whole text, such as the name of a secret. */
    public Fault on(String pathSegment) {
        return new Fault(behaviour, times, pathSegment, authenticated);
    }

    /** Only requests that carry a bearer token. */
    public Fault authenticated() {
        return new Fault(behaviour, times, segment, true);
    }

    Behaviour behaviour() {
        return behaviour;
    }

    int times() {
        return times;
    }

    boolean meets(ReceivedRequest request) {
        return (segment == null
                        || request.segments().contains(segment)
                        || request.body().contains("\"" + segment + "\""))
                && (!authenticated || request.bearerToken() != null);
    }

    // ---- before a request can be sent

    /** Nobody listens: connections are refused. */
    public static Fault refused() {
        return of(new Connect(Connect.ConnectFault.REFUSED, Duration.ZERO));
    }

    /** Packets vanish: connecting never ends. Made with a full backlog, which drops them on Linux only. */
    public static Fault blackHole() {
        return of(new Connect(Connect.ConnectFault.BLACK_HOLE, Duration.ZERO));
    }

    /** Connections are accepted and nothing is ever said on them, not even TLS. */
    public static Fault unanswered() {
        return of(new Connect(Connect.ConnectFault.UNANSWERED, Duration.ZERO));
    }

    /** TLS begins only after {@code delay}. */
    public static Fault slowConnect(Duration delay) {
        return of(new Connect(Connect.ConnectFault.SLOW, delay));
    }

    /** Connections are accepted and reset. */
    public static Fault resetOnConnect() {
        return of(new Connect(Connect.ConnectFault.RESET, Duration.ZERO));
    }

    /** Something answers that is not TLS. */
    public static Fault plaintext() {
        return of(new Connect(Connect.ConnectFault.PLAINTEXT, Duration.ZERO));
    }

    /** The certificate comes from the trusted authority and ended yesterday. */
    public static Fault expiredCertificate() {
        return of(new Connect(Connect.ConnectFault.EXPIRED_CERTIFICATE, Duration.ZERO));
    }

    /** The certificate comes from the trusted authority and names another host. */
    public static Fault wrongHostCertificate() {
        return of(new Connect(Connect.ConnectFault.WRONG_HOST_CERTIFICATE, Duration.ZERO));
    }

    /** The certificate names the right host and comes from an authority nobody knows, as behind a TLS-inspecting proxy. */
    public static Fault untrustedCertificate() {
        return of(new Connect(Connect.ConnectFault.UNTRUSTED_CERTIFICATE, Duration.ZERO));
    }

    // ---- a request was read, its answer does not arrive whole

    /** The request is read and never answered. */
    public static Fault silence() {
        return of(new Wire(Wire.WireFault.SILENCE, Duration.ZERO));
    }

    /** Half of the body, then a TCP reset. */
    public static Fault resetInBody() {
        return of(new Wire(Wire.WireFault.RESET_IN_BODY, Duration.ZERO));
    }

    /** Half of the body, then an orderly close. */
    public static Fault truncatedBody() {
        return of(new Wire(Wire.WireFault.TRUNCATED_BODY, Duration.ZERO));
    }

    /** The connection closes without a byte. */
    public static Fault emptyReply() {
        return of(new Wire(Wire.WireFault.EMPTY_REPLY, Duration.ZERO));
    }

    /** Bytes that are no HTTP. */
    public static Fault garbage() {
        return of(new Wire(Wire.WireFault.GARBAGE, Duration.ZERO));
    }

    /** These bytes instead of an answer, exactly as they are, and the connection closes. */
    public static Fault bytes(byte[] bytes) {
        return of(new Behaviour.RawAnswer(bytes.clone()));
    }

    /** The real answer, one byte at a time with this pause between them. */
    public static Fault dribble(Duration pause) {
        return of(new Wire(Wire.WireFault.DRIBBLE, pause));
    }

    // ---- another answer

    /** This status, type and body instead of the real answer. */
    public static Fault answer(int status, String contentType, String body) {
        return of(new Answer(status, Map.of("Content-Type", contentType), body));
    }

    /** This status, these headers and this body instead of the real answer. */
    public static Fault answer(int status, Map<String, String> headers, String body) {
        return of(new Answer(status, Map.copyOf(headers), body));
    }

    /** This status with the service's own kind of error body. */
    public static Fault status(int status) {
        return of(new Answer(status, Map.of(), null));
    }

    /** 429, with this {@code Retry-After} (anything a header can hold) or, given null, without. */
    public static Fault throttled(@Nullable String retryAfter) {
        return of(new Answer(429, retryAfter == null ? Map.of() : Map.of("Retry-After", retryAfter), null));
    }

    /** 302 to this address. */
    public static Fault redirect(String location) {
        return of(new Answer(302, Map.of("Location", location), ""));
    }

    /** 200 with the log-in page of a captive portal. */
    public static Fault html() {
        return answer(
                200,
                "text/html",
                "<!DOCTYPE html><html><head><title>Sign in</title></head><body>Guest Wi-Fi</body></html>");
    }

    /** 200 with nothing in it. */
    public static Fault emptyAnswer() {
        return of(new Answer(200, Map.of(), ""));
    }

    /** A 401 challenge that names this authority and resource. A null keeps what the vault would say. */
    public static Fault challenge(@Nullable String authorization, @Nullable String resource) {
        return of(new Behaviour.Challenge(authorization, resource));
    }

    /**
     * Continuous access evaluation: from now on a token counts only if it was acquired with the claims that this challenge
     * demands. An Entra ID client sends them in the {@code claims} parameter; managed identity endpoints take none, so a token
     * of theirs counts if it was issued after this call.
     */
    public static Fault claimsChallenge() {
        return of(Behaviour.ClaimsChallenge.since(Instant.now()));
    }

    // ---- the service says no

    /** A vault: 403, for this reason, with the real text. */
    public static Fault forbidden(Forbidden reason) {
        return of(new Refusal(reason));
    }

    /** Entra ID: this error with the real text. */
    public static Fault entra(EntraError error) {
        return of(new TokenRefusal(error));
    }

    @Override
    public String toString() {
        return behaviour + (segment == null ? "" : " on " + segment);
    }

    /** Where in the course of a connection a fault takes hold. */
    sealed interface Behaviour {

        record Connect(ConnectFault how, Duration delay) implements Behaviour {

            enum ConnectFault {
                REFUSED,
                BLACK_HOLE,
                UNANSWERED,
                SLOW,
                RESET,
                PLAINTEXT,
                EXPIRED_CERTIFICATE,
                WRONG_HOST_CERTIFICATE,
                UNTRUSTED_CERTIFICATE;

                boolean beforeAccept() {
                    return this == REFUSED || this == BLACK_HOLE;
                }
            }
        }

        record Wire(WireFault how, Duration pause) implements Behaviour {

            enum WireFault {
                SILENCE,
                RESET_IN_BODY,
                TRUNCATED_BODY,
                EMPTY_REPLY,
                GARBAGE,
                DRIBBLE
            }
        }

        /** What the server sends instead of an answer, status line included. */
        record RawAnswer(byte[] bytes) implements Behaviour {}

        /** Another answer; without a {@code body} the service writes its own kind of error body. */
        record Answer(int status, Map<String, String> headers, @Nullable String body) implements Behaviour {}

        record Challenge(@Nullable String authorization, @Nullable String resource) implements Behaviour {}

        /**
         * A vault that demands claims: a token revoked at {@code since}.
         *
         * @param claims what the token request must ask for, as JSON
         */
        record ClaimsChallenge(Instant since, String claims) implements Behaviour {

            static ClaimsChallenge since(Instant instant) {
                Map<String, Object> accessToken = Json.of(
                        "nbf",
                        Json.of("essential", true, "value", String.valueOf(instant.getEpochSecond())),
                        "xms_caeerror",
                        Json.of("value", "10012"));
                return new ClaimsChallenge(instant, Json.write(Json.of("access_token", accessToken)));
            }

            boolean refuses(IssuedTokens.Token token) {
                return token.claims() == null
                        ? token.issued().isBefore(since)
                        : !contains(token.claims(), Json.object(claims));
            }

            /** Clients send more than was demanded: what they are capable of is beside it. */
            private static boolean contains(@Nullable Object whole, @Nullable Object part) {
                if (!(part instanceof Map<?, ?> wanted)) {
                    return Objects.equals(whole, part);
                }
                if (!(whole instanceof Map<?, ?> given)) {
                    return false;
                }
                for (Map.Entry<?, ?> each : wanted.entrySet()) {
                    if (!contains(given.get(each.getKey()), each.getValue())) {
                        return false;
                    }
                }
                return true;
            }
        }

        record Refusal(Forbidden reason) implements Behaviour {}

        record TokenRefusal(EntraError error) implements Behaviour {}
    }
}
