package io.keyweave.devvault;

import io.keyweave.devvault.Application.Federation;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Judges the JWT that is in for a client secret: either the application signed it with the key of a registered certificate,
 * or a federated issuer signed it for one of its subjects.
 */
final class ClientAssertion {

    private static final Duration CLOCK_SKEW = Duration.ofMinutes(5);

    private ClientAssertion() {}

    /** What is wrong with it: the error and the words that fill its text. */
    record Wrong(EntraError error, String detail) {}

    /**
     * What is wrong with an assertion.
     *
     * @param tokenEndpoint what the application's own assertions must be meant for, without scheme and host
     * @return null when the assertion proves to be the application's
     */
    static @Nullable Wrong judge(String text, Application application, String tokenEndpoint) {
        Jwt jwt;
        try {
            jwt = Jwt.parse(text);
        } catch (IllegalArgumentException e) {
            return new Wrong(EntraError.BAD_SIGNATURE, "[Reason - The token is malformed.]");
        }
        Wrong late = judgeTime(jwt);
        if (late != null) {
            return late;
        }
        String issuer = jwt.claim("iss");
        return issuer.equals(application.principal().clientId())
                ? judgeOwn(jwt, application, tokenEndpoint)
                : judgeFederated(jwt, application, issuer);
    }

    private static @Nullable Wrong judgeTime(Jwt jwt) {
        Instant now = Instant.now();
        Instant from = Instant.ofEpochSecond(jwt.seconds("nbf", 0));
        Instant until = Instant.ofEpochSecond(jwt.seconds("exp", 0));
        if (from.minus(CLOCK_SKEW).isAfter(now) || !until.isAfter(now)) {
            return new Wrong(
                    EntraError.ASSERTION_OUT_OF_TIME,
                    "Current time: " + now + ", assertion valid from " + from + ", expiry time of assertion " + until
                            + ".");
        }
        return null;
    }

    private static @Nullable Wrong judgeOwn(Jwt jwt, Application application, String tokenEndpoint) {
        if (!jwt.claim("aud").endsWith(tokenEndpoint) || !jwt.claim("aud").startsWith("https://")) {
            return new Wrong(
                    EntraError.ASSERTION_FOR_OTHERS,
                    "The audience specified in the client assertion was '" + jwt.claim("aud") + "'.");
        }
        for (X509Certificate certificate : application.certificates()) {
            if (namesCertificate(jwt, certificate)) {
                return jwt.signedBy(certificate.getPublicKey())
                        ? null
                        : new Wrong(
                                EntraError.BAD_SIGNATURE,
                                "[Reason - The key was found, but use of the key to verify the signature failed.]");
            }
        }
        return new Wrong(
                EntraError.UNKNOWN_CERTIFICATE,
                "The key was not found., Thumbprint of key used by client: '"
                        + HexFormat.of().withUpperCase().formatHex(thumbprint(jwt)) + "'.");
    }

    private static @Nullable Wrong judgeFederated(Jwt jwt, Application application, String issuer) {
        List<Federation> ofIssuer = application.federations().stream()
                .filter(each -> each.issuer().equals(issuer))
                .toList();
        if (ofIssuer.isEmpty()) {
            return new Wrong(EntraError.UNKNOWN_ISSUER, issuer);
        }
        List<Federation> ofSubject = ofIssuer.stream()
                .filter(each -> each.subject().equals(jwt.claim("sub")))
                .toList();
        if (ofSubject.isEmpty()) {
            return new Wrong(EntraError.UNKNOWN_SUBJECT, jwt.claim("sub"));
        }
        List<Federation> ofAudience = ofSubject.stream()
                .filter(each -> each.audience().equals(jwt.claim("aud")))
                .toList();
        if (ofAudience.isEmpty()) {
            return new Wrong(EntraError.WRONG_AUDIENCE, jwt.claim("aud"));
        }
        boolean signed = ofAudience.stream().anyMatch(each -> jwt.signedBy(each.key()));
        return signed ? null : new Wrong(EntraError.BAD_SIGNATURE, "[Reason - The signature does not match.]");
    }

    private static boolean namesCertificate(Jwt jwt, X509Certificate certificate) {
        byte[] named = thumbprint(jwt);
        return Arrays.equals(named, thumbprint(certificate, "SHA-256"))
                || Arrays.equals(named, thumbprint(certificate, "SHA-1"));
    }

    private static byte[] thumbprint(X509Certificate certificate, String algorithm) {
        try {
            return MessageDigest.getInstance(algorithm).digest(certificate.getEncoded());
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("this JDK has no " + algorithm, e);
        }
    }

    /** The thumbprint in the header. MSAL for Java writes it in plain Base64, others in the alphabet for URLs. */
    private static byte[] thumbprint(Jwt jwt) {
        String sha256 = jwt.headerText("x5t#S256");
        String text = sha256.isEmpty() ? jwt.headerText("x5t") : sha256;
        try {
            return Base64.getUrlDecoder().decode(text.replace('+', '-').replace('/', '_'));
        } catch (IllegalArgumentException e) {
            return new byte[0];
        }
    }
}
