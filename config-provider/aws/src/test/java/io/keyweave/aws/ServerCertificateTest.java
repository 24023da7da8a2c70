package io.keyweave.aws;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.keyweave.devvault.tls.CertificateAuthority;
import io.keyweave.devvault.tls.TlsIdentity;
import io.keyweave.http.ClientRequest;
import io.keyweave.http.Deadline;
import io.keyweave.http.HttpTransport;
import io.keyweave.http.ProxyRules;
import io.keyweave.http.TransportException;
import io.keyweave.http.TrustedCertificates;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import javax.net.ssl.SSLServerSocket;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Whose certificate a server may show. Here, because this module has a certificate authority for its tests; the code is Keyweave's own transport. */
class ServerCertificateTest {

    private static final CertificateAuthority AUTHORITY = CertificateAuthority.create("test");

    @TempDir
    Path directory;

    @Test
    void itsVeryName() throws Exception {
        assertEquals("200", ask("localhost", AUTHORITY.server(List.of("other.example.com", "localhost"))));
    }

    @Test
    void whatTheJdkTakesForItsName() throws Exception {
        assertEquals("200", ask("localhost", AUTHORITY.server(List.of("LocalHost"))));
        assertEquals("200", ask("127.0.0.1", AUTHORITY.server(List.of("localhost", "127.0.0.1"))));
    }

    @Test
    void nobodyElsesName() throws Exception {
        for (String other : List.of("other.example.com", "localhost.example.com", "ocalhost", "127.0.0.1")) {
            assertEquals("TLS_WRONG_HOST", ask("localhost", AUTHORITY.server(List.of(other))), other);
        }
        assertEquals("TLS_WRONG_HOST", ask("127.0.0.1", AUTHORITY.server(List.of("localhost"))));
    }

    /** The name alone is not enough. */
    @Test
    void noneThatIsNotTrusted() throws Exception {
        assertEquals("TLS_EXPIRED", ask("localhost", AUTHORITY.expiredServer(List.of("localhost"))));
        assertEquals(
                "TLS_UNTRUSTED",
                ask("localhost", CertificateAuthority.create("another").server(List.of("localhost"))));
    }

    /** The status of the answer, or why there is none. Twice over one transport: what the first connection leaves must not help the second. */
    private String ask(String host, TlsIdentity server) throws IOException {
        Path ca = Files.writeString(directory.resolve("ca.pem"), TlsIdentity.pem(AUTHORITY.certificate()));
        try (SSLServerSocket listening = (SSLServerSocket) server.serverContext()
                        .getServerSocketFactory()
                        .createServerSocket(0, 10, InetAddress.getLoopbackAddress());
                HttpTransport transport = new HttpTransport(TrustedCertificates.alsoOf(ca), ProxyRules.NONE)) {
            Thread thread = new Thread(() -> serve(listening), "server");
            thread.setDaemon(true);
            thread.start();
            URI uri = URI.create("https://" + host + ":" + listening.getLocalPort() + "/");
            String first = ask(transport, uri);
            assertEquals(first, ask(transport, uri));
            return first;
        }
    }

    private static String ask(HttpTransport transport, URI uri) {
        try {
            return String.valueOf(transport
                    .send(ClientRequest.get(uri), Deadline.after(Duration.ofSeconds(60)))
                    .status());
        } catch (TransportException e) {
            return e.reason().name();
        }
    }

    private static void serve(SSLServerSocket listening) {
        while (!listening.isClosed()) {
            try (Socket socket = listening.accept()) {
                byte[] request = new byte[8192];
                if (socket.getInputStream().read(request) > 0) {
                    socket.getOutputStream()
                            .write("HTTP/1.1 200 OK\r\nContent-Length: 0\r\nConnection: close\r\n\r\n"
                                    .getBytes(StandardCharsets.US_ASCII));
                }
            } catch (IOException e) {
                // The client does not like the certificate, or the test is over.
            }
        }
    }
}
