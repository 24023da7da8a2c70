package io.keyweave.benchmarks;

import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicInteger;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.SSLSocketFactory;

/**
 * The least that a JVM has to do for its secrets: a token over plain HTTP, TLS by the JDK, the requests; answers are hardly looked at and nothing
 * is checked, repeated or kept. What is slower about Keyweave is Keyweave's, what is slow here is the JDK's and the vault's. Connections are
 * opened as Keyweave opens them, two at a time, the first two already before the token is there. Arguments: vault URL, number of
 * secrets, number of connections.
 */
public final class BareClient {

    private static final int AT_A_TIME = 2;
    private static final int LARGEST_ANSWER = 16_384;

    private final CompletableFuture<String> token = new CompletableFuture<>();
    private final AtomicInteger next = new AtomicInteger();
    private final Semaphore handshakes = new Semaphore(AT_A_TIME);
    private final URI vault;
    private final int secrets;
    private final CountDownLatch left;

    private BareClient(URI vault, int secrets) {
        this.vault = vault;
        this.secrets = secrets;
        this.left = new CountDownLatch(secrets);
    }

    public static void main(String[] args) throws Exception {
        BareClient client = new BareClient(URI.create(args[0]), Integer.parseInt(args[1]));
        for (int i = 0; i < Integer.parseInt(args[2]); i++) {
            client.start(i < AT_A_TIME);
        }
        client.login(URI.create(System.getenv("AZURE_POD_IDENTITY_AUTHORITY_HOST")));
        client.left.await();
        System.out.println("hello");
        PeakMemory.print();
    }

    private void start(boolean early) {
        Thread thread = new Thread(() -> {
            try {
                if (!early) {
                    token.get();
                }
                fetch();
            } catch (Exception e) {
                e.printStackTrace();
                System.exit(1);
            }
        });
        thread.setDaemon(true);
        thread.start();
    }

    private void login(URI identity) throws IOException {
        try (Socket socket = new Socket(identity.getHost(), identity.getPort())) {
            String path =
                    "/metadata/identity/oauth2/token?api-version=2018-02-01&resource=https%3A%2F%2F" + vault.getHost();
            String answer = get(socket, identity, path, "Metadata: true");
            int begin = answer.indexOf('"', answer.indexOf(':', answer.indexOf("\"access_token\""))) + 1;
            token.complete(answer.substring(begin, answer.indexOf('"', begin)));
        }
    }

    private void fetch() throws Exception {
        handshakes.acquire();
        Socket socket;
        try {
            if (next.get() >= secrets) {
                return;
            }
            socket = SSLSocketFactory.getDefault().createSocket(vault.getHost(), vault.getPort());
            socket.setTcpNoDelay(true);
            ((SSLSocket) socket).startHandshake();
        } finally {
            handshakes.release();
        }
        String bearer = "Authorization: Bearer " + token.get();
        for (int i = next.getAndIncrement(); i < secrets; i = next.getAndIncrement()) {
            String answer = get(socket, vault, "/secrets/secret-" + i + "?api-version=7.4", bearer);
            if (!answer.contains("\"value-" + i + '"')) {
                throw new IOException("secret-" + i + " was not answered");
            }
            left.countDown();
        }
    }

    private static String get(Socket socket, URI host, String path, String header) throws IOException {
        String request = "GET " + path + " HTTP/1.1\r\nHost: " + host.getAuthority() + "\r\n" + header + "\r\n\r\n";
        socket.getOutputStream().write(request.getBytes(StandardCharsets.ISO_8859_1));
        InputStream in = socket.getInputStream();
        byte[] bytes = new byte[LARGEST_ANSWER];
        int read = 0;
        int end = Integer.MAX_VALUE;
        while (read < end) {
            int more = in.read(bytes, read, bytes.length - read);
            if (more < 0) {
                throw new IOException("the answer ends early");
            }
            read += more;
            end = end == Integer.MAX_VALUE ? end(new String(bytes, 0, read, StandardCharsets.ISO_8859_1)) : end;
        }
        return new String(bytes, 0, read, StandardCharsets.UTF_8);
    }

    /** Where the answer ends, by its length in the head; unknown until the head is complete. */
    private static int end(String answer) {
        int head = answer.indexOf("\r\n\r\n");
        if (head < 0) {
            return Integer.MAX_VALUE;
        }
        String name = "Content-Length:";
        int length = answer.indexOf(name) + name.length();
        return head
                + 4
                + Integer.parseInt(
                        answer.substring(length, answer.indexOf('\r', length)).trim());
    }
}
