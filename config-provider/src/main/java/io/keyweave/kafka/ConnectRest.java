package io.keyweave.kafka;

import io.keyweave.http.ClientRequest;
import io.keyweave.http.ClientResponse;
import io.keyweave.http.Deadline;
import io.keyweave.http.HttpTransport;
import io.keyweave.http.ProxyRules;
import io.keyweave.http.TrustedCertificates;
import io.keyweave.json.JsonException;
import io.keyweave.json.JsonObject;
import io.keyweave.text.PercentEncoding;
import java.io.IOException;
import java.net.InetAddress;
import java.net.NetworkInterface;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The <a href="https://kafka.apache.org/documentation/#connect_rest">REST interface</a> of the Connect worker this runs in: which
 * connectors there are, as written and in which state, of which type a plug-in's fields are, and restarts. Thread-safe.
 *
 * <p>Only resources that Connect answers on the thread of the request: one that waits for the herder's thread would wait for itself when
 * that thread asks us for a secret.
 */
class ConnectRest implements AutoCloseable {

    static final Duration TIMEOUT = Duration.ofSeconds(30);

    private final URI base;
    private final HttpTransport http;
    private final Supplier<@Nullable String> authorization;

    /**
     * @param base the worker's listener, {@code http://host:port}
     * @param trust whom to trust when it is https
     * @param authorization the header of that name, {@code null} for none
     */
    ConnectRest(URI base, TrustedCertificates trust, Supplier<@Nullable String> authorization) {
        this.base = base;
        this.authorization = authorization;
        // The worker itself: never by way of a proxy.
        this.http = new HttpTransport(trust, ProxyRules.NONE);
    }

    /** All connectors of the cluster that have a state, with variables unresolved. */
    List<DeployedConnector> connectors(Duration timeout) throws IOException {
        return connectors("/connectors?expand=info&expand=status", timeout);
    }

    /** The same without their states: asked for those, Connect leaves out a connector that was never started. */
    List<DeployedConnector> configurations(Duration timeout) throws IOException {
        return connectors("/connectors?expand=info", timeout);
    }

    private List<DeployedConnector> connectors(String resource, Duration timeout) throws IOException {
        JsonObject all = parse(send(ClientRequest.get(base.resolve(resource)), timeout));
        List<DeployedConnector> connectors = new ArrayList<>();
        for (String name : all.names()) {
            JsonObject one = all.object(name);
            JsonObject info = one == null ? null : one.object("info");
            if (one != null && info != null) {
                connectors.add(connector(name, info.object("config"), one.object("status")));
            }
        }
        return connectors;
    }

    private static DeployedConnector connector(String name, @Nullable JsonObject config, @Nullable JsonObject status) {
        Map<String, String> raw = new HashMap<>();
        if (config != null) {
            for (String field : config.names()) {
                String value = config.text(field);
                if (value != null) {
                    raw.put(field, value);
                }
            }
        }
        List<DeployedConnector.ReportedState> tasks = new ArrayList<>();
        List<JsonObject> told = status == null ? null : status.objects("tasks");
        if (told != null) {
            for (JsonObject task : told) {
                tasks.add(part(task));
            }
        }
        return new DeployedConnector(name, raw, part(status == null ? null : status.object("connector")), tasks);
    }

    private static DeployedConnector.ReportedState part(@Nullable JsonObject told) {
        String state = told == null ? null : told.string("state");
        String worker = told == null ? null : told.string("worker_id");
        return new DeployedConnector.ReportedState(state == null ? "" : state, worker == null ? "" : worker);
    }

    /**
     * The types of a plug-in's fields, such as {@code PASSWORD}; empty for a plug-in that this worker does not have, or whose worker is older than
     * 3.2.
     */
    Map<String, String> fieldTypes(String plugin) throws IOException {
        ClientResponse response = exchange(
                ClientRequest.get(base.resolve("/connector-plugins/" + PercentEncoding.encode(plugin) + "/config")),
                TIMEOUT);
        Map<String, String> types = new HashMap<>();
        if (response.status() == 200) {
            // The reader takes objects only; the answer is an array.
            List<JsonObject> fields =
                    parse("{\"fields\":" + response.text() + "}").objects("fields");
            for (JsonObject field : fields == null ? List.<JsonObject>of() : fields) {
                String name = field.string("name");
                String type = field.string("type");
                if (name != null && type != null) {
                    types.put(name, type);
                }
            }
        }
        return types;
    }

    /**
     * Restarts a connector and its tasks, wherever they run.
     *
     * @param onlyFailed whether what runs is left alone
     * @throws IOException when the worker did not accept it, which it does not during a rebalance
     */
    void restart(String connector, boolean onlyFailed) throws IOException {
        send(
                new ClientRequest(
                        "POST",
                        base.resolve("/connectors/" + PercentEncoding.encode(connector)
                                + "/restart?includeTasks=true&onlyFailed=" + onlyFailed),
                        Map.of("Content-Type", "application/json"),
                        new byte[0]),
                TIMEOUT);
    }

    /** Whether a worker's id, which is host and port of its listener as other workers reach it, is ours: compared by address, since names vary. */
    boolean isHere(String worker) throws IOException {
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

    private String send(ClientRequest request, Duration timeout) throws IOException {
        ClientResponse response = exchange(request, timeout);
        int status = response.status();
        if (status / 100 != 2) {
            throw new IOException(request + " answered " + status
                    + (status == 401 || status == 403
                            ? ": give connect-rest-user and connect-rest-password, or correct them"
                            : ""));
        }
        return response.text();
    }

    private ClientResponse exchange(ClientRequest request, Duration timeout) throws IOException {
        String header = authorization.get();
        return http.send(header == null ? request : request.with("Authorization", header), Deadline.after(timeout));
    }

    private static JsonObject parse(@Nullable String text) throws IOException {
        try {
            return JsonObject.parse(text == null ? "" : text);
        } catch (JsonException e) {
            throw new IOException("that is no Connect worker: " + e.getMessage());
        }
    }

    @Override
    public String toString() {
        return base.toString();
    }

    @Override
    public void close() {
        http.close();
    }
}
