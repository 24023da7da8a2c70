package io.keyweave.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.keyweave.http.TransportException.Reason;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.net.CookieHandler;
import java.net.InetAddress;
import java.net.Proxy;
import java.net.ProxySelector;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The transport against a server that does exactly what a test says. */
class HttpTransportTest {

    private static final String OK = "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok";

    private final HttpTransport transport = new HttpTransport(TrustedCertificates.platform(), ProxyRules.NONE);
    private final List<String> heads = new CopyOnWriteArrayList<>();
    private final AtomicInteger connections = new AtomicInteger();
    private final List<Socket> sockets = new CopyOnWriteArrayList<>();
    private ServerSocket server;

    /** Answers one connection. */
    private interface Script {
        void run(Socket socket, BufferedReader in, OutputStream out) throws Exception;
    }

    @BeforeEach
    void open() throws IOException {
        server = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    }

    @AfterEach
    void close() throws IOException {
        transport.close();
        server.close();
        for (Socket socket : sockets) {
            socket.close();
        }
    }

    private void serve(Script script) {
        Thread thread = new Thread(() -> {
            while (!server.isClosed()) {
                try {
                    Socket socket = server.accept();
                    sockets.add(socket);
                    connections.incrementAndGet();
                    Thread worker = new Thread(() -> {
                        try (socket) {
                            script.run(
                                    socket,
                                    new BufferedReader(new InputStreamReader(
                                            socket.getInputStream(), StandardCharsets.ISO_8859_1)),
                                    socket.getOutputStream());
                        } catch (Exception e) {
                            // the client went away, or the test is over
                        }
                    });
                    worker.setDaemon(true);
                    worker.start();
                } catch (IOException e) {
                    return;
                }
            }
        });
        thread.setDaemon(true);
        thread.start();
    }

    private boolean head(BufferedReader in) throws IOException {
        StringBuilder head = new StringBuilder();
        for (String line = in.readLine(); line != null; line = in.readLine()) {
            if (line.isEmpty()) {
                heads.add(head.toString());
                return true;
            }
            head.append(line).append('\n');
        }
        return false;
    }

    private void answerEvery(String answer) {
        serve((socket, in, out) -> {
            while (head(in)) {
                out.write(answer.getBytes(StandardCharsets.ISO_8859_1));
                out.flush();
            }
        });
    }

    private URI uri(String path) {
        return URI.create("http://127.0.0.1:" + server.getLocalPort() + path);
    }

    private ClientResponse get(String path) throws TransportException {
        return transport.send(ClientRequest.get(uri(path)), Deadline.after(Duration.ofSeconds(20)));
    }

    @Test
    void keepsTheConnection() throws TransportException {
        answerEvery(OK);
        for (int i = 0; i < 5; i++) {
            assertEquals("ok", get("/a?b=c").text());
        }
        assertEquals(1, connections.get());
        assertTrue(heads.get(4).startsWith("GET /a?b=c HTTP/1.1\nHost: 127.0.0.1:"), heads.get(4));
    }

    @Test
    void opensAnotherWhenTheKeptOneWasClosedMeanwhile() throws Exception {
        CountDownLatch closed = new CountDownLatch(1);
        serve((socket, in, out) -> {
            head(in);
            out.write(OK.getBytes(StandardCharsets.ISO_8859_1));
            out.flush();
            socket.close();
            closed.countDown();
        });
        get("/1");
        closed.await();
        assertEquals("ok", get("/2").text());
        assertEquals(2, connections.get());
        assertEquals(2, heads.size(), "each request was seen once");
    }

    @Test
    void neverRepeatsWhatWasBegunToBeAnswered() throws Exception {
        serve((socket, in, out) -> {
            head(in);
            out.write(OK.getBytes(StandardCharsets.ISO_8859_1));
            out.flush();
            head(in);
            out.write("HTTP/1.1 200 OK\r\nContent-Le".getBytes(StandardCharsets.ISO_8859_1));
            out.flush();
        });
        get("/1");
        assertEquals(
                Reason.TRUNCATED,
                assertThrows(TransportException.class, () -> get("/2")).reason());
        assertEquals(1, connections.get());
    }

    /** A surplus answer would be taken for the next one, and shift every later one. */
    @Test
    void usesNoConnectionAgainThatCarriedMoreThanItsAnswer() throws Exception {
        serve((socket, in, out) -> {
            for (int number = 1; head(in); number++) {
                out.write((OK + OK).getBytes(StandardCharsets.ISO_8859_1));
                out.flush();
            }
        });
        for (int i = 1; i <= 3; i++) {
            ClientResponse response = get("/" + i);
            assertEquals("ok", response.text());
            assertFalse(response.overKeptConnection());
            assertEquals(i, connections.get());
        }
    }

    @Test
    void usesNoConnectionAgainOnWhichSomethingCameLater() throws Exception {
        CountDownLatch answered = new CountDownLatch(1);
        CountDownLatch surplus = new CountDownLatch(1);
        serve((socket, in, out) -> {
            while (head(in)) {
                out.write(OK.getBytes(StandardCharsets.ISO_8859_1));
                out.flush();
                if (connections.get() == 1) {
                    answered.await();
                    out.write(OK.replace("ok", "no").getBytes(StandardCharsets.ISO_8859_1));
                    out.flush();
                    surplus.countDown();
                }
            }
        });
        assertEquals("ok", get("/1").text());
        answered.countDown();
        surplus.await();
        assertEquals("ok", get("/2").text());
        assertEquals(2, connections.get());
        assertTrue(get("/3").overKeptConnection(), "the second one is well");
    }

    @Test
    void aRequestForANewConnectionGetsOne() throws Exception {
        answerEvery(OK);
        get("/1");
        ClientRequest fresh = ClientRequest.get(uri("/2")).overNewConnection();
        assertFalse(
                transport.send(fresh, Deadline.after(Duration.ofSeconds(20))).overKeptConnection());
        assertEquals(2, connections.get());
        transport.discardKept(fresh);
        get("/3");
        assertEquals(3, connections.get());
    }

    /** Only what changes nothing may be sent twice, so a form never meets a connection that may be dead. */
    @Test
    void aFormIsNeverRepeated() throws Exception {
        serve((socket, in, out) -> {
            while (head(in)) {
                if (heads.get(heads.size() - 1).startsWith("POST")) {
                    return;
                }
                out.write(OK.getBytes(StandardCharsets.ISO_8859_1));
                out.flush();
            }
        });
        get("/1");
        ClientRequest form = new ClientRequest("POST", uri("/2"), Map.of(), "a=b".getBytes(StandardCharsets.UTF_8));
        TransportException e = assertThrows(
                TransportException.class, () -> transport.send(form, Deadline.after(Duration.ofSeconds(20))));
        assertEquals(Reason.CLOSED, e.reason());
        assertEquals(2, heads.size(), heads.toString());
        assertEquals(2, connections.get());
    }

    @Test
    void neverRepeatsOnANewConnection() {
        serve((socket, in, out) -> head(in));
        assertEquals(
                Reason.CLOSED,
                assertThrows(TransportException.class, () -> get("/")).reason());
        assertEquals(1, connections.get());
    }

    @Test
    void aConnectionHeldBackIsNobodyElsesUntilItIsLetGo() throws TransportException {
        answerEvery(OK);
        Deadline deadline = Deadline.after(Duration.ofSeconds(20));
        Transport.Held held = transport.hold(ClientRequest.get(uri("/")), deadline);
        assertEquals("ok", get("/1").text());
        Transport.Held kept = transport.hold(ClientRequest.get(uri("/")), deadline);
        assertEquals("ok", get("/2").text());
        assertEquals(3, connections.get(), "the second was held as well");
        held.close();
        kept.close();
        assertEquals("ok", get("/3").text());
        assertEquals(3, connections.get());
    }

    @Test
    void aConnectionThatDiedWhileItWasHeldBackIsReplaced() throws Exception {
        CountDownLatch closed = new CountDownLatch(1);
        serve((socket, in, out) -> {
            if (connections.get() == 1) {
                socket.close();
                closed.countDown();
                return;
            }
            while (head(in)) {
                out.write(OK.getBytes(StandardCharsets.ISO_8859_1));
                out.flush();
            }
        });
        Transport.Held held = transport.hold(ClientRequest.get(uri("/")), Deadline.after(Duration.ofSeconds(20)));
        closed.await();
        held.close();
        assertEquals("ok", get("/").text());
        assertEquals(2, connections.get());
    }

    @Test
    void aHostThatAcceptsAndSaysNothingHoldsUpNobodyForLong() throws Exception {
        CountDownLatch all = new CountDownLatch(4);
        CountDownLatch never = new CountDownLatch(1);
        serve((socket, in, out) -> {
            all.countDown();
            never.await();
        });
        URI silent = URI.create("https://127.0.0.1:" + server.getLocalPort() + "/");
        List<Thread> callers = new ArrayList<>();
        for (int i = 0; i < 4; i++) {
            Thread caller = new Thread(() -> assertThrows(
                    TransportException.class,
                    () -> transport.send(ClientRequest.get(silent), Deadline.after(Duration.ofSeconds(60)))));
            caller.setDaemon(true);
            caller.start();
            callers.add(caller);
        }
        assertTrue(all.await(50, TimeUnit.SECONDS), "none of them has ended, all have begun");
        never.countDown();
        for (Thread caller : callers) {
            caller.join(20_000);
        }
    }

    @Test
    void followsNoRedirect() throws TransportException {
        answerEvery("HTTP/1.1 302 Found\r\nLocation: " + uri("/elsewhere") + "\r\nContent-Length: 0\r\n\r\n");
        assertEquals(302, get("/").status());
        assertEquals(1, heads.size());
    }

    @Test
    void oneDeadlineForAllBytes() {
        serve((socket, in, out) -> {
            head(in);
            out.write("HTTP/1.1 200 OK\r\n".getBytes(StandardCharsets.ISO_8859_1));
            CountDownLatch never = new CountDownLatch(1);
            while (true) {
                out.write('a');
                out.flush();
                never.await(20, TimeUnit.MILLISECONDS);
            }
        });
        TransportException e = assertThrows(
                TransportException.class,
                () -> transport.send(ClientRequest.get(uri("/")), Deadline.after(Duration.ofMillis(300))));
        assertEquals(Reason.ANSWER_TIMEOUT, e.reason());
    }

    @Test
    void closingEndsWhatIsUnderWay() throws Exception {
        CountDownLatch asked = new CountDownLatch(1);
        CountDownLatch never = new CountDownLatch(1);
        serve((socket, in, out) -> {
            head(in);
            asked.countDown();
            never.await();
        });
        List<Reason> ends = new ArrayList<>();
        Thread waiting = new Thread(() ->
                ends.add(assertThrows(TransportException.class, () -> get("/")).reason()));
        waiting.start();
        asked.await();
        transport.close();
        waiting.join(10_000);
        assertEquals(List.of(Reason.CLOSED), ends);
        never.countDown();
        assertEquals(
                Reason.CLOSED,
                assertThrows(TransportException.class, () -> get("/")).reason(),
                "and nothing opens again");
    }

    @Test
    void refusesHeadersThatWouldBecomeTwo() {
        ClientRequest request = ClientRequest.get(uri("/"));
        assertThrows(IllegalArgumentException.class, () -> request.with("A", "b\r\nC: d"));
        assertThrows(IllegalArgumentException.class, () -> request.with("A\n", "b"));
        assertFalse(request.with("Authorization", "Bearer t0ken").toString().contains("t0ken"));
    }

    @Test
    void asksATunnelWithThePasswordAndSaysWhatItAnswered() {
        serve((socket, in, out) -> {
            head(in);
            boolean known = heads.get(heads.size() - 1).contains("Proxy-Authorization: Basic dTpw");
            out.write(("HTTP/1.1 " + (known ? 503 : 407) + " No\r\nContent-Length: 0\r\n\r\n")
                    .getBytes(StandardCharsets.ISO_8859_1));
        });
        for (String user : List.of("", "u:p@")) {
            String url = "http://" + user + "127.0.0.1:" + server.getLocalPort();
            ProxyRules rules = ProxyRules.read(Map.<String, String>of()::get, Map.of("HTTPS_PROXY", url)::get);
            try (HttpTransport proxied = new HttpTransport(TrustedCertificates.platform(), rules)) {
                TransportException e = assertThrows(
                        TransportException.class,
                        () -> proxied.send(
                                ClientRequest.get(URI.create("https://contoso.vault.azure.net/x"))
                                        .with("Authorization", "Bearer t0ken"),
                                Deadline.after(Duration.ofSeconds(10))));
                assertEquals(user.isEmpty() ? Reason.PROXY_AUTHENTICATION : Reason.PROXY_REFUSED, e.reason());
                assertEquals(user.isEmpty() ? 407 : 503, e.proxyStatus());
            }
        }
        assertTrue(heads.get(0).startsWith("CONNECT contoso.vault.azure.net:443 HTTP/1.1\n"), heads.get(0));
        assertFalse(heads.toString().contains("t0ken"), "the token is for the vault, not for the proxy");
    }

    /** The vault is not to blame for a proxy that nobody finds. */
    @Test
    void saysThatItIsTheProxyWhichCannotBeReached() throws IOException {
        int nobody;
        try (ServerSocket closed = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            nobody = closed.getLocalPort();
        }
        String proxy = "127.0.0.1:" + nobody;
        ProxyRules rules = ProxyRules.read(Map.<String, String>of()::get, Map.of("HTTPS_PROXY", proxy)::get);
        try (HttpTransport proxied = new HttpTransport(TrustedCertificates.platform(), rules)) {
            TransportException e = assertThrows(
                    TransportException.class,
                    () -> proxied.send(
                            ClientRequest.get(URI.create("https://contoso.vault.azure.net/x")),
                            Deadline.after(Duration.ofSeconds(10))));
            assertEquals(Reason.PROXY_UNREACHABLE, e.reason());
            assertEquals(proxy + " refused the connection", e.getMessage());
        }
    }

    /** What an application sets for itself is not asked. */
    @Test
    void leavesTheApplicationsGlobalsAlone() throws TransportException {
        CookieHandler cookies = CookieHandler.getDefault();
        ProxySelector selector = ProxySelector.getDefault();
        AtomicInteger asked = new AtomicInteger();
        CookieHandler.setDefault(new CookieHandler() {
            @Override
            public Map<String, List<String>> get(URI uri, Map<String, List<String>> headers) {
                asked.incrementAndGet();
                return Map.of();
            }

            @Override
            public void put(URI uri, Map<String, List<String>> headers) {
                asked.incrementAndGet();
            }
        });
        ProxySelector.setDefault(new ProxySelector() {
            @Override
            public List<Proxy> select(URI uri) {
                asked.incrementAndGet();
                return List.of(Proxy.NO_PROXY);
            }

            @Override
            public void connectFailed(URI uri, SocketAddress address, IOException e) {
                asked.incrementAndGet();
            }
        });
        try {
            answerEvery("HTTP/1.1 200 OK\r\nSet-Cookie: a=b\r\nContent-Length: 2\r\n\r\nok");
            get("/");
            assertEquals(0, asked.get());
        } finally {
            CookieHandler.setDefault(cookies);
            ProxySelector.setDefault(selector);
        }
    }
}
