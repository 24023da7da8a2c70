package io.keyweave.devvault;

import io.keyweave.devvault.tls.CertificateAuthority;
import java.io.IOException;
import java.net.Socket;
import java.security.GeneralSecurityException;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManager;
import javax.net.ssl.X509ExtendedTrustManager;

/** The two TLS connections of an inspecting proxy: one shows the client a certificate made for the host, one goes on. */
final class Inspection {

    private final CertificateAuthority authority;
    private final Map<String, SSLContext> contexts = new ConcurrentHashMap<>();

    Inspection(CertificateAuthority authority) {
        this.authority = authority;
    }

    /** @param target what the client believes to be connected to, as {@code host:port} */
    Socket towardsClient(Socket client, String target) throws IOException {
        String host = target.substring(0, target.lastIndexOf(':'));
        SSLContext context = contexts.computeIfAbsent(
                host, name -> authority.server(List.of(name)).serverContext());
        SSLSocket secured = (SSLSocket) context.getSocketFactory().createSocket(client, null, client.getPort(), true);
        secured.setUseClientMode(false);
        secured.startHandshake();
        return secured;
    }

    Socket towardsServer(Socket server) throws IOException {
        SSLSocket secured =
                (SSLSocket) trusting().getSocketFactory().createSocket(server, "localhost", server.getPort(), true);
        secured.startHandshake();
        return secured;
    }

    private static SSLContext trusting() {
        try {
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(null, new TrustManager[] {new OwnProcess()}, null);
            return context;
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("this JDK speaks no TLS", e);
        }
    }

    /** Trusts whoever answers: the proxy connects to ports of its own process only. */
    private static final class OwnProcess extends X509ExtendedTrustManager {

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String authType) {}

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String authType, Socket socket) {}

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String authType, SSLEngine engine) {}

        @Override
        public void checkClientTrusted(X509Certificate[] chain, String authType) {
            throw new UnsupportedOperationException();
        }

        @Override
        public void checkClientTrusted(X509Certificate[] chain, String authType, Socket socket) {
            throw new UnsupportedOperationException();
        }

        @Override
        public void checkClientTrusted(X509Certificate[] chain, String authType, SSLEngine engine) {
            throw new UnsupportedOperationException();
        }

        @Override
        public X509Certificate[] getAcceptedIssuers() {
            return new X509Certificate[0];
        }
    }
}
