package io.keyweave.served;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.Arrays;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.jspecify.annotations.Nullable;

/**
 * Makes of a text what only tells whether another text is the same: HMAC-SHA256 under a key that never leaves this JVM's memory. Thread-safe,
 * without a lock.
 */
final class TextDigests {

    private static final String ALGORITHM = "HmacSHA256";

    private volatile @Nullable Mac keyed;

    /** A digest, to be a key of a map. */
    record Digest(byte[] bytes) {
        @Override
        public boolean equals(@Nullable Object other) {
            return other instanceof Digest that && Arrays.equals(bytes, that.bytes);
        }

        @Override
        public int hashCode() {
            return bytes[0] << 24 | (bytes[1] & 0xff) << 16 | (bytes[2] & 0xff) << 8 | bytes[3] & 0xff;
        }

        @Override
        public String toString() {
            return "Digest[hidden]";
        }
    }

    Digest of(String text) {
        try {
            return new Digest(mac().doFinal(text.getBytes(StandardCharsets.UTF_8)));
        } catch (GeneralSecurityException | CloneNotSupportedException e) {
            throw new IllegalStateException("every JVM has " + ALGORITHM, e);
        }
    }

    /** A copy with the key set: setting it costs as much as the digest. */
    private Mac mac() throws GeneralSecurityException, CloneNotSupportedException {
        Mac first = keyed;
        return (Mac) (first != null ? first : makeKey()).clone();
    }

    private synchronized Mac makeKey() throws GeneralSecurityException {
        Mac mac = keyed;
        if (mac == null) {
            byte[] bytes = new byte[32];
            new SecureRandom().nextBytes(bytes);
            mac = Mac.getInstance(ALGORITHM);
            mac.init(new SecretKeySpec(bytes, ALGORITHM));
            keyed = mac;
        }
        return mac;
    }
}
