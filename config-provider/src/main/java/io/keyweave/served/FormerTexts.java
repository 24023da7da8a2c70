package io.keyweave.served;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.jspecify.annotations.Nullable;

/**
 * Texts that a secret had once, in a form that only tells whether another text is one of them: HMAC-SHA256 under a key that never
 * leaves this JVM's memory. The last eight versions of each part. Thread-safe.
 */
final class FormerTexts {

    static final int MAX_VERSIONS = 8;

    private static final String ALGORITHM = "HmacSHA256";

    private final Map<SecretPart, Map<String, byte[]>> former = new LinkedHashMap<>();
    private @Nullable SecretKeySpec key;

    synchronized void add(SecretPart part, String version, String text) {
        Map<String, byte[]> versions = former.computeIfAbsent(part, p -> new LinkedHashMap<>());
        versions.remove(version);
        versions.put(version, digest(text));
        if (versions.size() > MAX_VERSIONS) {
            versions.remove(versions.keySet().iterator().next());
        }
    }

    /** The newest former version in which the part had this text, or null. */
    synchronized @Nullable String version(SecretPart part, String text) {
        Map<String, byte[]> versions = former.get(part);
        if (versions == null) {
            return null;
        }
        byte[] digest = digest(text);
        String found = null;
        for (Map.Entry<String, byte[]> version : versions.entrySet()) {
            if (Arrays.equals(version.getValue(), digest)) {
                found = version.getKey();
            }
        }
        return found;
    }

    private byte[] digest(String text) {
        try {
            SecretKeySpec secret = key;
            if (secret == null) {
                byte[] bytes = new byte[32];
                new SecureRandom().nextBytes(bytes);
                secret = new SecretKeySpec(bytes, ALGORITHM);
                key = secret;
            }
            Mac mac = Mac.getInstance(ALGORITHM);
            mac.init(secret);
            return mac.doFinal(text.getBytes(StandardCharsets.UTF_8));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every JVM has " + ALGORITHM, e);
        }
    }
}
