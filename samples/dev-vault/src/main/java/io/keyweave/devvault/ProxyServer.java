package io.keyweave.devvault;

import io.keyweave.devvault.tls.CertificateAuthority;
import io.keyweave.devvault.tls.TlsIdentity;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.ToIntFunction;
import org.jspecify.annotations.Nullable;

/**
 * A forward proxy that knows the way to the services of one dev vault under their real names: {@code
 * contoso.vault.azure.net:443} leads to the vault {@code contoso}, {@code login.microsoftonline.com:443} to Entra ID, {@code
 * localhost} to itself. Nothing else is reachable, so a client behind it can use Azure's own addresses and never leaves the
 * machine. It speaks {@code CONNECT} only, may ask for a user and password, and may open up TLS as inspecting proxies do.
 * Thread-safe.
 */
public final class ProxyServer {

    private final Journal journal = new Journal();
    private final Set<Socket> sockets = ConcurrentHashMap.newKeySet();
    private final ToIntFunction<String> routes;
    private final Path directory;
    private final Port port;
    private volatile @Nullable String credentials;
    private volatile boolean refusing;
    private volatile String challenge = "Basic realm=\"proxy\"";
    private volatile @Nullable Inspection inspection;

    /** @param routes the local port for a {@code host:port}, 0 for none */
    ProxyServer(int port, ToIntFunction<String> routes, Path directory) {
        this.routes = routes;
        this.directory = directory;
        try {
            this.port = new Port("proxy", port, this::accepted);
        } catch (IOException e) {
            throw new UncheckedIOException("port " + port + " cannot be opened for the proxy", e);
        }
    }

    /** The proxy's port on loopback. */
    public int port() {
        return port.number();
    }

    /** Asks for these from now on: whoever shows none or others gets 407. Tunnels that are open end. */
    public void credentials(String user, String password) {
        byte[] pair = (user + ":" + password).getBytes(StandardCharsets.UTF_8);
        credentials = "Basic " + Base64.getEncoder().encodeToString(pair);
        sockets.forEach(Quiet::close);
    }

    /** Lets nobody through, and asks for another scheme than Basic, such as {@code NTLM}, {@code Negotiate} or {@code Digest}. */
    public void scheme(String authenticate) {
        challenge = authenticate;
        credentials = authenticate;
        sockets.forEach(Quiet::close);
    }

    /** Answers every request for a tunnel with 403, as for a host that is not on its list. Tunnels that are open end. */
    public void refuse() {
        refusing = true;
        sockets.forEach(Quiet::close);
    }

    /** Refuses connections, as a proxy that is down. Tunnels that are open end. */
    public void stop() {
        port.refuse();
        sockets.forEach(Quiet::close);
    }

    /** Lets everybody through again. */
    public void letThrough() {
        credentials = null;
        refusing = false;
        port.open();
    }

    /**
     * Opens up TLS from now on and shows clients certificates of an authority of its own.
     *
     * @return the PEM file of that authority
     */
    public Path inspect() {
        CertificateAuthority authority = CertificateAuthority.create("Dev vault TLS inspection");
        Path pem = directory.resolve("proxy-ca.pem");
        try {
            Files.writeString(pem, TlsIdentity.pem(authority.certificate()));
        } catch (IOException e) {
            throw new UncheckedIOException("the proxy cannot write its certificate", e);
        }
        inspection = new Inspection(authority);
        return pem;
    }

    /** What was asked, oldest first: {@code CONNECT}, the target as path, and 200, 403, 407 or 502. */
    public List<RecordedRequest> requests() {
        return journal.all();
    }

    void close() {
        port.close();
        sockets.forEach(Quiet::close);
    }

    private void accepted(Socket client) {
        start(
                "client",
                () -> {
                    client.setTcpNoDelay(true);
                    serve(client, new RequestReader(client.getInputStream(), "127.0.0.1"));
                },
                client);
    }

    private void serve(Socket client, RequestReader in) throws IOException {
        for (ReceivedRequest request = in.next(); request != null; request = in.next()) {
            String wanted = credentials;
            int target = request.method().equals("CONNECT") ? routes.applyAsInt(request.path()) : 0;
            int status = wanted != null && !wanted.equals(request.header("Proxy-Authorization"))
                    ? 407
                    : refusing ? 403 : target == 0 ? 502 : 200;
            journal.add(new RecordedRequest(
                    "proxy", request.method(), request.path(), status, wanted != null, Instant.now()));
            if (status == 200) {
                client.getOutputStream()
                        .write("HTTP/1.1 200 Connection established\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
                tunnel(client, request.path(), target);
                return;
            }
            ServerResponse refusal =
                    ServerResponse.of(status, "text/html", "<html><body>proxy says " + status + "</body></html>");
            ServerResponse answer = status == 407 ? refusal.with("Proxy-Authenticate", challenge) : refusal;
            client.getOutputStream().write(answer.bytes(true));
        }
    }

    private void tunnel(Socket client, String target, int port) throws IOException {
        Socket server = new Socket(InetAddress.getLoopbackAddress(), port);
        server.setTcpNoDelay(true);
        Inspection opened = inspection;
        Socket near = opened == null ? client : opened.towardsClient(client, target);
        Socket far = opened == null ? server : opened.towardsServer(server);
        // The plain sockets first: closing TLS over an open one would wait for its reader.
        start("server", () -> far.getInputStream().transferTo(near.getOutputStream()), client, server, near, far);
        try {
            near.getInputStream().transferTo(far.getOutputStream());
        } finally {
            Quiet.close(server);
            Quiet.close(far);
        }
    }

    private interface Work {
        void run() throws IOException;
    }

    /** Runs on a thread of its own, and closes these sockets after it. */
    private void start(String name, Work work, Socket... owned) {
        sockets.addAll(List.of(owned));
        Thread thread = new Thread(
                () -> {
                    try {
                        work.run();
                    } catch (IOException e) {
                        // One side has left; the other one is told by closing.
                    } finally {
                        for (Socket socket : owned) {
                            Quiet.close(socket);
                            sockets.remove(socket);
                        }
                    }
                },
                "dev-vault proxy " + name);
        thread.setDaemon(true);
        thread.start();
    }
}
