package io.keyweave.aws;

import io.keyweave.http.ClientRequest;
import io.keyweave.http.ClientResponse;
import io.keyweave.http.Deadline;
import io.keyweave.http.Transport;
import io.keyweave.http.TransportException;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import software.amazon.awssdk.http.AbortableInputStream;
import software.amazon.awssdk.http.ExecutableHttpRequest;
import software.amazon.awssdk.http.HttpExecuteRequest;
import software.amazon.awssdk.http.HttpExecuteResponse;
import software.amazon.awssdk.http.SdkHttpClient;
import software.amazon.awssdk.http.SdkHttpRequest;
import software.amazon.awssdk.http.SdkHttpResponse;

/**
 * The SDK's way to the network where it makes requests itself, to STS: Keyweave's own transport.
 *
 * <p><b>Why not the SDK's url-connection-client.</b> It opens {@code HttpsURLConnection}s, and making the first one, before anything is
 * sent, makes the JVM's default SSL context: an application that chooses its trust store in {@code main} would find it chosen. It also
 * takes the application's cookie handler, proxy selector and authenticator, and bounds each read but not an answer. The same
 * transport gives Key Vault its {@code ca} setting, its proxies and its deadline ({@code io.keyweave.http.HttpTransport}).
 */
final class TransportHttpClient implements SdkHttpClient {

    /** For a request outside any fetch: the SDK renews credentials ahead of time on threads of its own. */
    private static final Duration OUTSIDE = Duration.ofSeconds(5);

    private final Transport transport;

    TransportHttpClient(Transport transport) {
        this.transport = transport;
    }

    @Override
    public ExecutableHttpRequest prepareRequest(HttpExecuteRequest request) {
        return new ExecutableHttpRequest() {
            @Override
            public HttpExecuteResponse call() throws IOException {
                return answer(send(converted(request)));
            }

            /** Every request ends at its deadline. */
            @Override
            public void abort() {}
        };
    }

    private ClientResponse send(ClientRequest request) throws TransportException {
        Call call = Call.current();
        return call == null ? transport.send(request, Deadline.after(OUTSIDE)) : call.send(request);
    }

    private static ClientRequest converted(HttpExecuteRequest execution) throws IOException {
        byte[] body = new byte[0];
        if (execution.contentStreamProvider().isPresent()) {
            try (InputStream content = execution.contentStreamProvider().get().newStream()) {
                body = content.readAllBytes();
            }
        }
        return converted(execution.httpRequest(), body);
    }

    static ClientRequest converted(SdkHttpRequest request, byte[] body) {
        Map<String, String> headers = new LinkedHashMap<>();
        for (Map.Entry<String, List<String>> header : request.headers().entrySet()) {
            String name = header.getKey();
            // The transport writes these itself.
            if (!name.equalsIgnoreCase("Host")
                    && !name.equalsIgnoreCase("Content-Length")
                    && !name.equalsIgnoreCase("Connection")) {
                headers.put(name, String.join(",", header.getValue()));
            }
        }
        // Nothing that Keyweave asks AWS for changes anything.
        return new ClientRequest(request.method().name(), request.getUri(), headers, body).reading();
    }

    private static HttpExecuteResponse answer(ClientResponse response) {
        SdkHttpResponse.Builder converted = SdkHttpResponse.builder().statusCode(response.status());
        for (Map.Entry<String, List<String>> header : response.headers().entrySet()) {
            converted.putHeader(header.getKey(), header.getValue());
        }
        return HttpExecuteResponse.builder()
                .response(converted.build())
                .responseBody(AbortableInputStream.create(new ByteArrayInputStream(response.body())))
                .build();
    }

    @Override
    public String clientName() {
        return "Keyweave";
    }

    /** The transport is closed by whoever made it. */
    @Override
    public void close() {}
}
