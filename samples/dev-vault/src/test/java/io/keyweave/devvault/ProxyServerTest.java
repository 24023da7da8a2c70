package io.keyweave.devvault;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetSocketAddress;
import java.net.ProxySelector;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import javax.net.ssl.SSLHandshakeException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class ProxyServerTest {

    private static final String URL = "https://contoso.vault.azure.net/secrets/a?api-version=7.6";

    private DevVault dev;
    private ProxyServer proxy;

    @BeforeEach
    void start() {
        dev = DevVault.start();
        dev.vault("contoso");
        proxy = dev.proxy();
    }

    @AfterEach
    void stop() {
        dev.close();
    }

    private HttpResponse<String> get(String url, Path ca) throws Exception {
        HttpClient.Builder client = HttpClient.newBuilder()
                .sslContext(Client.trusting(ca))
                .proxy(ProxySelector.of(new InetSocketAddress("localhost", proxy.port())));
        return client.build()
                .send(
                        HttpRequest.newBuilder(URI.create(url))
                                .timeout(Duration.ofSeconds(60))
                                .build(),
                        HttpResponse.BodyHandlers.ofString());
    }

    private List<Integer> statuses() {
        return proxy.requests().stream().map(RecordedRequest::status).toList();
    }

    @Test
    void leadsToTheVaultUnderItsRealName() throws Exception {
        HttpResponse<String> answer = get(URL, dev.certificateFile());
        assertEquals(401, answer.statusCode());
        assertEquals(
                "Bearer authorization=\"" + dev.entra().authorityHost()
                        + dev.entra().tenantId() + "\", resource=\"https://vault.azure.net\"",
                answer.headers().firstValue("WWW-Authenticate").orElseThrow());
        assertEquals("contoso.vault.azure.net:443", proxy.requests().get(0).path());
    }

    @Test
    void leadsToEntraAndNowhereElse() throws Exception {
        assertEquals(
                200,
                get(
                                "https://login.microsoftonline.com/common/discovery/instance?api-version=1.1",
                                dev.certificateFile())
                        .statusCode());
        assertThrows(IOException.class, () -> get("https://example.com/", dev.certificateFile()));
        assertEquals(List.of(200, 502), statuses());
    }

    @Test
    void asksForUserAndPassword() throws Exception {
        proxy.credentials("user", "p:ss");
        assertEquals(407, get(URL, dev.certificateFile()).statusCode());
        assertEquals("HTTP/1.1 407 Proxy Authentication Required", connect("user:pass"));
        assertEquals("HTTP/1.1 200 Connection established", connect("user:p:ss"));
        assertEquals(List.of(407, 407, 200), statuses());
    }

    /** By hand: the JDK's client sends no password through a tunnel unless a system property allows it. */
    private String connect(String userAndPassword) throws IOException {
        String credentials = Base64.getEncoder().encodeToString(userAndPassword.getBytes(StandardCharsets.UTF_8));
        try (Socket socket = new Socket("localhost", proxy.port())) {
            socket.setSoTimeout(5_000);
            socket.getOutputStream()
                    .write(("CONNECT contoso.vault.azure.net:443 HTTP/1.1\r\nProxy-Authorization: Basic " + credentials
                                    + "\r\n\r\n")
                            .getBytes(StandardCharsets.US_ASCII));
            return new BufferedReader(new InputStreamReader(socket.getInputStream(), StandardCharsets.US_ASCII))
                    .readLine();
        }
    }

    @Test
    void showsACertificateOfItsOwnWhenItInspects() throws Exception {
        Path authority = proxy.inspect();
        assertThrows(SSLHandshakeException.class, () -> get(URL, dev.certificateFile()));
        assertEquals(401, get(URL, authority).statusCode());
    }
}
