package io.keyweave.devvault.aws;

import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/** Every access key that was issued. Thread-safe. */
final class AccessKeys {

    private final Map<String, AccessKey> keys = new ConcurrentHashMap<>();
    private final SecureRandom random = new SecureRandom();
    private volatile Duration lifetime = Duration.ofHours(1);

    /** The key of a user, which lasts. */
    AccessKey user(String principal, String account) {
        return add(new AccessKey(id("AKIA"), random(30), null, principal, account, null));
    }

    /** Temporary credentials of a role, for as long as {@link #lifetime} says. */
    AccessKey session(String principal, String account) {
        return add(new AccessKey(
                id("ASIA"),
                random(30),
                random(120),
                principal,
                account,
                Instant.now().plus(lifetime)));
    }

    /** How long temporary credentials made from now on last. */
    void lifetime(Duration duration) {
        lifetime = duration;
    }

    /** Makes all temporary credentials expired ones, although their owners were told otherwise. */
    void expireSessions() {
        Instant past = Instant.now().minusSeconds(1);
        keys.replaceAll((id, key) -> key.sessionToken() == null
                ? key
                : new AccessKey(id, key.secret(), key.sessionToken(), key.principal(), key.account(), past));
    }

    @Nullable
    AccessKey find(String id) {
        return keys.get(id);
    }

    private AccessKey add(AccessKey key) {
        keys.put(key.id(), key);
        return key;
    }

    private static String id(String prefix) {
        return prefix
                + UUID.randomUUID().toString().replace("-", "").substring(0, 16).toUpperCase(java.util.Locale.ROOT);
    }

    private String random(int bytes) {
        byte[] made = new byte[bytes];
        random.nextBytes(made);
        return Base64.getEncoder().encodeToString(made);
    }
}
