package io.keyweave.azure.identity;

import com.azure.core.http.HttpClient;
import com.azure.core.http.HttpPipeline;
import com.azure.core.http.HttpPipelineBuilder;
import com.azure.core.http.HttpRequest;
import com.azure.core.http.HttpResponse;
import com.azure.core.util.BinaryData;
import com.azure.core.util.Context;
import io.keyweave.http.Deadline;
import io.keyweave.http.Request;
import io.keyweave.http.Response;
import io.keyweave.http.Transport;
import io.keyweave.http.TransportException;
import java.io.UncheckedIOException;
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
import reactor.core.publisher.Mono;

/**
 * Carries the requests of one login from azure-identity to our transport, and remembers the last of them: the SDK's exceptions tell
 * neither the status nor the headers nor why there was no answer, and quote the body. One object per login, so that its deadline
 * reaches the socket without a thread-local. Used by one thread.
 */
final class SdkRequests implements HttpClient {

    private final Transport transport;
    private final @Nullable Duration connecting;
    private final Deadline deadline;
    private @Nullable Request last;
    private @Nullable Response answer;
    private @Nullable TransportException silence;

    /** @param connecting bounds each connect on its own, {@code null}: the deadline does */
    SdkRequests(Transport transport, @Nullable Duration connecting, Deadline deadline) {
        this.transport = transport;
        this.connecting = connecting;
        this.deadline = deadline;
    }

    /**
     * Without policies: no retries, since the store decides about those, no logging of bodies, no user agent with the JVM's and the
     * system's version, and no search of the class path for policies.
     */
    HttpPipeline pipeline() {
        return new HttpPipelineBuilder()
                .httpClient(this)
                .tracer(NoTracer.INSTANCE)
                .build();
    }

    @Override
    public Mono<HttpResponse> send(HttpRequest request) {
        return Mono.fromCallable(() -> sendSync(request, Context.NONE));
    }

    @Override
    public HttpResponse sendSync(HttpRequest request, Context context) {
        answer = null;
        silence = null;
        try {
            Request ours = translate(request);
            last = ours;
            Deadline connect = connecting == null ? deadline : deadline.atMost(connecting);
            Response response = transport.send(ours, connect, deadline);
            answer = response;
            return new SdkResponse(request, response);
        } catch (TransportException e) {
            silence = e;
            throw new UncheckedIOException(e);
        } catch (URISyntaxException e) {
            throw new IllegalStateException("the SDK made a request without a valid address");
        }
    }

    private static Request translate(HttpRequest request) throws URISyntaxException {
        Map<String, String> headers = new LinkedHashMap<>();
        request.getHeaders().forEach(header -> {
            if (!header.getName().equalsIgnoreCase("Content-Length")) {
                // Azure Arc's key may stand in its file with a line end, and the SDK sends the file as it is.
                headers.put(header.getName(), header.getValue().strip());
            }
        });
        headers.putIfAbsent("User-Agent", "keyweave");
        BinaryData body = request.getBodyAsBinaryData();
        return new Request(
                request.getHttpMethod().toString(),
                request.getUrl().toURI(),
                headers,
                body == null ? new byte[0] : body.toBytes());
    }

    /** Why the login failed, as facts; {@code null} when no request was made. */
    @Nullable
    TokenException refusal(TokenException.Stage stage) {
        Request request = last;
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
    private static List<String> proofs(Request request) {
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
