package io.keyweave.azure.identity;

import com.azure.core.http.HttpPipeline;
import com.azure.core.util.Context;
import com.microsoft.aad.msal4j.HttpRequest;
import com.microsoft.aad.msal4j.HttpResponse;
import com.microsoft.aad.msal4j.IHttpClient;
import com.microsoft.aad.msal4j.IHttpResponse;
import io.keyweave.azure.transport.SdkHttpClient;
import io.keyweave.http.ClientRequest;
import io.keyweave.http.ClientResponse;
import io.keyweave.http.Deadline;
import io.keyweave.http.Transport;
import io.keyweave.http.TransportException;
import java.net.URISyntaxException;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.StringTokenizer;
import org.jspecify.annotations.Nullable;

/**
 * Carries the requests of one login from azure-identity or MSAL to our transport, and remembers the last of them: their exceptions tell
 * neither the status nor the headers nor why there was no answer, and quote the body. One object per login, so that its deadline
 * reaches the socket without a thread-local. Used by one thread.
 */
final class LoginRequests implements SdkHttpClient.RequestSender, IHttpClient {

    private final Transport transport;
    private final @Nullable Duration connecting;
    private final Deadline deadline;
    private @Nullable ClientRequest last;
    private @Nullable ClientResponse answer;
    private @Nullable TransportException silence;

    /** @param connecting bounds each connect on its own, {@code null}: the deadline does */
    LoginRequests(Transport transport, @Nullable Duration connecting, Deadline deadline) {
        this.transport = transport;
        this.connecting = connecting;
        this.deadline = deadline;
    }

    /** For azure-identity. */
    HttpPipeline pipeline() {
        return SdkHttpClient.pipeline(this);
    }

    @Override
    public ClientResponse send(ClientRequest request, Context context) throws TransportException {
        return send(request);
    }

    /** For MSAL. */
    @Override
    public IHttpResponse send(HttpRequest request) throws TransportException {
        Map<String, String> headers = new LinkedHashMap<>();
        if (request.headers() != null) {
            for (Map.Entry<String, String> header : request.headers().entrySet()) {
                // Azure Arc's key may be in its file with a line end, and MSAL sends the file as it is.
                headers.put(header.getKey(), header.getValue().strip());
            }
        }
        headers.putIfAbsent("User-Agent", "keyweave");
        String body = request.body();
        try {
            ClientResponse response = send(new ClientRequest(
                    request.httpMethod().name(),
                    request.url().toURI(),
                    headers,
                    body == null ? new byte[0] : body.getBytes(StandardCharsets.UTF_8)));
            HttpResponse answered = new HttpResponse().statusCode(response.status());
            if (response.body().length > 0) {
                answered.body(response.text());
            }
            answered.addHeaders(response.headers());
            return answered;
        } catch (URISyntaxException e) {
            throw new IllegalStateException("MSAL made a request without a valid address");
        }
    }

    private ClientResponse send(ClientRequest request) throws TransportException {
        answer = null;
        silence = null;
        last = request;
        try {
            Deadline connect = connecting == null ? deadline : deadline.atMost(connecting);
            ClientResponse response = transport.send(request, connect, deadline);
            answer = response;
            return response;
        } catch (TransportException e) {
            silence = e;
            throw e;
        }
    }

    /** Why the login failed, as facts; {@code null} when no request was made. */
    @Nullable
    TokenException refusal(TokenException.Stage stage) {
        ClientRequest request = last;
        if (request == null) {
            return null;
        }
        String host = request.uri().getAuthority();
        if (silence != null) {
            return TokenException.unanswered(stage, host, silence);
        }
        return answer == null ? null : TokenAnswer.refusal(answer, stage, host, proofs(request));
    }

    /** The status of the last answer, 0 without one. */
    int status() {
        return answer == null ? 0 : answer.status();
    }

    /** What was sent to prove who we are: an answer that repeats it is not quoted. */
    private static List<String> proofs(ClientRequest request) {
        List<String> proofs = new ArrayList<>();
        request.headers().forEach((name, value) -> {
            if (name.equalsIgnoreCase("X-IDENTITY-HEADER") || name.equalsIgnoreCase("Authorization")) {
                proofs.add(value.substring(value.indexOf(' ') + 1));
            }
        });
        StringTokenizer form = new StringTokenizer(new String(request.body(), StandardCharsets.UTF_8), "&");
        while (form.hasMoreTokens()) {
            String pair = form.nextToken();
            if (pair.startsWith("client_secret=") || pair.startsWith("client_assertion=")) {
                proofs.add(URLDecoder.decode(pair.substring(pair.indexOf('=') + 1), StandardCharsets.UTF_8));
            }
        }
        return proofs;
    }
}
