package io.keyweave.devvault.gcp;

import io.keyweave.devvault.Jwt;
import java.security.PublicKey;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Judges a JWT that a service account's key has signed: RS256 with a key of the account, and within an hour of now.
 *
 * @see <a href="https://developers.google.com/identity/protocols/oauth2/service-account">Server to server</a>
 */
final class SignedAssertion {

    private static final Duration LONGEST = Duration.ofHours(1);
    private static final Duration CLOCK_SKEW = Duration.ofMinutes(5);

    private SignedAssertion() {}

    /** The account that signed it, or what is wrong with it. */
    record Verdict(@Nullable ServiceAccount account, String wrong) {

        static Verdict wrong(String description) {
            return new Verdict(null, description);
        }
    }

    static Verdict judge(Jwt jwt, List<ServiceAccount> accounts) {
        ServiceAccount account = null;
        for (ServiceAccount each : accounts) {
            if (each.email().equals(jwt.claim("iss"))) {
                account = each;
            }
        }
        if (account == null) {
            return Verdict.wrong("Invalid grant: account not found");
        }
        PublicKey key = account.key(jwt.headerText("kid"));
        if (key == null || !jwt.headerText("alg").equals("RS256") || !jwt.signedBy(key)) {
            return Verdict.wrong("Invalid JWT Signature.");
        }
        Instant now = Instant.now();
        Instant from = Instant.ofEpochSecond(jwt.seconds("iat", 0));
        Instant until = Instant.ofEpochSecond(jwt.seconds("exp", 0));
        if (from.minus(CLOCK_SKEW).isAfter(now)
                || !until.isAfter(now)
                || Duration.between(from, until).compareTo(LONGEST) > 0) {
            return Verdict.wrong("Invalid JWT: Token must be a short-lived token (60 minutes) and in a reasonable"
                    + " timeframe. Check your iat and exp values in the JWT claim.");
        }
        return new Verdict(account, "");
    }
}
