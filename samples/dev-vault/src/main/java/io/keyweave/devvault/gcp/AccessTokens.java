package io.keyweave.devvault.gcp;

import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/** The access tokens that were issued: opaque text, as Google's are. Thread-safe. */
final class AccessTokens {

    /**
     * A token as the service understands it.
     *
     * @param member whose it is: an e-mail address, or {@code principal://...}
     */
    record Token(String member, Set<String> scopes, Instant expires) {}

    private final SecureRandom random = new SecureRandom();
    private final Map<String, Token> issued = new ConcurrentHashMap<>();
    private volatile Duration lifetime = Duration.ofHours(1);

    Duration lifetime() {
        return lifetime;
    }

    void lifetime(Duration next) {
        lifetime = next;
    }

    String issue(String member, Set<String> scopes) {
        byte[] bytes = new byte[48];
        random.nextBytes(bytes);
        String text = "ya29.c." + Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
        issued.put(text, new Token(member, Set.copyOf(scopes), Instant.now().plus(lifetime)));
        return text;
    }

    @Nullable
    Token find(String text) {
        return issued.get(text);
    }

    /** Every token there is has expired, whatever its owner was told. */
    void expireAll() {
        Instant past = Instant.now().minusSeconds(1);
        issued.replaceAll((text, token) -> new Token(token.member(), token.scopes(), past));
    }
}
