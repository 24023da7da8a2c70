package io.keyweave.test.databases.app;

import java.io.BufferedReader;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.Authenticator;
import java.net.HttpURLConnection;
import java.net.PasswordAuthentication;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.security.KeyStore;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import javax.security.auth.callback.PasswordCallback;

/**
 * An application that logs in with its own password and, as a form "test your connection" does, with whatever is typed: {@code HOW URL USER
 * PASSWORD}. Answers {@code =ok} or {@code =} and what went wrong.
 */
public final class FormApplication {

    private FormApplication() {}

    public static void main(String[] arguments) throws Exception {
        String password = System.getProperty("db.password");
        String url = System.getProperty("db.url");
        System.getProperty("db.user");
        System.out.println("ready");
        BufferedReader commands = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
        for (String command = commands.readLine(); command != null; command = commands.readLine()) {
            String[] words = command.split(" ", -1);
            System.out.println("=" + answer(words, password, url).replace('\n', ' '));
        }
    }

    private static String answer(String[] words, String own, String ownUrl) throws Exception {
        try {
            switch (words[0]) {
                case "typed" -> close(DriverManager.getConnection(words[1], words[2], words[3]));
                case "typed-url" -> close(DriverManager.getConnection(words[1]));
                case "own" -> close(DriverManager.getConnection(words[1], words[2], own));
                case "own-url" -> close(DriverManager.getConnection(ownUrl));
                case "pool" -> {
                    try (Pool pool = Pool.of(words[3], words[1], words[2], own)) {
                        close(pool.connection());
                    }
                }
                case "http" -> http(words);
                case "http-client" -> httpClient(words);
                case "key-store" -> {
                    KeyStore store = KeyStore.getInstance("PKCS12");
                    store.load(new ByteArrayInputStream(new byte[0]), words[3].toCharArray());
                }
                case "callback" -> new PasswordCallback("password", false).setPassword(words[3].toCharArray());
                default -> throw new IllegalArgumentException(words[0]);
            }
            return "ok";
        } catch (SQLException | IOException | IllegalStateException e) {
            return e.getClass().getSimpleName() + " " + e.getMessage() + " " + e.getCause();
        }
    }

    private static void close(Connection connection) throws SQLException {
        connection.close();
    }

    private static Authenticator authenticator(String[] words) {
        return new Authenticator() {
            @Override
            protected PasswordAuthentication getPasswordAuthentication() {
                return new PasswordAuthentication(words[2], words[3].toCharArray());
            }
        };
    }

    private static void http(String[] words) throws IOException {
        HttpURLConnection connection =
                (HttpURLConnection) URI.create(words[1]).toURL().openConnection();
        connection.setAuthenticator(authenticator(words));
        try {
            connection.getInputStream().close();
        } catch (IOException e) {
            // What went wrong is told here only: the code alone is that of the server's last answer.
            throw new IOException("status " + connection.getResponseCode(), e);
        }
    }

    private static void httpClient(String[] words) throws IOException, InterruptedException {
        HttpClient client =
                HttpClient.newBuilder().authenticator(authenticator(words)).build();
        int status = client.send(
                        HttpRequest.newBuilder(URI.create(words[1])).build(), HttpResponse.BodyHandlers.discarding())
                .statusCode();
        if (status != 200) {
            throw new IOException("status " + status);
        }
    }
}
