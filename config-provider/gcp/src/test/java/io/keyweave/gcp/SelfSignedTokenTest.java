package io.keyweave.gcp;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.auth.oauth2.AccessToken;
import com.google.auth.oauth2.ServiceAccountCredentials;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.nio.charset.StandardCharsets;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.Signature;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Against the token that google-auth-library writes for the same account. */
class SelfSignedTokenTest {

    private static final String SCOPE = "https://www.googleapis.com/auth/cloud-platform";

    @Test
    void saysWhatGooglesLibrarySays() throws Exception {
        KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
        generator.initialize(2048);
        KeyPair pair = generator.generateKeyPair();
        ServiceAccountCredentials account = ServiceAccountCredentials.newBuilder()
                .setClientEmail("application\"\u00e9@contoso-prod.iam.gserviceaccount.com")
                .setPrivateKey(pair.getPrivate())
                .setPrivateKeyId("key-1")
                .setScopes(List.of(SCOPE))
                .build();
        String header = account.createWithUseJwtAccessWithScope(true)
                .getRequestMetadata()
                .get("Authorization")
                .get(0);
        String[] library = header.substring("Bearer ".length()).split("\\.");
        JsonObject libraryClaims = json(library[1]);
        Instant then = Instant.ofEpochSecond(libraryClaims.get("iat").getAsLong());

        AccessToken token = SelfSignedToken.of(account, SCOPE, then);

        String[] ours = token.getTokenValue().split("\\.");
        assertEquals(json(library[0]), json(ours[0]));
        assertEquals(libraryClaims, json(ours[1]));
        assertEquals(
                libraryClaims.get("exp").getAsLong(),
                token.getExpirationTime().toInstant().getEpochSecond());
        Signature verified = Signature.getInstance("SHA256withRSA");
        verified.initVerify(pair.getPublic());
        verified.update((ours[0] + '.' + ours[1]).getBytes(StandardCharsets.US_ASCII));
        assertTrue(verified.verify(Base64.getUrlDecoder().decode(ours[2])));
    }

    private static JsonObject json(String encoded) {
        return JsonParser.parseString(new String(Base64.getUrlDecoder().decode(encoded), StandardCharsets.UTF_8))
                .getAsJsonObject();
    }
}
