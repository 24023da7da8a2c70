package io.keyweave.azure.identity;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.Collections;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A file with one private key and its certificate: PEM (PKCS#8 or PKCS#1, unencrypted) or PKCS#12. Read again when it changes. */
final class KeyFile {

    /** SEQUENCE, version 0, rsaEncryption: what turns PKCS#1 into PKCS#8. */
    private static final byte[] RSA_VERSION_AND_ALGORITHM = {
        0x02,
        0x01,
        0x00,
        0x30,
        0x0d,
        0x06,
        0x09,
        0x2a,
        (byte) 0x86,
        0x48,
        (byte) 0x86,
        (byte) 0xf7,
        0x0d,
        0x01,
        0x01,
        0x01,
        0x05,
        0x00
    };

    private final Path path;
    private final @Nullable String password;
    private @Nullable FileTime readAt;
    private @Nullable KeyAndChain last;

    KeyFile(Path path, @Nullable String password) {
        this.path = path;
        this.password = password;
    }

    /** @param chain the key's own certificate first */
    record KeyAndChain(PrivateKey key, List<X509Certificate> chain) {
        @Override
        public String toString() {
            return chain.get(0).getSubjectX500Principal().getName();
        }
    }

    Path path() {
        return path;
    }

    synchronized KeyAndChain read() throws NoToken {
        try {
            FileTime changed = Files.getLastModifiedTime(path);
            if (last == null || !changed.equals(readAt)) {
                last = parse(Files.readAllBytes(path));
                readAt = changed;
            }
            return last;
        } catch (IOException e) {
            throw NoToken.configuration("the client certificate " + path + " cannot be read ("
                    + (isPassword(e) ? "wrong password" : e.getClass().getSimpleName()) + ")");
        } catch (GeneralSecurityException | IllegalArgumentException e) {
            throw NoToken.configuration("the client certificate " + path + " is not usable ("
                    + e.getClass().getSimpleName()
                    + "): give PEM with certificate and unencrypted RSA key, or PKCS#12");
        }
    }

    private static boolean isPassword(IOException e) {
        return e.getCause() instanceof java.security.UnrecoverableKeyException;
    }

    private KeyAndChain parse(byte[] bytes) throws IOException, GeneralSecurityException, NoToken {
        String text = new String(bytes, StandardCharsets.ISO_8859_1);
        return text.contains("-----BEGIN ") ? pem(bytes, text) : pkcs12(bytes);
    }

    private KeyAndChain pem(byte[] bytes, String text) throws GeneralSecurityException, NoToken {
        byte[] der = section(text, "PRIVATE KEY");
        if (der == null) {
            byte[] rsa = section(text, "RSA PRIVATE KEY");
            der = rsa == null ? null : pkcs8(rsa);
        }
        if (der == null) {
            throw NoToken.configuration("the client certificate " + path
                    + " holds no unencrypted private key: append it (-----BEGIN PRIVATE KEY-----)");
        }
        PrivateKey key = KeyFactory.getInstance("RSA").generatePrivate(new PKCS8EncodedKeySpec(der));
        int first = text.indexOf("-----BEGIN CERTIFICATE-----");
        if (first < 0) {
            throw NoToken.configuration("the client certificate " + path + " holds a key but no certificate");
        }
        List<X509Certificate> chain = new ArrayList<>();
        CertificateFactory factory = CertificateFactory.getInstance("X.509");
        for (int at = first; at >= 0; at = text.indexOf("-----BEGIN CERTIFICATE-----", at + 1)) {
            Certificate certificate =
                    factory.generateCertificate(new ByteArrayInputStream(bytes, at, bytes.length - at));
            chain.add((X509Certificate) certificate);
        }
        return new KeyAndChain(key, List.copyOf(chain));
    }

    private KeyAndChain pkcs12(byte[] bytes) throws IOException, GeneralSecurityException, NoToken {
        char[] secret = password == null ? new char[0] : password.toCharArray();
        KeyStore store = KeyStore.getInstance("PKCS12");
        store.load(new ByteArrayInputStream(bytes), secret);
        for (String alias : Collections.list(store.aliases())) {
            if (store.getKey(alias, secret) instanceof PrivateKey key) {
                List<X509Certificate> chain = new ArrayList<>();
                for (Certificate certificate : store.getCertificateChain(alias)) {
                    chain.add((X509Certificate) certificate);
                }
                return new KeyAndChain(key, List.copyOf(chain));
            }
        }
        throw NoToken.configuration("the client certificate " + path + " holds no private key");
    }

    private static byte @Nullable [] section(String text, String label) {
        String begin = "-----BEGIN " + label + "-----";
        int start = text.indexOf(begin);
        int end = text.indexOf("-----END " + label + "-----");
        return start < 0 || end < start
                ? null
                : Base64.getMimeDecoder().decode(text.substring(start + begin.length(), end));
    }

    private static byte[] pkcs8(byte[] pkcs1) {
        byte[] key = tagged(0x04, pkcs1);
        byte[] body = Arrays.copyOf(RSA_VERSION_AND_ALGORITHM, RSA_VERSION_AND_ALGORITHM.length + key.length);
        System.arraycopy(key, 0, body, RSA_VERSION_AND_ALGORITHM.length, key.length);
        return tagged(0x30, body);
    }

    private static byte[] tagged(int tag, byte[] content) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        out.write(tag);
        if (content.length < 128) {
            out.write(content.length);
        } else if (content.length < 256) {
            out.write(0x81);
            out.write(content.length);
        } else {
            out.write(0x82);
            out.write(content.length >> 8);
            out.write(content.length);
        }
        out.writeBytes(content);
        return out.toByteArray();
    }
}
