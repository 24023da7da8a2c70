package io.keyweave.test.kafka;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.keyweave.test.Eventually;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.Map;

/** A worker's REST interface. */
final class ConnectRest {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Duration TIMEOUT = Duration.ofSeconds(60);

    private final HttpClient http;
    private final URI base;
    private final Map<String, String> headers;

    ConnectRest(URI base) {
        this(base, HttpClient.newBuilder(), Map.of());
    }

    /** Of a worker that wants TLS or a login. */
    ConnectRest(URI base, HttpClient.Builder http, Map<String, String> headers) {
        this.base = base;
        this.http = http.connectTimeout(Duration.ofSeconds(60)).build();
        this.headers = headers;
    }

    URI base() {
        return base;
    }

    HttpResponse<String> get(String path) throws IOException, InterruptedException {
        return send(request(path).GET());
    }

    HttpResponse<String> put(String path, Map<String, String> body) throws IOException, InterruptedException {
        return send(request(path)
                .header("Content-Type", "application/json")
                .PUT(BodyPublishers.ofString(JSON.writeValueAsString(body))));
    }

    HttpResponse<String> post(String path) throws IOException, InterruptedException {
        return send(request(path).POST(BodyPublishers.noBody()));
    }

    HttpResponse<String> delete(String path) throws IOException, InterruptedException {
        return send(request(path).DELETE());
    }

    /** Creates a connector and waits until it and its tasks run. */
    void create(String name, Map<String, String> config) {
        add(name, config);
        awaitRunning(name, Integer.parseInt(config.getOrDefault("tasks.max", "1")));
    }

    /** Creates a connector. */
    void add(String name, Map<String, String> config) {
        HttpResponse<String> answer = Eventually.sees(
                "the vault answers",
                () -> put("/connectors/" + name + "/config", config),
                // A cold login on a busy machine can take longer than a validation waits.
                seen -> !seen.body().contains("No answer from the vault"));
        if (answer.statusCode() / 100 != 2) {
            throw new AssertionError("connector " + name + " was refused: " + answer.body());
        }
    }

    void awaitRunning(String name, int tasks) {
        Eventually.sees(
                name + " runs with " + tasks + " tasks",
                () -> status(name),
                status -> state(status.path("connector")).equals("RUNNING")
                        && status.path("tasks").size() == tasks
                        && allRunning(status.path("tasks")));
    }

    JsonNode status(String name) throws IOException, InterruptedException {
        return JSON.readTree(get("/connectors/" + name + "/status").body());
    }

    static String state(JsonNode connectorOrTask) {
        return connectorOrTask.path("state").asText();
    }

    private static boolean allRunning(JsonNode tasks) {
        for (JsonNode task : tasks) {
            if (!state(task).equals("RUNNING")) {
                return false;
            }
        }
        return true;
    }

    private HttpRequest.Builder request(String path) {
        HttpRequest.Builder request = HttpRequest.newBuilder(base.resolve(path)).timeout(TIMEOUT);
        headers.forEach(request::header);
        return request;
    }

    private HttpResponse<String> send(HttpRequest.Builder request) throws IOException, InterruptedException {
        return http.send(request.build(), BodyHandlers.ofString());
    }
}
