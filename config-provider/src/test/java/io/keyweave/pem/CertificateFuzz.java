package io.keyweave.pem;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.util.Base64;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Certificates: the input as PEM, and as the bytes of a PKCS#12 file. What comes out is read by the JDK and by us as the same. */
public final class CertificateFuzz {

    private CertificateFuzz() {}

    public static void fuzzerTestOneInput(byte[] data) {
        String text = new String(data, StandardCharsets.ISO_8859_1);
        if (text.contains("-----BEGIN ")) {
            check(text);
        } else {
            check(Base64.getEncoder().encodeToString(data));
        }
    }

    private static void check(String text) {
        CertificateBundle bundle;
        try {
            bundle = CertificateBundle.read(text);
        } catch (IllegalArgumentException e) {
            assertEquals(null, e.getCause());
            silent(e);
            return;
        }
        assertTrue(bundle.toString().matches("CertificateBundle\\[(no )?key, [0-9]+ in chain]"));
        String key = key(bundle);
        String chain = bundle.chain();
        count(chain);
        count(bundle.trust());
        CertificateBundle again = CertificateBundle.read((key == null ? "" : key) + chain);
        assertEquals(chain, again.chain());
        assertEquals(key, key(again));
    }

    private static @Nullable String key(CertificateBundle bundle) {
        try {
            return bundle.key();
        } catch (IllegalArgumentException e) {
            return null;
        }
    }

    /** The JDK finds as many certificates as blocks. */
    private static void count(String pem) {
        try {
            int certificates = CertificateFactory.getInstance("X.509")
                    .generateCertificates(new ByteArrayInputStream(pem.getBytes(StandardCharsets.US_ASCII)))
                    .size();
            assertEquals(pem.split("-----BEGIN CERTIFICATE-----", -1).length - 1, certificates);
        } catch (CertificateException e) {
            throw new AssertionError("the JDK refuses what was taken", e);
        }
    }

    /** One of these, whatever the secret: nothing of it is quoted. */
    private static void silent(IllegalArgumentException e) {
        assertTrue(
                Set.of(
                                "the certificate cannot be read",
                                "it is neither PEM nor base64 of a PKCS#12 file",
                                "it is neither PEM nor a PKCS#12 file without a password",
                                "a PEM block has a beginning and no end",
                                "its key is not PKCS#8: convert it with openssl pkcs8 -topk8 -nocrypt",
                                "a PEM block is not base64",
                                "it holds no certificate")
                        .contains(String.valueOf(e.getMessage())),
                "another message");
    }
}
