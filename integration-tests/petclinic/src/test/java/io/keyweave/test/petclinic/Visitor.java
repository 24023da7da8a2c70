package io.keyweave.test.petclinic;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;

/** Somebody with a browser: every page has to answer, and to show what the database holds. */
final class Visitor {

    /** As many as the pool has connections, so that all of them are wanted at once. */
    private static final int AT_ONCE = 10;

    private final HttpClient browser = HttpClient.newHttpClient();
    private final URI clinic;

    Visitor(String port) {
        clinic = URI.create("http://127.0.0.1:" + port);
    }

    String page(String path) throws IOException, InterruptedException {
        return send(HttpRequest.newBuilder(clinic.resolve(path)), 200);
    }

    /** Reads owners and vets, books a visit, and finds it again. */
    void booksVisit(String what) throws IOException, InterruptedException {
        assertShows(page("/owners?lastName="), "George Franklin");
        assertShows(page("/vets.html"), "James Carter");
        send(
                HttpRequest.newBuilder(clinic.resolve("/owners/1/pets/1/visits/new"))
                        .header("Content-Type", "application/x-www-form-urlencoded")
                        .POST(HttpRequest.BodyPublishers.ofString("date=2026-11-21&description=" + what)),
                302);
        assertShows(page("/owners/1"), what);
    }

    /** Several visitors at the same time; fails if one of them got no page. */
    void manyAtOnce() throws Exception {
        ExecutorService visitors = Executors.newFixedThreadPool(AT_ONCE);
        try {
            List<Future<String>> pages = new ArrayList<>();
            for (int i = 0; i < 4 * AT_ONCE; i++) {
                pages.add(visitors.submit(() -> page("/owners?lastName=")));
            }
            for (Future<String> page : pages) {
                assertShows(page.get(60, TimeUnit.SECONDS), "George Franklin");
            }
        } finally {
            visitors.shutdownNow();
        }
    }

    private String send(HttpRequest.Builder request, int status) throws IOException, InterruptedException {
        HttpResponse<String> answer =
                browser.send(request.timeout(Duration.ofSeconds(60)).build(), HttpResponse.BodyHandlers.ofString());
        assertEquals(status, answer.statusCode(), () -> answer.uri() + "\n" + answer.body());
        return answer.body();
    }

    private static void assertShows(String page, String text) {
        assertTrue(page.contains(text), () -> text + " is not in " + page);
    }
}
