package io.keyweave.devvault.gcp;

import io.keyweave.devvault.Jwt;
import java.security.PublicKey;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A provider of a workload identity pool: whose tokens count, and as whom.
 *
 * @param audience the provider's resource name, {@code //iam.googleapis.com/projects/...}
 */
record FederatedSubject(String audience, String issuer, PublicKey key) {

    /** What is wrong with this token, or null. */
    @Nullable
    String judge(Jwt jwt) {
        if (!jwt.claim("iss").equals(issuer)) {
            return "The issuer in ID Token " + jwt.claim("iss") + " does not match the expected ones: " + issuer;
        }
        if (!jwt.signedBy(key)) {
            return "Error connecting to the given credential's issuer: the signature of the ID Token is not valid.";
        }
        if (!jwt.claim("aud").equals("https:" + audience)) {
            return "The audience in ID Token [" + jwt.claim("aud") + "] does not match the expected audience.";
        }
        return Instant.ofEpochSecond(jwt.seconds("exp", 0)).isAfter(Instant.now())
                ? null
                : "ID Token issued at " + jwt.seconds("iat", 0) + " is stale to sign-in.";
    }

    /** By which roles are granted to the owner of this token. */
    String member(Jwt jwt) {
        int providers = audience.indexOf("/providers/");
        return "principal:" + audience.substring(0, providers) + "/subject/" + jwt.claim("sub");
    }
}
