package io.keyweave.devvault.aws;

import io.keyweave.devvault.ReceivedRequest;
import io.keyweave.devvault.ServerResponse;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.jspecify.annotations.Nullable;

/**
 * Verifies the signature of a request as AWS does: computes it once more from what arrived and compares.
 *
 * @see <a href="https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_sigv-create-signed-request.html">Signature Version 4</a>
 */
final class SignatureV4 {

    private static final String ALGORITHM = "AWS4-HMAC-SHA256";
    private static final Duration WINDOW = Duration.ofMinutes(5);
    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("yyyyMMdd'T'HHmmss'Z'").withZone(ZoneOffset.UTC);

    private final AccessKeys keys;

    SignatureV4(AccessKeys keys) {
        this.keys = keys;
    }

    /** Who signed, for which region; or the refusal. Exactly one is there. */
    record Verdict(@Nullable AccessKey key, String region, @Nullable ServerResponse refusal) {

        static Verdict refused(AwsError error, Object... facts) {
            return new Verdict(null, "", error.response(facts));
        }
    }

    Verdict verify(ReceivedRequest request, String service) {
        String authorization = request.header("Authorization");
        if (authorization == null || !authorization.startsWith(ALGORITHM + " ")) {
            return Verdict.refused(AwsError.NO_SIGNATURE);
        }
        Map<String, String> parts = parts(authorization.substring(ALGORITHM.length() + 1));
        List<String> scope = Arrays.asList(parts.getOrDefault("Credential", "").split("/", -1));
        String time = request.headers().getOrDefault("X-Amz-Date", "");
        if (scope.size() != 5 || !time.startsWith(scope.get(1)) || !scope.get(4).equals("aws4_request")) {
            return Verdict.refused(AwsError.INVALID_SIGNATURE);
        }
        if (!scope.get(3).equals(service)) {
            return Verdict.refused(AwsError.WRONG_SCOPE);
        }
        AccessKey key = keys.find(scope.get(0));
        String token = request.header("X-Amz-Security-Token");
        if (key == null || (key.sessionToken() != null && !key.sessionToken().equals(token))) {
            return Verdict.refused(AwsError.INVALID_TOKEN);
        }
        String signed = parts.getOrDefault("SignedHeaders", "");
        String wanted = signature(request, key, scope, time, signed);
        boolean complete = signed.contains("host")
                && signed.contains("x-amz-date")
                && (token == null || signed.contains("x-amz-security-token"));
        if (!complete || !MessageDigest.isEqual(bytes(wanted), bytes(parts.getOrDefault("Signature", "")))) {
            return Verdict.refused(AwsError.INVALID_SIGNATURE);
        }
        Instant now = Instant.now();
        if (key.expires() != null && !now.isBefore(key.expires())) {
            return Verdict.refused(AwsError.EXPIRED_TOKEN);
        }
        if (!recent(time, now)) {
            return Verdict.refused(AwsError.SIGNATURE_EXPIRED, time, TIME.format(now.minus(WINDOW)), TIME.format(now));
        }
        return new Verdict(key, scope.get(2), null);
    }

    private static boolean recent(String time, Instant now) {
        try {
            Instant signed = Instant.from(TIME.parse(time));
            return Duration.between(signed, now).abs().compareTo(WINDOW) <= 0;
        } catch (DateTimeException e) {
            return false;
        }
    }

    private static String signature(
            ReceivedRequest request, AccessKey key, List<String> scope, String time, String signedHeaders) {
        StringBuilder canonical = new StringBuilder();
        canonical.append(request.method()).append('\n').append(request.path()).append("\n\n");
        for (String name : signedHeaders.split(";", -1)) {
            String value = request.headers().getOrDefault(name, "").strip().replaceAll(" +", " ");
            canonical.append(name).append(':').append(value).append('\n');
        }
        canonical.append('\n').append(signedHeaders).append('\n').append(sha256(request.body()));
        String toSign = ALGORITHM + "\n" + time + "\n" + String.join("/", scope.subList(1, 5)) + "\n"
                + sha256(canonical.toString());
        byte[] signing = bytes("AWS4" + key.secret());
        for (String part : scope.subList(1, 5)) {
            signing = hmac(signing, part);
        }
        return HexFormat.of().formatHex(hmac(signing, toSign));
    }

    private static Map<String, String> parts(String text) {
        Map<String, String> parts = new TreeMap<>();
        for (String part : text.split(",", -1)) {
            int equals = part.indexOf('=');
            if (equals > 0) {
                parts.put(
                        part.substring(0, equals).strip(),
                        part.substring(equals + 1).strip());
            }
        }
        return parts;
    }

    private static byte[] hmac(byte[] key, String text) {
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(key, "HmacSHA256"));
            return mac.doFinal(bytes(text));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("this JDK has no HmacSHA256", e);
        }
    }

    private static String sha256(String text) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes(text)));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("this JDK has no SHA-256", e);
        }
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
