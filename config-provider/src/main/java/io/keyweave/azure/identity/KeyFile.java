package io.keyweave.azure.identity;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.UnrecoverableKeyException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.util.Collections;
import org.jspecify.annotations.Nullable;

/**
 * A file with one private key and its certificate: PEM (PKCS#8, unencrypted) or PKCS#12. The SDK signs with it; what is looked at here is
 * what it does not tell: when the certificate ends, and what is wrong with a file it cannot use.
 */
@SuppressWarnings("ArrayRecordComponent") // nobody compares key files
record KeyFile(Path path, byte[] bytes, boolean pem) {

    private static final String CERTIFICATE = "-----BEGIN CERTIFICATE-----";

    static KeyFile read(Path path) throws TokenException {
        try {
            byte[] bytes = Files.readAllBytes(path);
            return new KeyFile(path, bytes, new String(bytes, StandardCharsets.ISO_8859_1).contains("-----BEGIN "));
        } catch (IOException e) {
            throw TokenException.configuration("the client certificate " + path + " cannot be read ("
                    + e.getClass().getSimpleName() + ")");
        }
    }

    /**
     * The key's own certificate.
     *
     * @throws TokenException when the file does not hold what it should
     */
    X509Certificate certificate(@Nullable String password) throws TokenException {
        try {
            return pem ? fromPem() : fromPkcs12(password);
        } catch (IOException e) {
            throw TokenException.configuration("the client certificate " + path + " cannot be read ("
                    + (e.getCause() instanceof UnrecoverableKeyException
                            ? "wrong password"
                            : e.getClass().getSimpleName())
                    + ")");
        } catch (GeneralSecurityException e) {
            throw TokenException.configuration("the client certificate " + path + " is not usable ("
                    + e.getClass().getSimpleName()
                    + "): give PEM with certificate and unencrypted RSA key, or PKCS#12");
        }
    }

    private X509Certificate fromPem() throws GeneralSecurityException, TokenException {
        String text = new String(bytes, StandardCharsets.ISO_8859_1);
        if (text.contains("-----BEGIN RSA PRIVATE KEY-----")) {
            throw TokenException.configuration("the client certificate " + path
                    + " holds its key as PKCS#1: rewrite it with `openssl pkcs8 -topk8 -nocrypt`");
        }
        if (!text.contains("-----BEGIN PRIVATE KEY-----")) {
            throw TokenException.configuration("the client certificate " + path
                    + " holds no unencrypted private key: append it (-----BEGIN PRIVATE KEY-----)");
        }
        int start = text.indexOf(CERTIFICATE);
        if (start < 0) {
            throw TokenException.configuration("the client certificate " + path + " holds a key but no certificate");
        }
        return (X509Certificate) CertificateFactory.getInstance("X.509")
                .generateCertificate(new ByteArrayInputStream(bytes, start, bytes.length - start));
    }

    private X509Certificate fromPkcs12(@Nullable String password)
            throws IOException, GeneralSecurityException, TokenException {
        char[] secret = password == null ? new char[0] : password.toCharArray();
        KeyStore store = KeyStore.getInstance("PKCS12");
        store.load(new ByteArrayInputStream(bytes), secret);
        for (String alias : Collections.list(store.aliases())) {
            if (store.isKeyEntry(alias)) {
                return (X509Certificate) store.getCertificate(alias);
            }
        }
        throw TokenException.configuration("the client certificate " + path + " holds no private key");
    }

    @Override
    public String toString() {
        return path.toString();
    }
}
