package io.keyweave.devvault;

import io.keyweave.devvault.json.Json;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.Signature;
import java.security.spec.MGF1ParameterSpec;
import java.security.spec.PSSParameterSpec;
import java.util.Base64;
import java.util.Map;

/** A signed JSON web token: RS256 and PS256, as MSAL signs its assertions, and ES256. */
public final class Jwt {

    private static final Base64.Encoder ENCODER = Base64.getUrlEncoder().withoutPadding();
    private static final Base64.Decoder DECODER = Base64.getUrlDecoder();

    private final Map<String, Object> header;
    private final Map<String, Object> claims;
    private final String signed;
    private final byte[] signature;

    private Jwt(Map<String, Object> header, Map<String, Object> claims, String signed, byte[] signature) {
        this.header = header;
        this.claims = claims;
        this.signed = signed;
        this.signature = signature;
    }

    /**
     * Reads a token without judging it.
     *
     * @throws IllegalArgumentException when it is none
     */
    public static Jwt parse(String text) {
        int first = text.indexOf('.');
        int last = text.lastIndexOf('.');
        if (first < 0 || first == last) {
            throw new IllegalArgumentException("a signed token has three parts");
        }
        return new Jwt(
                decoded(text.substring(0, first)),
                decoded(text.substring(first + 1, last)),
                text.substring(0, last),
                DECODER.decode(text.substring(last + 1)));
    }

    /** A token signed with ES256. */
    public static String sign(String keyId, Map<String, Object> claims, PrivateKey key) {
        String signed = encoded(Json.of("alg", "ES256", "kid", keyId, "typ", "JWT")) + "." + encoded(claims);
        try {
            Signature signature = Signature.getInstance("SHA256withECDSAinP1363Format");
            signature.initSign(key);
            signature.update(signed.getBytes(StandardCharsets.US_ASCII));
            return signed + "." + ENCODER.encodeToString(signature.sign());
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("this JDK signs no ES256", e);
        }
    }

    /** Whether this key signed it. */
    public boolean signedBy(PublicKey key) {
        try {
            Signature verification = algorithm();
            verification.initVerify(key);
            verification.update(signed.getBytes(StandardCharsets.US_ASCII));
            return verification.verify(signature);
        } catch (GeneralSecurityException e) {
            return false;
        }
    }

    /** A text claim, or the empty text. */
    public String claim(String name) {
        return claims.get(name) instanceof String text ? text : "";
    }

    /** A time claim in seconds since 1970, or {@code otherwise}. */
    public long seconds(String name, long otherwise) {
        return claims.get(name) instanceof Number number ? number.longValue() : otherwise;
    }

    /** A text of the header, or the empty text. */
    public String headerText(String name) {
        return header.get(name) instanceof String text ? text : "";
    }

    private Signature algorithm() throws GeneralSecurityException {
        switch (headerText("alg")) {
            case "RS256" -> {
                return Signature.getInstance("SHA256withRSA");
            }
            case "ES256" -> {
                return Signature.getInstance("SHA256withECDSAinP1363Format");
            }
            case "PS256" -> {
                Signature pss = Signature.getInstance("RSASSA-PSS");
                pss.setParameter(new PSSParameterSpec("SHA-256", "MGF1", MGF1ParameterSpec.SHA256, 32, 1));
                return pss;
            }
            default -> throw new GeneralSecurityException("no known algorithm");
        }
    }

    private static Map<String, Object> decoded(String part) {
        return Json.object(new String(DECODER.decode(part), StandardCharsets.UTF_8));
    }

    private static String encoded(Map<String, Object> part) {
        return ENCODER.encodeToString(Json.write(part).getBytes(StandardCharsets.UTF_8));
    }
}
