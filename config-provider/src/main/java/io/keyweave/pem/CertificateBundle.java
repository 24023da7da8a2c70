package io.keyweave.pem;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.Key;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A certificate with its private key, read from the text of a secret: an
 * <a href="https://learn.microsoft.com/azure/key-vault/certificates/how-to-export-certificate">exportable certificate</a> comes as
 * base64 of a PKCS#12 file without a password, or as PEM. Immutable and thread-safe; {@link #toString()} shows no key.
 *
 * <p>Which of the two it is, is told by the text and not by the content type: people also store PEM as an ordinary secret.
 */
public final class CertificateBundle {

    private static final String BEGIN = "-----BEGIN ";
    private static final String END = "-----END ";
    private static final String DASHES = "-----";
    private static final char[] NO_PASSWORD = new char[0];

    private final @Nullable String key;
    private final List<X509Certificate> chain;
    private final List<X509Certificate> others;

    private CertificateBundle(@Nullable String key, List<X509Certificate> chain, List<X509Certificate> others) {
        this.key = key;
        this.chain = chain;
        this.others = others;
    }

    /**
     * Reads the text of a secret.
     *
     * @throws IllegalArgumentException when it is neither, with a message for a person that shows nothing of the text
     */
    public static CertificateBundle read(String text) {
        try {
            return text.contains(BEGIN) ? readPem(text) : readPkcs12(text);
        } catch (GeneralSecurityException | IOException e) {
            // The cause stays out: messages of certificate parsers quote what they read.
            throw new IllegalArgumentException("the certificate cannot be read");
        }
    }

    /**
     * The private key as PKCS#8 PEM, for {@code ssl.keystore.key}.
     *
     * @throws IllegalArgumentException when the secret holds certificates only
     */
    public String key() {
        if (key == null) {
            throw new IllegalArgumentException("it holds no private key: make the certificate's key exportable");
        }
        return key;
    }

    /** The certificate and those that lead to its issuer, for {@code ssl.keystore.certificate.chain}. */
    public String chain() {
        return pem(chain);
    }

    /**
     * What to trust in order to trust this certificate, for {@code ssl.truststore.certificates}: its issuers, or the certificate
     * itself when the secret holds no other.
     */
    public String trust() {
        List<X509Certificate> issuers = new ArrayList<>(chain.subList(1, chain.size()));
        issuers.addAll(others);
        return pem(issuers.isEmpty() ? chain : issuers);
    }

    private static CertificateBundle readPkcs12(String text) throws GeneralSecurityException, IOException {
        byte[] bytes;
        try {
            bytes = Base64.getMimeDecoder().decode(text);
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException("it is neither PEM nor base64 of a PKCS#12 file");
        }
        KeyStore store = KeyStore.getInstance("PKCS12");
        try {
            store.load(new ByteArrayInputStream(bytes), NO_PASSWORD);
        } catch (IOException e) {
            throw new IllegalArgumentException("it is neither PEM nor a PKCS#12 file without a password");
        }
        String key = null;
        Set<X509Certificate> certificates = new LinkedHashSet<>();
        for (String alias : Collections.list(store.aliases())) {
            Key found = store.getKey(alias, NO_PASSWORD);
            if (found != null && key == null) {
                key = block("PRIVATE KEY", found.getEncoded());
                for (Certificate certificate : store.getCertificateChain(alias)) {
                    certificates.add((X509Certificate) certificate);
                }
            }
        }
        for (String alias : Collections.list(store.aliases())) {
            if (store.isCertificateEntry(alias)) {
                certificates.add((X509Certificate) store.getCertificate(alias));
            }
        }
        return of(key, certificates);
    }

    private static CertificateBundle readPem(String text) throws GeneralSecurityException, IOException {
        CertificateFactory factory = CertificateFactory.getInstance("X.509");
        String key = null;
        Set<X509Certificate> certificates = new LinkedHashSet<>();
        int at = text.indexOf(BEGIN);
        while (at >= 0) {
            int labelEnd = text.indexOf(DASHES, at + BEGIN.length());
            String label = labelEnd < 0 ? "" : text.substring(at + BEGIN.length(), labelEnd);
            int end = text.indexOf(END + label + DASHES, labelEnd + DASHES.length());
            if (labelEnd < 0 || end < 0) {
                throw new IllegalArgumentException("a PEM block has a beginning and no end");
            }
            byte[] content = decode(text.substring(labelEnd + DASHES.length(), end));
            switch (label) {
                case "CERTIFICATE" ->
                    certificates.add((X509Certificate) factory.generateCertificate(new ByteArrayInputStream(content)));
                case "PRIVATE KEY", "ENCRYPTED PRIVATE KEY" -> key = block(label, content);
                case "RSA PRIVATE KEY", "EC PRIVATE KEY" ->
                    throw new IllegalArgumentException(
                            "its key is not PKCS#8: convert it with openssl pkcs8 -topk8 -nocrypt");
                default -> {
                    // Parameters and comments of OpenSSL: nobody needs them.
                }
            }
            at = text.indexOf(BEGIN, end);
        }
        return of(key, certificates);
    }

    private static byte[] decode(String base64) {
        try {
            return Base64.getMimeDecoder().decode(base64);
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException("a PEM block is not base64");
        }
    }

    /** Puts the leaf first and its issuers behind it, whatever the order in the secret. */
    private static CertificateBundle of(@Nullable String key, Set<X509Certificate> certificates) {
        if (certificates.isEmpty()) {
            throw new IllegalArgumentException("it holds no certificate");
        }
        List<X509Certificate> left = new ArrayList<>(certificates);
        X509Certificate next = leaf(left);
        List<X509Certificate> chain = new ArrayList<>();
        while (next != null) {
            chain.add(next);
            left.remove(next);
            next = issuer(next, left);
        }
        return new CertificateBundle(key, List.copyOf(chain), List.copyOf(left));
    }

    private static X509Certificate leaf(List<X509Certificate> certificates) {
        for (X509Certificate candidate : certificates) {
            boolean issuedAnother = false;
            for (X509Certificate other : certificates) {
                issuedAnother |= other != candidate
                        && other.getIssuerX500Principal().equals(candidate.getSubjectX500Principal());
            }
            if (!issuedAnother) {
                return candidate;
            }
        }
        return certificates.get(0);
    }

    private static @Nullable X509Certificate issuer(X509Certificate certificate, List<X509Certificate> candidates) {
        for (X509Certificate candidate : candidates) {
            if (certificate.getIssuerX500Principal().equals(candidate.getSubjectX500Principal())) {
                return candidate;
            }
        }
        return null;
    }

    private static String pem(List<X509Certificate> certificates) {
        StringBuilder text = new StringBuilder();
        for (X509Certificate certificate : certificates) {
            try {
                text.append(block("CERTIFICATE", certificate.getEncoded()));
            } catch (GeneralSecurityException e) {
                throw new IllegalArgumentException("a certificate cannot be encoded", e);
            }
        }
        return text.toString();
    }

    private static String block(String label, byte[] content) {
        return BEGIN + label + DASHES + "\n"
                + Base64.getMimeEncoder(64, "\n".getBytes(StandardCharsets.US_ASCII))
                        .encodeToString(content) + "\n"
                + END + label + DASHES + "\n";
    }

    @Override
    public String toString() {
        return "CertificateBundle[" + (key == null ? "no key" : "key") + ", " + chain.size() + " in chain]";
    }
}
