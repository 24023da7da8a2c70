package io.keyweave.devvault;

import io.keyweave.devvault.json.Json;
import java.io.InputStream;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.security.cert.CertificateFactory;
import java.time.Duration;
import java.util.Map;
import java.util.stream.Collectors;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;

/** A client that trusts the dev vault's certificate file and nothing else, as an application with {@code ca=} does. */
final class Client {

    private static final String API = "?api-version=7.6";

    private final HttpClient http;
    private final DevVault dev;
    private final Duration patience;

    Client(DevVault dev) throws Exception {
        this(dev, Duration.ofSeconds(60));
    }

    Client(DevVault dev, Duration patience) throws Exception {
        this.dev = dev;
        this.patience = patience;
        this.http = HttpClient.newBuilder()
                .sslContext(trusting(dev.certificateFile()))
                .build();
    }

    static SSLContext trusting(Path pem) throws Exception {
        KeyStore store = KeyStore.getInstance("PKCS12");
        store.load(null, null);
        try (InputStream in = Files.newInputStream(pem)) {
            store.setCertificateEntry(
                    "ca", CertificateFactory.getInstance("X.509").generateCertificate(in));
        }
        TrustManagerFactory trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        trust.init(store);
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(null, trust.getTrustManagers(), null);
        return context;
    }

    HttpResponse<String> send(HttpRequest.Builder request) throws Exception {
        return http.send(request.timeout(patience).build(), HttpResponse.BodyHandlers.ofString());
    }

    /** Sends with this token, or without one when it is empty. */
    HttpResponse<String> send(String method, String url, String token, String body) throws Exception {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(url))
                .method(
                        method,
                        body.isEmpty()
                                ? HttpRequest.BodyPublishers.noBody()
                                : HttpRequest.BodyPublishers.ofString(body));
        if (!token.isEmpty()) {
            request.header("Authorization", "Bearer " + token);
        }
        return send(request);
    }

    HttpResponse<String> get(VaultServer vault, String secret, String token) throws Exception {
        return send("GET", vault.url() + "/secrets/" + secret + API, token, "");
    }

    HttpResponse<String> vault(String method, VaultServer vault, String path, String token, String body)
            throws Exception {
        return send(method, vault.url() + path + API, token, body);
    }

    HttpResponse<String> askToken(String tenant, Map<String, String> form) throws Exception {
        String body = form.entrySet().stream()
                .map(e -> e.getKey() + "=" + URLEncoder.encode(e.getValue(), StandardCharsets.UTF_8))
                .collect(Collectors.joining("&"));
        return send(HttpRequest.newBuilder(URI.create(dev.entra().authorityHost() + tenant + "/oauth2/v2.0/token"))
                .header("Content-Type", "application/x-www-form-urlencoded")
                .POST(HttpRequest.BodyPublishers.ofString(body)));
    }

    HttpResponse<String> askToken(Map<String, String> environment, String scope) throws Exception {
        return askToken(environment, scope, "{}");
    }

    HttpResponse<String> askToken(Map<String, String> environment, String scope, String claims) throws Exception {
        return askToken(
                environment.get("AZURE_TENANT_ID"),
                Map.of(
                        "grant_type",
                        "client_credentials",
                        "client_id",
                        environment.get("AZURE_CLIENT_ID"),
                        "client_secret",
                        environment.get("AZURE_CLIENT_SECRET"),
                        "scope",
                        scope,
                        "claims",
                        claims));
    }

    /** A token for the vaults under their loopback name. */
    String token(Map<String, String> environment) throws Exception {
        return token(environment, "{}");
    }

    /** The same, acquired with these claims. */
    String token(Map<String, String> environment, String claims) throws Exception {
        return accessToken(askToken(environment, "https://localhost/.default", claims));
    }

    static String accessToken(HttpResponse<String> response) {
        return (String) Json.object(response.body()).get("access_token");
    }

    /** The parts of an answer by their path, such as {@code error.innererror.code}. */
    static Object at(HttpResponse<String> response, String path) {
        Object value = Json.parse(response.body());
        for (String part : path.split("\\.", -1)) {
            value = ((Map<?, ?>) value).get(part);
        }
        return value;
    }
}
