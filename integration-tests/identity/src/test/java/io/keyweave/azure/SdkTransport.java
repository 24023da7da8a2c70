package io.keyweave.azure;

import com.azure.core.http.HttpClient;
import com.azure.core.http.HttpRequest;
import com.azure.core.http.HttpResponse;
import com.azure.core.util.BinaryData;
import com.azure.core.util.Context;
import io.keyweave.azure.identity.SdkAnswer;
import io.keyweave.http.Deadline;
import io.keyweave.http.Request;
import io.keyweave.http.Response;
import io.keyweave.http.Transport;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URISyntaxException;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import reactor.core.publisher.Mono;

/** Lets the Azure SDK send through our transport, so that its requests can be looked at and trust the dev vault. */
final class SdkTransport implements HttpClient {

    private final Transport transport;

    SdkTransport(Transport transport) {
        this.transport = transport;
    }

    @Override
    public Mono<HttpResponse> send(HttpRequest request) {
        return Mono.fromCallable(() -> sendSync(request, Context.NONE));
    }

    @Override
    public HttpResponse sendSync(HttpRequest request, Context context) {
        Map<String, String> headers = new LinkedHashMap<>();
        request.getHeaders().stream()
                .filter(header -> !header.getName().equalsIgnoreCase("Content-Length"))
                .forEach(header -> headers.put(header.getName(), header.getValue()));
        BinaryData body = request.getBodyAsBinaryData();
        try {
            Response response = transport.send(
                    new Request(
                            request.getHttpMethod().toString(),
                            request.getUrl().toURI(),
                            headers,
                            body == null ? new byte[0] : body.toBytes()),
                    Deadline.after(Duration.ofSeconds(30)));
            return SdkAnswer.of(request, response);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (URISyntaxException e) {
            throw new IllegalStateException(e);
        }
    }
}
