package io.keyweave.azure;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.keyweave.http.ClientResponse;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** The challenge of a vault's 401, and the id in an answer. Input: the values of {@code WWW-Authenticate}, zero bytes between them. */
public final class ChallengeFuzz {

    private static final String HOST = "contoso.vault.azure.net";

    private ChallengeFuzz() {}

    public static void fuzzerTestOneInput(byte[] data) {
        String text = new String(data, StandardCharsets.ISO_8859_1);
        BearerChallenge challenge = BearerChallenge.of(
                new ClientResponse(401, Map.of("www-authenticate", List.of(text.split("\0"))), new byte[0]));
        if (challenge != null) {
            check(challenge);
        }
        SecretId id = SecretId.parse(text);
        if (id != null) {
            assertTrue(text.toLowerCase(Locale.ROOT).startsWith("https://" + id.host()), "another host");
            assertTrue(text.endsWith("/secrets/" + id.name() + "/" + id.version()), "another secret");
            assertTrue(id.name().matches("[0-9A-Za-z-]{1,127}") && id.version().matches("[0-9A-Za-z-]{1,64}"));
        }
    }

    private static void check(BearerChallenge challenge) {
        String authority = challenge.authority();
        assertTrue(
                authority == null || authority.indexOf('/') < 0 && authority.indexOf('?') < 0 && !authority.isEmpty());
        String tenant = challenge.tenant();
        assertTrue(tenant == null || tenant.matches("[0-9A-Za-z.-]{1,64}"));
        boolean expected = false;
        if (challenge.resource() != null) {
            String rest = challenge.resource().toLowerCase(Locale.ROOT).substring("https://".length());
            String server = rest.replaceFirst(":[0-9]*$", "");
            // A path, a query or a user makes it another resource of whoever serves that host.
            boolean bare = server.chars().noneMatch(c -> "/?#@".indexOf(c) >= 0);
            expected = bare && (server.equals(HOST) || server.indexOf('.') > 0 && HOST.endsWith("." + server));
        }
        assertEquals(expected, challenge.fits(HOST), "a token for another resource");
        assertTrue(!challenge.fits("attacker.example")
                || String.valueOf(challenge.resource()).toLowerCase(Locale.ROOT).contains("example"));
    }
}
