package io.keyweave.azure.transport;

import com.azure.core.http.HttpHeaderName;
import com.azure.core.http.HttpHeaders;
import com.azure.core.http.HttpRequest;
import com.azure.core.http.HttpResponse;
import com.azure.core.util.BinaryData;
import io.keyweave.http.ClientResponse;
import java.nio.ByteBuffer;
import java.nio.charset.Charset;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** An answer of our transport as the SDK wants to see it. */
public final class SdkResponse extends HttpResponse {

    private final ClientResponse response;
    private final HttpHeaders headers = new HttpHeaders();

    public SdkResponse(HttpRequest request, ClientResponse response) {
        super(request);
        this.response = response;
        for (Map.Entry<String, List<String>> header : response.headers().entrySet()) {
            headers.set(HttpHeaderName.fromString(header.getKey()), header.getValue());
        }
    }

    /** As it came. */
    public ClientResponse received() {
        return response;
    }

    @Override
    public int getStatusCode() {
        return response.status();
    }

    @Override
    @Deprecated
    public @Nullable String getHeaderValue(String name) {
        return headers.getValue(HttpHeaderName.fromString(name));
    }

    @Override
    public HttpHeaders getHeaders() {
        return headers;
    }

    @Override
    public BinaryData getBodyAsBinaryData() {
        return BinaryData.fromBytes(response.body());
    }

    @Override
    public Flux<ByteBuffer> getBody() {
        return Flux.just(ByteBuffer.wrap(response.body()));
    }

    @Override
    public Mono<byte[]> getBodyAsByteArray() {
        return Mono.just(response.body());
    }

    @Override
    public Mono<String> getBodyAsString() {
        return Mono.just(response.text());
    }

    @Override
    public Mono<String> getBodyAsString(Charset charset) {
        return Mono.just(new String(response.body(), charset));
    }
}
