package io.keyweave.test.services;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.Base64;
import javax.crypto.Mac;
import javax.crypto.SecretKeyFactory;
import javax.crypto.spec.PBEKeySpec;
import javax.crypto.spec.SecretKeySpec;
import org.jspecify.annotations.Nullable;

/** A server's side of one exchange of SCRAM-SHA-256, <a href="https://www.rfc-editor.org/rfc/rfc5802">RFC 5802</a>. */
final class ScramServer {

    private static final String GS2_HEADER = "n,,";
    private static final int ITERATIONS = 4096;
    private static final byte[] SALT = "salt-of-the-test".getBytes(StandardCharsets.US_ASCII);

    private final String password;
    private final String first;
    private final String challenge;

    /** @param first the client's first message */
    ScramServer(String password, String first) {
        this.password = password;
        this.first = first.startsWith(GS2_HEADER) ? first.substring(GS2_HEADER.length()) : first;
        this.challenge = "r=" + attribute(this.first, 'r') + "server,s="
                + Base64.getEncoder().encodeToString(SALT) + ",i=" + ITERATIONS;
    }

    static String user(String first) {
        return attribute(first, 'n');
    }

    byte[] challenge() {
        return challenge.getBytes(StandardCharsets.UTF_8);
    }

    /** @return the server's last message, or null when the client has not proven that it knows the password */
    byte @Nullable [] verify(byte[] message) {
        String last = new String(message, StandardCharsets.UTF_8);
        String bare = last.substring(0, last.lastIndexOf(",p="));
        String exchange = first + "," + challenge + "," + bare;
        try {
            byte[] salted = SecretKeyFactory.getInstance("PBKDF2WithHmacSHA256")
                    .generateSecret(new PBEKeySpec(password.toCharArray(), SALT, ITERATIONS, 256))
                    .getEncoded();
            byte[] clientKey = hmac(salted, "Client Key");
            byte[] signature = hmac(MessageDigest.getInstance("SHA-256").digest(clientKey), exchange);
            for (int i = 0; i < signature.length; i++) {
                signature[i] ^= clientKey[i];
            }
            byte[] proof = Base64.getDecoder().decode(last.substring(bare.length() + 3));
            String answer = "v=" + Base64.getEncoder().encodeToString(hmac(hmac(salted, "Server Key"), exchange));
            return MessageDigest.isEqual(signature, proof) ? answer.getBytes(StandardCharsets.UTF_8) : null;
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    private static byte[] hmac(byte[] key, String text) throws GeneralSecurityException {
        Mac mac = Mac.getInstance("HmacSHA256");
        mac.init(new SecretKeySpec(key, "HmacSHA256"));
        return mac.doFinal(text.getBytes(StandardCharsets.UTF_8));
    }

    private static String attribute(String message, char name) {
        for (String part : message.split(",", -1)) {
            if (part.length() > 1 && part.charAt(0) == name && part.charAt(1) == '=') {
                return part.substring(2);
            }
        }
        return "";
    }
}
