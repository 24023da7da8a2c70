package io.keyweave.azure.identity;

import static org.junit.jupiter.api.Assertions.assertTrue;

import io.keyweave.http.ClientResponse;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Map;

/** What an identity's endpoint answers instead of a token, and a token. */
public final class TokenAnswerFuzz {

    private static final String PROOF = "pr00f-9f27";

    private TokenAnswerFuzz() {}

    public static void fuzzerTestOneInput(byte[] data) {
        String text = new String(data, StandardCharsets.UTF_8);
        AccessToken token = new AccessToken(text, Instant.EPOCH, Instant.MAX);
        for (String claim : new String[] {token.objectId(), token.clientId(), token.tenant()}) {
            assertTrue(claim == null || claim.matches("[0-9A-Za-z-]{1,64}"));
        }
        // The answer repeats what was sent, as some do.
        byte[] echo = text.replace("PROOF", PROOF).getBytes(StandardCharsets.UTF_8);
        TokenException refusal = TokenAnswer.refusal(
                new ClientResponse(400, Map.of("x-ms-request-id", List.of(PROOF)), echo),
                TokenException.Stage.ENTRA_ID,
                "login.microsoftonline.com",
                List.of(PROOF));
        clean(refusal.getMessage());
        clean(refusal.detail());
        clean(refusal.code());
        clean(refusal.requestId());
    }

    private static void clean(String text) {
        if (text != null) {
            assertTrue(!text.contains(PROOF), "what was sent is shown");
            assertTrue(text.length() < 600 && text.chars().noneMatch(c -> c < ' ' || c == 127), "not one line");
        }
    }
}
