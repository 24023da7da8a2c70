package io.keyweave.test.identity;

import io.keyweave.devvault.tls.CertificateAuthority;
import io.keyweave.devvault.tls.TlsIdentity;
import io.keyweave.test.ConnectionThread;
import java.io.BufferedReader;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;

/**
 * A proxy that opens up TLS, answers for the vault {@code contoso}, and mixes up its answers: secret {@code NAME} is worth
 * {@code value-of-NAME}, whoever asks.
 */
final class MixedUpProxy implements AutoCloseable {

    /** What goes wrong. */
    enum Mistake {
        /** Every answer is followed at once by an answer that nobody asked for. */
        SURPLUS,
        /** A second answer to the same request is sent just before the answer to the next one on that connection. */
        SHIFT,
        /** Every third request is answered with the answer to the one before it, whichever connection that came by. */
        SWAP,
        /** Every third request is answered as if it had asked for a secret that does not exist. */
        OTHER_ERROR,
        /** Every request is answered with one secret. */
        ALWAYS_ONE
    }

    private static final String VERSION = "0123456789abcdef0123456789abcdef";

    private final Mistake mistake;
    private final boolean repeatsIds;
    private final SSLContext tls;
    private final ServerSocket server;
    private final Set<Socket> sockets = ConcurrentHashMap.newKeySet();
    private final AtomicInteger requests = new AtomicInteger();
    private final AtomicInteger connections = new AtomicInteger();
    private volatile byte[] previous = new byte[0];

    /**
     * @param repeatsIds whether answers repeat the id of their request, as Key Vault does and an emulator may not
     * @param authority where the certificate to trust is written
     */
    MixedUpProxy(Mistake mistake, boolean repeatsIds, Path authority) {
        this.mistake = mistake;
        this.repeatsIds = repeatsIds;
        CertificateAuthority issuer = CertificateAuthority.create("Mixed-up inspection");
        this.tls = issuer.server(List.of("contoso.vault.azure.net")).serverContext();
        try {
            Files.writeString(authority, TlsIdentity.pem(issuer.certificate()));
            this.server = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        ConnectionThread.start("mixed-up proxy", this::accept);
    }

    int port() {
        return server.getLocalPort();
    }

    /** How many requests came, repeated ones included. */
    int requests() {
        return requests.get();
    }

    int connections() {
        return connections.get();
    }

    private void accept() throws IOException {
        while (true) {
            Socket client = server.accept();
            sockets.add(client);
            ConnectionThread.start("mixed-up proxy", () -> tunnel(client));
        }
    }

    private void tunnel(Socket client) throws IOException {
        try (client) {
            client.setTcpNoDelay(true);
            StringBuilder head = new StringBuilder();
            while (head.indexOf("\r\n\r\n") < 0) {
                int c = client.getInputStream().read();
                if (c < 0) {
                    return;
                }
                head.append((char) c);
            }
            client.getOutputStream().write("HTTP/1.1 200 OK\r\n\r\n".getBytes(StandardCharsets.ISO_8859_1));
            SSLSocket near = (SSLSocket) tls.getSocketFactory().createSocket(client, null, client.getPort(), true);
            near.setUseClientMode(false);
            connections.incrementAndGet();
            serve(
                    new BufferedReader(new InputStreamReader(near.getInputStream(), StandardCharsets.ISO_8859_1)),
                    near.getOutputStream());
        }
    }

    private void serve(BufferedReader in, OutputStream out) throws IOException {
        byte[] late = new byte[0];
        for (String line = in.readLine(); line != null; line = in.readLine()) {
            String name = line.split("/", -1)[2];
            String id = "";
            for (String header = in.readLine(); header != null && !header.isEmpty(); header = in.readLine()) {
                if (header.startsWith("x-ms-client-request-id: ")) {
                    id = header.substring("x-ms-client-request-id: ".length());
                }
            }
            int number = requests.incrementAndGet();
            byte[] answer = answer(200, mistake == Mistake.ALWAYS_ONE ? "one" : name, id);
            byte[] before = previous;
            previous = answer;
            ByteArrayOutputStream all = new ByteArrayOutputStream();
            switch (mistake) {
                case SURPLUS -> {
                    all.writeBytes(answer);
                    all.writeBytes(answer(200, "surplus", id));
                }
                case SHIFT -> {
                    all.writeBytes(late);
                    all.writeBytes(answer);
                    late = answer;
                }
                case SWAP -> all.writeBytes(number % 3 == 0 && before.length > 0 ? before : answer);
                case OTHER_ERROR ->
                    all.writeBytes(
                            number % 3 == 0 ? answer(404, name, "0dec7bea-ed4b-11ec-b354-acde48001122") : answer);
                case ALWAYS_ONE -> all.writeBytes(answer);
            }
            out.write(all.toByteArray());
            out.flush();
        }
    }

    private byte[] answer(int status, String name, String id) {
        String body = status == 200
                ? "{\"value\":\"value-of-" + name + "\",\"id\":\"https://contoso.vault.azure.net/secrets/" + name + "/"
                        + VERSION + "\",\"attributes\":{\"enabled\":true}}"
                : "{\"error\":{\"code\":\"SecretNotFound\",\"message\":\"A secret was not found in this key vault.\"}}";
        return ("HTTP/1.1 " + status + " X\r\nContent-Type: application/json\r\n"
                        + (repeatsIds ? "x-ms-client-request-id: " + id + "\r\n" : "") + "Content-Length: "
                        + body.length() + "\r\n\r\n" + body)
                .getBytes(StandardCharsets.ISO_8859_1);
    }

    @Override
    public void close() throws IOException {
        server.close();
        for (Socket socket : sockets) {
            socket.close();
        }
    }
}
