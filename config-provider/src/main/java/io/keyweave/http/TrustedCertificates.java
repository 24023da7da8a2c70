package io.keyweave.http;

import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.util.Collection;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLSocketFactory;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509ExtendedTrustManager;
import org.jspecify.annotations.Nullable;

/**
 * Whom to believe: the certificates of the {@code ca} setting, then the JDK's own trust store (as {@code javax.net.ssl.trustStore}
 * names it). The SSL context is ours: asking for the default one would freeze it before the application's {@code main} can choose
 * its trust store. The JDK's store is only read when a chain is not settled by {@code ca}, because parsing it is a tenth of a
 * second of CPU on a cold JVM.
 */
public final class TrustedCertificates {

    private final Extra extra;
    private @Nullable SSLSocketFactory factory;

    private TrustedCertificates(@Nullable Path pem) {
        this.extra = new Extra(pem);
    }

    /** The JDK's trust store alone. */
    public static TrustedCertificates platform() {
        return new TrustedCertificates(null);
    }

    /**
     * @param pem one or more certificates in PEM
     * @throws IOException when the file cannot be read or holds no certificate; the message says which
     */
    public static TrustedCertificates alsoOf(Path pem) throws IOException {
        TrustedCertificates trusted = readLater(pem);
        trusted.read();
        return trusted;
    }

    /**
     * The same, read by {@link #read} or when a server shows its certificate, whichever comes first. A handshake needs them last, so a connection may
     * begin before they are read: on a cold JVM that takes a tenth of a second.
     */
    public static TrustedCertificates readLater(Path pem) {
        return new TrustedCertificates(pem);
    }

    /**
     * Reads the file unless it has been read.
     *
     * @throws IOException as {@link #alsoOf}
     */
    public void read() throws IOException {
        extra.manager();
    }

    /** Builds the context on first use and keeps it, so that TLS sessions are resumed. */
    synchronized SSLSocketFactory factory() throws IOException {
        if (factory == null) {
            try {
                SSLContext context = SSLContext.getInstance("TLS");
                context.init(null, new TrustManager[] {new ExtraThenPlatform(extra)}, null);
                factory = context.getSocketFactory();
            } catch (GeneralSecurityException e) {
                throw new IOException("this JVM has no usable TLS: " + e.getMessage(), e);
            }
        }
        return factory;
    }

    /** The certificates of the setting, with a lock of their own: the factory is made while they are read. */
    private static final class Extra {

        private final @Nullable Path pem;
        private @Nullable X509ExtendedTrustManager manager;

        Extra(@Nullable Path pem) {
            this.pem = pem;
        }

        /** {@code null} when there are none. */
        synchronized @Nullable X509ExtendedTrustManager manager() throws IOException {
            if (manager == null && pem != null) {
                manager = of(pem);
            }
            return manager;
        }

        private static X509ExtendedTrustManager of(Path pem) throws IOException {
            Collection<? extends Certificate> certificates;
            try (InputStream in = Files.newInputStream(pem)) {
                certificates = CertificateFactory.getInstance("X.509").generateCertificates(in);
            } catch (CertificateException e) {
                throw new IOException(pem + " holds no certificates in PEM form", e);
            } catch (IOException e) {
                // Of a file that is not there the message is the path alone.
                throw new IOException(pem + " cannot be read (" + e.getClass().getSimpleName() + ")", e);
            }
            if (certificates.isEmpty()) {
                throw new IOException(pem + " holds no certificate");
            }
            try {
                KeyStore store = KeyStore.getInstance(KeyStore.getDefaultType());
                store.load(null, null);
                int number = 0;
                for (Certificate certificate : certificates) {
                    store.setCertificateEntry("ca" + number++, certificate);
                }
                return TrustedCertificates.manager(store);
            } catch (GeneralSecurityException e) {
                throw new IOException(pem + " cannot be used as trusted certificates: " + e.getMessage(), e);
            }
        }
    }

    private static X509ExtendedTrustManager manager(@Nullable KeyStore store) throws GeneralSecurityException {
        TrustManagerFactory factory = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        factory.init(store);
        for (TrustManager manager : factory.getTrustManagers()) {
            if (manager instanceof X509ExtendedTrustManager extended) {
                return extended;
            }
        }
        throw new GeneralSecurityException("no X.509 trust manager");
    }

    /** The delegates check the host name as well, since each gets the socket. */
    private static final class ExtraThenPlatform extends X509ExtendedTrustManager {

        private final Extra extra;
        private @Nullable X509ExtendedTrustManager platform;

        ExtraThenPlatform(Extra extra) {
            this.extra = extra;
        }

        private @Nullable X509ExtendedTrustManager extra() throws CertificateException {
            try {
                return extra.manager();
            } catch (IOException e) {
                throw new CertificateException(e.getMessage(), e);
            }
        }

        private synchronized X509ExtendedTrustManager platform() throws CertificateException {
            if (platform == null) {
                try {
                    platform = manager(null);
                } catch (GeneralSecurityException e) {
                    throw new CertificateException("the JDK's trust store cannot be read: " + e.getMessage(), e);
                }
            }
            return platform;
        }

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String type, Socket socket)
                throws CertificateException {
            X509ExtendedTrustManager own = extra();
            if (own != null) {
                try {
                    own.checkServerTrusted(chain, type, socket);
                    return;
                } catch (CertificateException e) {
                    if (TlsFailure.of(e) != TransportException.Reason.TLS_UNTRUSTED) {
                        throw e;
                    }
                }
            }
            platform().checkServerTrusted(chain, type, socket);
        }

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String type, SSLEngine engine)
                throws CertificateException {
            throw new CertificateException("sockets only");
        }

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String type) throws CertificateException {
            throw new CertificateException("sockets only");
        }

        @Override
        public void checkClientTrusted(X509Certificate[] chain, String type, Socket socket)
                throws CertificateException {
            throw new CertificateException("client side only");
        }

        @Override
        public void checkClientTrusted(X509Certificate[] chain, String type, SSLEngine engine)
                throws CertificateException {
            throw new CertificateException("client side only");
        }

        @Override
        public void checkClientTrusted(X509Certificate[] chain, String type) throws CertificateException {
            throw new CertificateException("client side only");
        }

        /** Only a server sends this list. */
        @Override
        public X509Certificate[] getAcceptedIssuers() {
            return new X509Certificate[0];
        }
    }
}
