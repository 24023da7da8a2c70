package io.keyweave.test.services;

import com.sun.net.httpserver.BasicAuthenticator;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The JDK's HTTP server with passwords: {@code /server} wants one, and so does the proxy it is for {@code http://proxied}. The users' accounts are the
 * same, though a client cannot know.
 */
final class HttpBasicServer implements AutoCloseable {

    private static final int PROXY_UNAUTHORIZED = 407;

    private final Map<String, Account> accounts = new ConcurrentHashMap<>();
    private final HttpServer server;

    HttpBasicServer() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/server", HttpBasicServer::ok).setAuthenticator(new BasicAuthenticator("orders") {
            @Override
            public boolean checkCredentials(String user, String password) {
                return check(user, password);
            }
        });
        server.createContext("/proxied", this::proxied);
        server.start();
    }

    int port() {
        return server.getAddress().getPort();
    }

    Account account(String user) {
        return accounts.computeIfAbsent(user, name -> new Account());
    }

    private boolean check(String user, String password) {
        boolean right = password.equals(account(user).password());
        if (!right) {
            account(user).refused();
        }
        return right;
    }

    private void proxied(HttpExchange exchange) throws IOException {
        String header = exchange.getRequestHeaders().getFirst("Proxy-Authorization");
        if (header != null) {
            String pair =
                    new String(Base64.getDecoder().decode(header.substring("Basic ".length())), StandardCharsets.UTF_8);
            int colon = pair.indexOf(':');
            if (check(pair.substring(0, colon), pair.substring(colon + 1))) {
                ok(exchange);
                return;
            }
        }
        exchange.getResponseHeaders().set("Proxy-Authenticate", "Basic realm=\"the way out\"");
        exchange.sendResponseHeaders(PROXY_UNAUTHORIZED, -1);
        exchange.close();
    }

    private static void ok(HttpExchange exchange) throws IOException {
        exchange.sendResponseHeaders(200, 2);
        exchange.getResponseBody().write("ok".getBytes(StandardCharsets.UTF_8));
        exchange.close();
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
