package io.keyweave.gcp;

import com.google.api.client.http.HttpTransport;
import com.google.api.client.http.LowLevelHttpRequest;
import com.google.api.client.http.LowLevelHttpResponse;
import io.keyweave.http.ClientRequest;
import io.keyweave.http.ClientResponse;
import io.keyweave.http.Deadline;
import io.keyweave.http.Transport;
import io.keyweave.http.TransportException;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What google-auth-library sends its requests with: Keyweave's client, the deadline of the fetch that needs the login, no redirects. It looks at
 * each answer on the way, for the codes that messages are made of, before the library's exceptions lose them. Used by one login.
 */
final class LoginTransport extends HttpTransport {

    /** The metadata server is on the machine itself, or nowhere. */
    private static final Duration METADATA_CONNECT = Duration.ofSeconds(3);

    private static final String METADATA = "http://" + GoogleLogin.METADATA_HOST + "/";

    private final Transport wire;
    private final Deadline deadline;
    private final String metadataHost;
    private @Nullable String host;
    private String sent = "";
    private @Nullable TransportException silence;
    private @Nullable ClientResponse response;

    /** @param metadataHost where the metadata server is, with a port where it is not 80: the library reads the JVM's own environment only */
    LoginTransport(Transport wire, Deadline deadline, String metadataHost) {
        this.metadataHost = metadataHost;
        this.wire = wire;
        this.deadline = deadline;
    }

    /** Whom the last request went to, or {@code null} when there was none. */
    @Nullable
    String host() {
        return host;
    }

    /** Why the last request had no answer, or {@code null}. */
    @Nullable
    TransportException silence() {
        return silence;
    }

    /** The last answer, or {@code null}. */
    @Nullable
    ClientResponse response() {
        return response;
    }

    @Override
    public boolean supportsMethod(String method) {
        return true;
    }

    @Override
    protected LowLevelHttpRequest buildRequest(String method, String url) {
        String address =
                url.startsWith(METADATA) ? "http://" + metadataHost + url.substring(METADATA.length() - 1) : url;
        return new Request(method, URI.create(address));
    }

    /** What the last request carried, which may prove who we are. */
    String sent() {
        return sent;
    }

    private ClientResponse send(ClientRequest request) throws IOException {
        host = request.uri().getHost();
        sent = new String(request.body(), StandardCharsets.UTF_8) + " "
                + request.headers().get("Authorization");
        silence = null;
        response = null;
        try {
            boolean local = "http".equalsIgnoreCase(request.uri().getScheme());
            response = wire.send(request, local ? deadline.atMost(METADATA_CONNECT) : deadline, deadline);
        } catch (TransportException e) {
            silence = e;
            throw e;
        }
        if (response.status() >= 300 && response.status() < 400) {
            throw new IOException("a redirect, which is not followed");
        }
        return response;
    }

    private final class Request extends LowLevelHttpRequest {

        private final String method;
        private final URI uri;
        private final Map<String, String> headers = new LinkedHashMap<>();

        Request(String method, URI uri) {
            this.method = method;
            this.uri = uri;
        }

        @Override
        public void addHeader(String name, String value) {
            // Answers come as they are: they are small.
            if (!name.equalsIgnoreCase("Accept-Encoding")) {
                headers.put(name, value);
            }
        }

        @Override
        public LowLevelHttpResponse execute() throws IOException {
            ByteArrayOutputStream body = new ByteArrayOutputStream();
            if (getStreamingContent() != null) {
                getStreamingContent().writeTo(body);
                if (getContentType() != null) {
                    headers.put("Content-Type", getContentType());
                }
            }
            return new Response(send(new ClientRequest(method, uri, headers, body.toByteArray())));
        }
    }

    private static final class Response extends LowLevelHttpResponse {

        private final ClientResponse answer;
        private final List<Map.Entry<String, String>> headers = new ArrayList<>();

        Response(ClientResponse answer) {
            this.answer = answer;
            for (Map.Entry<String, List<String>> header : answer.headers().entrySet()) {
                for (String value : header.getValue()) {
                    headers.add(Map.entry(header.getKey(), value));
                }
            }
        }

        @Override
        public InputStream getContent() {
            return new ByteArrayInputStream(answer.body());
        }

        @Override
        public @Nullable String getContentEncoding() {
            return null;
        }

        @Override
        public long getContentLength() {
            return answer.body().length;
        }

        @Override
        public @Nullable String getContentType() {
            return answer.header("content-type");
        }

        @Override
        public @Nullable String getStatusLine() {
            return null;
        }

        @Override
        public int getStatusCode() {
            return answer.status();
        }

        @Override
        public @Nullable String getReasonPhrase() {
            return null;
        }

        @Override
        public int getHeaderCount() {
            return headers.size();
        }

        @Override
        public String getHeaderName(int index) {
            return headers.get(index).getKey();
        }

        @Override
        public String getHeaderValue(int index) {
            return headers.get(index).getValue();
        }
    }
}
