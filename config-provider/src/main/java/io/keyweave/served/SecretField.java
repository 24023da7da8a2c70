package io.keyweave.served;

import io.keyweave.json.JsonObject;
import io.keyweave.pem.CertificateBundle;
import org.jspecify.annotations.Nullable;

/**
 * What {@code #} names in a secret: a field of a JSON object, by a path such as {@code db.users[0].password}, or {@code pem-key},
 * {@code pem-chain}, {@code pem-trust} of a certificate.
 */
public final class SecretField {

    private static final char BYTE_ORDER_MARK = '\uFEFF';

    private SecretField() {}

    /**
     * The text, number or boolean at a path; null when there is none. A top-level field of exactly that name comes first, so
     * {@code #tls.crt} means what it says where there is such a field; elsewhere a backslash before a dot or bracket makes it part of a name.
     */
    public static @Nullable String of(JsonObject json, String path) {
        return json.names().contains(path) ? json.text(path) : json.textAt(path);
    }

    /** Whether the name is that of a part of a certificate, for a secret that is no JSON object. */
    public static boolean isCertificatePart(String name) {
        return name.equals("pem-key") || name.equals("pem-chain") || name.equals("pem-trust");
    }

    /**
     * A part of a certificate, in PEM.
     *
     * @param secret base64 of PKCS#12, or PEM
     * @throws IllegalArgumentException when it is neither, with a message that shows nothing of it
     */
    public static String ofCertificate(String secret, String part) {
        CertificateBundle bundle = CertificateBundle.read(secret);
        return switch (part) {
            case "pem-key" -> bundle.key();
            case "pem-chain" -> bundle.chain();
            default -> bundle.trust();
        };
    }

    /** Without blanks and line breaks around it, and without a byte order mark before it. */
    public static String trimmed(String text) {
        return (text.isEmpty() || text.charAt(0) != BYTE_ORDER_MARK ? text : text.substring(1)).strip();
    }
}
