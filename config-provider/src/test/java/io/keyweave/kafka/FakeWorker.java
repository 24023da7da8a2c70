package io.keyweave.kafka;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/** The REST interface of a Connect worker, as far as we read it. */
final class FakeWorker implements AutoCloseable {

    private final HttpServer server;
    private final Map<String, Map<String, String>> connectors = new LinkedHashMap<>();
    private final Map<String, Map<String, String>> fields = new LinkedHashMap<>();
    private final Set<String> started = new HashSet<>();
    private String login;
    private int requests;

    FakeWorker() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", this::answer);
        server.start();
    }

    String url() {
        return "http://localhost:" + server.getAddress().getPort();
    }

    synchronized void connector(String name, Map<String, String> config) {
        connectors.put(name, config);
    }

    /** The connector has a status. */
    synchronized void started(String name) {
        started.add(name);
    }

    synchronized void field(String plugin, String name, String type) {
        fields.computeIfAbsent(plugin, key -> new TreeMap<>()).put(name, type);
    }

    synchronized void wantsLogin(String user, String password) {
        login = "Basic " + Base64.getEncoder().encodeToString((user + ":" + password).getBytes(StandardCharsets.UTF_8));
    }

    synchronized int requests() {
        return requests;
    }

    private synchronized void answer(HttpExchange exchange) throws IOException {
        requests++;
        String path = exchange.getRequestURI().getPath();
        int status = 200;
        String body;
        if (login != null && !login.equals(exchange.getRequestHeaders().getFirst("Authorization"))) {
            status = 401;
            body = "User cannot access the resource.";
        } else if (path.equals("/connectors")) {
            String query = exchange.getRequestURI().getQuery();
            body = connectors(query.contains("expand=status"));
        } else {
            body = types(path.split("/", -1)[2]);
        }
        byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
        exchange.sendResponseHeaders(status, bytes.length);
        exchange.getResponseBody().write(bytes);
        exchange.close();
    }

    /** Connect leaves out what has no status yet where it is asked for that. */
    private String connectors(boolean status) {
        StringBuilder json = new StringBuilder("{");
        connectors.forEach((name, config) -> {
            if (status && !started.contains(name)) {
                return;
            }
            json.append(json.length() > 1 ? "," : "").append(quoted(name)).append(":{\"info\":{\"config\":{");
            String comma = "";
            for (Map.Entry<String, String> field : config.entrySet()) {
                json.append(comma).append(quoted(field.getKey())).append(':').append(quoted(field.getValue()));
                comma = ",";
            }
            String worker = "localhost:" + server.getAddress().getPort();
            json.append("}},\"status\":{\"connector\":{\"state\":\"RUNNING\",\"worker_id\":")
                    .append(quoted(worker))
                    .append("},\"tasks\":[]}}");
        });
        return json.append('}').toString();
    }

    private String types(String plugin) {
        StringBuilder json = new StringBuilder("[");
        fields.getOrDefault(plugin, Map.of()).forEach((name, type) -> json.append(json.length() > 1 ? "," : "")
                .append("{\"name\":")
                .append(quoted(name))
                .append(",\"type\":")
                .append(quoted(type))
                .append('}'));
        return json.append(']').toString();
    }

    private static String quoted(String text) {
        return '"' + text.replace("\\", "\\\\").replace("\"", "\\\"") + '"';
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
