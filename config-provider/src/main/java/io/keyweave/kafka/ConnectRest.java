package io.keyweave.kafka;

import io.keyweave.http.Deadline;
import io.keyweave.http.HttpTransport;
import io.keyweave.http.ProxyRules;
import io.keyweave.http.Request;
import io.keyweave.http.Response;
import io.keyweave.http.TrustedCertificates;
import io.keyweave.json.JsonException;
import io.keyweave.json.JsonObject;
import java.io.IOException;
import java.net.InetAddress;
import java.net.NetworkInterface;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The <a href="https://kafka.apache.org/documentation/#connect_rest">REST interface</a> of the Connect worker this runs in: which
 * connectors it runs, their raw configurations, and restarts. Thread-safe.
 */
class ConnectRest implements AutoCloseable {

    private static final Duration TIMEOUT = Duration.ofSeconds(30);
    private static final char[] HEX = "0123456789ABCDEF".toCharArray();

    private final URI base;
    private final HttpTransport http;

    /**
     * @param base the worker's listener, {@code http://host:port}
     * @param trust whom to trust when it is https
     */
    ConnectRest(URI base, TrustedCertificates trust) {
        this.base = base;
        // The worker itself: never by way of a proxy.
        this.http = new HttpTransport(trust, ProxyRules.NONE);
    }

    /** The names of all connectors of the cluster. */
    List<String> connectors() throws IOException {
        // The reader takes objects only; the answer is an array.
        List<String> names = parse("{\"names\":" + get("/connectors") + "}").texts("names");
        return names == null ? List.of() : names;
    }

    /** A connector's configuration as written, placeholders unresolved; empty when it is gone. */
    Map<String, String> rawConfig(String connector) throws IOException {
        JsonObject config = parse(get(path(connector) + "/config"));
        Map<String, String> raw = new HashMap<>();
        for (String name : config.names()) {
            String value = config.text(name);
            if (value != null) {
                raw.put(name, value);
            }
        }
        return raw;
    }

    /** Whether the connector itself, which its tasks need not share, runs in this worker. */
    boolean runsHere(String connector) throws IOException {
        JsonObject status = parse(get(path(connector) + "/status")).object("connector");
        String worker = status == null ? null : status.string("worker_id");
        return worker != null && isHere(worker);
    }

    /**
     * Restarts a connector and all of its tasks, wherever they run.
     *
     * @throws IOException when the worker did not accept it, which it does not during a rebalance
     */
    void restart(String connector) throws IOException {
        send(new Request(
                "POST",
                base.resolve(path(connector) + "/restart?includeTasks=true&onlyFailed=false"),
                Map.of("Content-Type", "application/json"),
                new byte[0]));
    }

    /** A worker's id is host and port of its listener as other workers reach it: compared by address, since names vary. */
    private boolean isHere(String worker) throws IOException {
        int colon = worker.lastIndexOf(':');
        int port = base.getPort() > 0 ? base.getPort() : "https".equals(base.getScheme()) ? 443 : 80;
        if (colon < 0 || !worker.substring(colon + 1).equals(Integer.toString(port))) {
            return false;
        }
        for (InetAddress address : InetAddress.getAllByName(worker.substring(0, colon))) {
            if (address.isLoopbackAddress() || NetworkInterface.getByInetAddress(address) != null) {
                return true;
            }
        }
        return false;
    }

    private String get(String path) throws IOException {
        return send(Request.get(base.resolve(path)));
    }

    private String send(Request request) throws IOException {
        Response response = http.send(request, Deadline.after(TIMEOUT));
        if (response.status() / 100 != 2) {
            throw new IOException(request + " answered " + response.status());
        }
        return response.text();
    }

    private static JsonObject parse(@Nullable String text) throws IOException {
        try {
            return JsonObject.parse(text == null ? "" : text);
        } catch (JsonException e) {
            throw new IOException("that is no Connect worker: " + e.getMessage());
        }
    }

    private static String path(String connector) {
        StringBuilder path = new StringBuilder("/connectors/");
        for (byte b : connector.getBytes(StandardCharsets.UTF_8)) {
            char c = (char) (b & 0xff);
            if (c >= 'A' && c <= 'Z' || c >= 'a' && c <= 'z' || c >= '0' && c <= '9' || "-._~".indexOf(c) >= 0) {
                path.append(c);
            } else {
                path.append('%').append(HEX[c >> 4]).append(HEX[c & 15]);
            }
        }
        return path.toString();
    }

    @Override
    public void close() {
        http.close();
    }
}
