package io.keyweave.azure.transport;

import com.azure.core.http.HttpClient;
import com.azure.core.http.HttpHeader;
import com.azure.core.http.HttpPipeline;
import com.azure.core.http.HttpPipelineBuilder;
import com.azure.core.http.HttpRequest;
import com.azure.core.http.HttpResponse;
import com.azure.core.http.policy.HttpPipelinePolicy;
import com.azure.core.util.BinaryData;
import com.azure.core.util.Context;
import io.keyweave.http.ClientRequest;
import io.keyweave.http.ClientResponse;
import io.keyweave.http.TransportException;
import java.io.UncheckedIOException;
import java.net.URISyntaxException;
import java.util.LinkedHashMap;
import java.util.Map;
import reactor.core.publisher.Mono;

/** Translates the SDK's requests and answers. What is in between, with which deadline, is the {@link RequestSender}'s. Thread-safe if that is. */
public final class SdkHttpClient implements HttpClient {

    /** Sends a request of the SDK. */
    public interface RequestSender {

        /** @param context what the caller of the SDK gave along */
        ClientResponse send(ClientRequest request, Context context) throws TransportException;
    }

    private final RequestSender exchange;

    private SdkHttpClient(RequestSender exchange) {
        this.exchange = exchange;
    }

    /**
     * A pipeline of these policies alone: no retries, since the store decides about those, no logging of bodies, no user agent with the
     * JVM's and the system's version, and no search of the class path for policies.
     */
    public static HttpPipeline pipeline(RequestSender exchange, HttpPipelinePolicy... policies) {
        return new HttpPipelineBuilder()
                .httpClient(new SdkHttpClient(exchange))
                .tracer(NoTracer.INSTANCE)
                .policies(policies)
                .build();
    }

    @Override
    public Mono<HttpResponse> send(HttpRequest request) {
        return Mono.fromCallable(() -> sendSync(request, Context.NONE));
    }

    /** @throws UncheckedIOException with the {@link TransportException} why there was no answer */
    @Override
    public HttpResponse sendSync(HttpRequest request, Context context) {
        try {
            return new SdkResponse(request, exchange.send(translate(request), context));
        } catch (TransportException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The request as our transport takes it. */
    public static ClientRequest translate(HttpRequest request) {
        Map<String, String> headers = new LinkedHashMap<>();
        for (HttpHeader header : request.getHeaders()) {
            if (!header.getName().equalsIgnoreCase("Content-Length")) {
                headers.put(header.getName(), header.getValue());
            }
        }
        headers.putIfAbsent("User-Agent", "keyweave");
        BinaryData body = request.getBodyAsBinaryData();
        try {
            return new ClientRequest(
                    request.getHttpMethod().toString(),
                    request.getUrl().toURI(),
                    headers,
                    body == null ? new byte[0] : body.toBytes());
        } catch (URISyntaxException e) {
            throw new IllegalStateException("the SDK made a request without a valid address");
        }
    }
}
