package io.keyweave.devvault;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpConnectTimeoutException;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpTimeoutException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.stream.Stream;
import javax.net.ssl.SSLException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Every fault as a client with a warm connection meets it, and that it is over once it is cleared. */
@Timeout(30)
class FaultTest {

    private DevVault dev;
    private Client client;
    private VaultServer vault;
    private String token;

    @BeforeEach
    void start() throws Exception {
        dev = DevVault.start();
        client = new Client(dev);
        vault = dev.vault("contoso");
        vault.put("a", "value of a");
        token = client.token(dev.environment());
        assertEquals(200, get().statusCode());
    }

    @AfterEach
    void stop() {
        dev.close();
    }

    private HttpResponse<String> get() throws Exception {
        return client.get(vault, "a", token);
    }

    private void assertOverOnceCleared() throws Exception {
        vault.clearFaults();
        assertEquals("value of a", Client.at(get(), "value"));
    }

    @Test
    void refusesConnections() throws Exception {
        int port = vault.port();
        vault.fault(Fault.refused());
        assertThrows(ConnectException.class, this::get);
        assertOverOnceCleared();
        assertEquals(port, vault.port());
    }

    @Test
    @EnabledOnOs(OS.LINUX)
    void swallowsConnections() throws Exception {
        Client impatient = new Client(dev, Duration.ofSeconds(1));
        vault.fault(Fault.blackHole());
        assertThrows(HttpConnectTimeoutException.class, () -> impatient.get(vault, "a", token));
        assertOverOnceCleared();
    }

    @Test
    void neverBeginsTheHandshakeOrTheAnswer() throws Exception {
        Client impatient = new Client(dev, Duration.ofMillis(300));
        for (Fault fault : List.of(Fault.unanswered(), Fault.silence())) {
            vault.fault(fault);
            assertThrows(HttpTimeoutException.class, () -> impatient.get(vault, "a", token));
            assertOverOnceCleared();
        }
    }

    static Stream<Fault> brokenTls() {
        return Stream.of(
                Fault.expiredCertificate(),
                Fault.wrongHostCertificate(),
                Fault.untrustedCertificate(),
                Fault.plaintext());
    }

    @ParameterizedTest
    @MethodSource("brokenTls")
    void breaksTls(Fault fault) throws Exception {
        vault.fault(fault);
        assertThrows(SSLException.class, this::get);
        assertOverOnceCleared();
    }

    static Stream<Fault> brokenAnswers() {
        return Stream.of(
                Fault.resetOnConnect(),
                Fault.emptyReply(),
                Fault.garbage(),
                Fault.resetInBody(),
                Fault.truncatedBody());
    }

    @ParameterizedTest
    @MethodSource("brokenAnswers")
    void breaksTheAnswer(Fault fault) throws Exception {
        vault.fault(fault);
        IOException failure = assertThrows(IOException.class, this::get);
        assertFalse(failure instanceof HttpTimeoutException, failure::toString);
        assertOverOnceCleared();
    }

    @Test
    void truncatesInTheBodyNotBefore() throws Exception {
        vault.fault(Fault.truncatedBody());
        IOException failure = assertThrows(IOException.class, this::get);
        assertTrue(failure.getMessage().contains("bytes"), failure::toString);
    }

    @Test
    void slowsDownConnectingAndAnswering() throws Exception {
        vault.fault(Fault.slowConnect(Duration.ofMillis(1)), Fault.dribble(Duration.ofNanos(1)));
        assertEquals("value of a", Client.at(get(), "value"));
        assertOverOnceCleared();
    }

    @ParameterizedTest
    @ValueSource(ints = {400, 408, 429, 500, 503})
    void answersWithAStatus(int status) throws Exception {
        vault.fault(Fault.status(status).authenticated());
        HttpResponse<String> answer = get();
        assertEquals(status, answer.statusCode());
        assertTrue(Client.at(answer, "error.code") instanceof String);
        assertTrue(answer.headers().firstValue("x-ms-request-id").isPresent());
        assertEquals(401, client.get(vault, "a", "").statusCode(), "the challenge is spared");
        assertOverOnceCleared();
    }

    @Test
    void throttlesWithAndWithoutAHint() throws Exception {
        vault.fault(
                Fault.throttled("7").times(1),
                Fault.throttled(null).times(1),
                Fault.throttled("a week").times(1));
        assertEquals("7", get().headers().firstValue("Retry-After").orElseThrow());
        HttpResponse<String> plain = get();
        assertTrue(plain.headers().firstValue("Retry-After").isEmpty());
        assertEquals("Throttled", Client.at(plain, "error.code"));
        assertEquals("a week", get().headers().firstValue("Retry-After").orElseThrow());
        assertEquals(200, get().statusCode(), "each was good for one request");
    }

    @ParameterizedTest
    @EnumSource(Forbidden.class)
    void forbidsForEveryReason(Forbidden reason) throws Exception {
        vault.fault(Fault.forbidden(reason));
        HttpResponse<String> answer = get();
        assertEquals(403, answer.statusCode());
        assertEquals("Forbidden", Client.at(answer, "error.code"));
        assertEquals(reason.code(), Client.at(answer, "error.innererror.code"));
        String message = (String) Client.at(answer, "error.message");
        assertTrue(message.contains("contoso;location=westeurope"), message);
        boolean named = reason == Forbidden.FIREWALL || reason == Forbidden.PERIMETER;
        assertEquals(named, message.contains("Client address: 127.0.0.1\r\n"), message);
        assertEquals(
                reason == Forbidden.UNKNOWN_SUBNET,
                message.contains("Client address: 127.0.0.1 from unknown subnet"),
                message);
        assertOverOnceCleared();
    }

    @Test
    void answersWhatNoVaultWould() throws Exception {
        vault.fault(
                Fault.html().times(1),
                Fault.emptyAnswer().times(1),
                Fault.redirect("https://portal.example/").times(1),
                Fault.answer(200, "application/json", "{}").times(1));
        assertEquals("text/html", get().headers().firstValue("Content-Type").orElseThrow());
        assertEquals("", get().body());
        HttpResponse<String> redirect = get();
        assertEquals(302, redirect.statusCode());
        assertEquals(
                "https://portal.example/",
                redirect.headers().firstValue("Location").orElseThrow());
        assertEquals("{}", get().body());
    }

    @Test
    void challengesAgainAndAgainAndNamesStrangers() throws Exception {
        vault.fault(Fault.challenge("https://login.evil.example/t", "https://vault.evil.example"));
        HttpResponse<String> answer = get();
        assertEquals(401, answer.statusCode());
        assertEquals(
                "Bearer authorization=\"https://login.evil.example/t\", resource=\"https://vault.evil.example\"",
                answer.headers().firstValue("WWW-Authenticate").orElseThrow());
        assertOverOnceCleared();
    }

    @Test
    void demandsATokenThatWasAcquiredWithTheseClaims() throws Exception {
        String fromMachine = managedIdentityToken();
        vault.fault(Fault.claimsChallenge());
        HttpResponse<String> answer = get();
        assertEquals(401, answer.statusCode());
        String challenge = answer.headers().firstValue("WWW-Authenticate").orElseThrow();
        assertTrue(challenge.startsWith("Bearer authorization=\"" + dev.entra().authorityHost()), challenge);
        assertTrue(challenge.contains(", error=\"insufficient_claims\", claims=\""), challenge);
        String claims = new String(
                Base64.getDecoder()
                        .decode(challenge.substring(challenge.indexOf("claims=\"") + 8, challenge.length() - 1)),
                StandardCharsets.UTF_8);

        token = client.token(dev.environment());
        assertEquals(401, get().statusCode(), "a token that is merely new");
        String capable = claims.replace("{\"access_token\":{", "{\"access_token\":{\"xms_cc\":{\"values\":[\"CP1\"]},");
        token = client.token(dev.environment(), capable);
        assertEquals(200, get().statusCode(), "a token with these claims and more");

        assertEquals(401, client.get(vault, "a", fromMachine).statusCode());
        assertEquals(200, client.get(vault, "a", managedIdentityToken()).statusCode(), "a newer one");
        assertEquals(
                List.of(9002313),
                Client.at(client.askToken(dev.environment(), "https://localhost/.default", "[]"), "error_codes"));
    }

    private String managedIdentityToken() throws Exception {
        return Client.accessToken(client.send(HttpRequest.newBuilder(URI.create("http://127.0.0.1:"
                        + dev.imds().port()
                        + "/metadata/identity/oauth2/token?api-version=2018-02-01&resource=https://localhost"))
                .header("Metadata", "true")));
    }

    @Test
    void claimsChallengesAreCountedByTokensThatDoNotSatisfyThem() throws Exception {
        vault.fault(Fault.claimsChallenge().times(1));
        assertEquals(401, get().statusCode());
        assertEquals(200, get().statusCode());
    }

    @Test
    void sendsBytesAsTheyAre() throws Exception {
        dev.imds().fault(RecordedAnswers.dockerDesktop());
        try (Socket socket =
                new Socket(InetAddress.getLoopbackAddress(), dev.imds().port())) {
            socket.getOutputStream().write("GET / HTTP/1.1\r\nHost: x\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
            String answer = new String(socket.getInputStream().readAllBytes(), StandardCharsets.US_ASCII);
            assertTrue(answer.startsWith("HTTP/1.0 403 connecting to 169.254.169.254:80"), answer);
            assertTrue(answer.endsWith(" network.\nConnection: close\n\n"), answer);
        }
    }

    @Test
    void meetsOnlyTheSecretItIsMeantFor() throws Exception {
        vault.put("b", "value of b");
        vault.fault(Fault.status(500).on("b"));
        assertEquals(500, client.get(vault, "b", token).statusCode());
        assertEquals(200, get().statusCode());
        assertThrows(IllegalArgumentException.class, () -> Fault.refused().times(2));
    }

    @ParameterizedTest
    @ValueSource(ints = {404, 410, 429, 500})
    void managedIdentityEndpointsFailInTheirOwnWords(int status) throws Exception {
        dev.imds().fault(Fault.status(status));
        HttpResponse<String> answer =
                client.send("GET", "http://127.0.0.1:" + dev.imds().port() + "/", "", "");
        assertEquals(status, answer.statusCode());
        assertTrue(Client.at(answer, "error") instanceof String);
    }
}
