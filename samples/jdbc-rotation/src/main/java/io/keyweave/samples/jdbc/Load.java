package io.keyweave.samples.jdbc;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** Clients that send requests all the time. Each answer names the database session that served it. Thread-safe. */
final class Load implements AutoCloseable {

    private final HttpClient client = HttpClient.newHttpClient();
    private final HttpRequest request;
    private final List<Thread> clients = new ArrayList<>();
    private final Set<String> known = new HashSet<>();
    private volatile boolean running = true;
    private int served;
    private int failed;
    private int logins;
    private String failure = "";

    /** What happened since the last look. */
    record Figures(int served, int failed, int logins, String failure) {}

    Load(URI uri) {
        request = HttpRequest.newBuilder(uri).timeout(Duration.ofSeconds(10)).build();
    }

    /** Lets so many clients work at the same time. */
    void clients(int count) {
        while (clients.size() < count) {
            Thread thread = new Thread(this::work, "client");
            thread.setDaemon(true);
            clients.add(thread);
            thread.start();
        }
    }

    /** Whether the application answers. */
    boolean answers() throws InterruptedException {
        try {
            return client.send(request, HttpResponse.BodyHandlers.ofString()).statusCode() == 200;
        } catch (IOException e) {
            return false;
        }
    }

    private void work() {
        while (running) {
            try {
                HttpResponse<String> answer = client.send(request, HttpResponse.BodyHandlers.ofString());
                count(answer.statusCode() == 200, answer.body());
            } catch (IOException e) {
                count(false, e.toString());
            } catch (InterruptedException e) {
                return;
            }
        }
    }

    private synchronized void count(boolean good, String body) {
        if (!good) {
            failed++;
            failure = body;
            return;
        }
        served++;
        if (known.add(body.strip())) {
            logins++;
        }
    }

    synchronized Figures figures() {
        Figures figures = new Figures(served, failed, logins, failure);
        served = 0;
        failed = 0;
        logins = 0;
        return figures;
    }

    @Override
    public void close() {
        running = false;
        clients.forEach(Thread::interrupt);
    }
}
