package io.keyweave.http;

import io.keyweave.time.KeyweaveThreads;
import java.nio.ByteBuffer;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLException;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;

/**
 * Loads the JDK's TLS on a thread of its own, where it is certain that a connection comes: some six hundred classes, while the rest of the start keeps another
 * processor busy. Makes no connection, changes nothing, and what fails here fails there, where somebody is told.
 */
public final class TlsPreparation implements Runnable {

    private static final String NAME = "server.example.com";
    private static final int PORT = 443;

    private final boolean ca;

    private TlsPreparation(boolean ca) {
        this.ca = ca;
    }

    /** @param ca whether there are certificates of the user's own, so that another store of the user's may not be needed */
    public static void begin(boolean ca) {
        KeyweaveThreads.single("keyweave-tls", new TlsPreparation(ca)).start();
    }

    @Override
    public void run() {
        try {
            firstMessage();
            // Also read where the user's certificates settle a chain: before the JDK compares a server's name it parses
            // all of its own, and those parsed here it does not parse again.
            if (!ca || System.getProperty("javax.net.ssl.trustStore") == null) {
                TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm())
                        .init((KeyStore) null);
            }
        } catch (Throwable e) {
            // Nobody waits for it.
        }
    }

    /** What a client says first. */
    private static void firstMessage() throws GeneralSecurityException, SSLException {
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(null, new TrustManager[0], null);
        SSLEngine engine = context.createSSLEngine(NAME, PORT);
        engine.setUseClientMode(true);
        engine.wrap(
                ByteBuffer.allocate(0), ByteBuffer.allocate(engine.getSession().getPacketBufferSize()));
    }
}
