package io.keyweave.pem;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.util.Base64;
import org.jspecify.annotations.Nullable;

/** Certificates: the input as PEM, and as the bytes of a PKCS#12 file. What comes out is read by the JDK and by us as the same. */
public final class CertificateFuzz {

    private static final int QUOTED = 24;

    private CertificateFuzz() {}

    public static void fuzzerTestOneInput(byte[] data) {
        String text = new String(data, StandardCharsets.ISO_8859_1);
        if (text.contains("-----BEGIN ")) {
            check(text, data);
        } else {
            check(Base64.getEncoder().encodeToString(data), data);
        }
    }

    private static void check(String text, byte[] data) {
        CertificateBundle bundle;
        try {
            bundle = CertificateBundle.read(text);
        } catch (IllegalArgumentException e) {
            assertEquals(null, e.getCause());
            silent(e, text);
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

    private static void silent(IllegalArgumentException e, String text) {
        String message = String.valueOf(e.getMessage());
        for (int i = 0; i + QUOTED <= message.length(); i++) {
            assertTrue(!text.contains(message.substring(i, i + QUOTED)), "the message quotes the secret");
        }
    }
}
