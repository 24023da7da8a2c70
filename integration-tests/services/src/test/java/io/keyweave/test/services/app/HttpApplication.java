package io.keyweave.test.services.app;

import java.io.IOException;
import java.io.InputStream;
import java.net.Authenticator;
import java.net.HttpURLConnection;
import java.net.InetSocketAddress;
import java.net.PasswordAuthentication;
import java.net.Proxy;
import java.net.ProxySelector;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Properties;

/**
 * Uses the JDK's two HTTP clients with a password that it read once: {@code url} and {@code client} at a server, {@code url-proxy} and
 * {@code client-proxy} at a proxy. Without the property {@code http.password} it is refused with another one first, and then reads a file.
 */
public final class HttpApplication {

    private static PasswordAuthentication readOnce = new PasswordAuthentication("nobody", new char[] {'x'});

    private final InetSocketAddress address =
            new InetSocketAddress("127.0.0.1", Integer.parseInt(System.getProperty("http.port")));
    private final URI server = URI.create("http://127.0.0.1:" + address.getPort() + "/server");
    private final URI proxied = URI.create("http://proxied/proxied");
    private final HttpClient direct =
            HttpClient.newBuilder().authenticator(Authenticator.getDefault()).build();
    private final HttpClient byProxy = HttpClient.newBuilder()
            .authenticator(Authenticator.getDefault())
            .proxy(ProxySelector.of(address))
            .build();

    public static void main(String[] arguments) throws Exception {
        Authenticator.setDefault(new Authenticator() {
            @Override
            protected PasswordAuthentication getPasswordAuthentication() {
                return readOnce;
            }
        });
        HttpApplication application = new HttpApplication();
        String password = System.getProperty("http.password");
        if (password == null) {
            application.beRefused();
            password = fromFile();
        }
        readOnce = new PasswordAuthentication(System.getProperty("http.user"), password.toCharArray());
        Commands.serve(words -> application.answer(words[0]));
        Authenticator.setDefault(null);
    }

    /** All of the clients' classes are in use when this returns. */
    private void beRefused() throws Exception {
        for (String command : List.of("url", "url-proxy", "client", "client-proxy")) {
            try {
                answer(command);
                throw new IllegalStateException("nobody was let in");
            } catch (IOException expected) {
                // Nobody has no account.
            }
        }
    }

    private static String fromFile() throws IOException {
        Properties properties = new Properties();
        try (InputStream in = Files.newInputStream(Path.of(System.getProperty("http.file")))) {
            properties.load(in);
        }
        return properties.getProperty("password");
    }

    private String answer(String command) throws Exception {
        return switch (command) {
            case "url" -> get(server, Proxy.NO_PROXY);
            case "url-proxy" -> get(proxied, new Proxy(Proxy.Type.HTTP, address));
            case "client" -> get(server, direct);
            case "client-proxy" -> get(proxied, byProxy);
            default -> throw new IllegalArgumentException(command);
        };
    }

    private static String get(URI uri, Proxy proxy) throws IOException {
        HttpURLConnection connection = (HttpURLConnection) uri.toURL().openConnection(proxy);
        try (InputStream in = connection.getInputStream()) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    private static String get(URI uri, HttpClient client) throws Exception {
        return client.send(HttpRequest.newBuilder(uri).build(), BodyHandlers.ofString())
                .body();
    }
}
