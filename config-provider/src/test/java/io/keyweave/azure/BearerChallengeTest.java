package io.keyweave.azure;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import io.keyweave.http.ClientResponse;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class BearerChallengeTest {

    private static BearerChallenge of(String... headers) {
        return BearerChallenge.of(new ClientResponse(401, Map.of("www-authenticate", List.of(headers)), new byte[0]));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Bearer authorization=\"https://login.microsoftonline.com/72f988bf\", resource=\"https://vault.azure.net\"",
                "bearer authorization_uri=\"https://login.microsoftonline.com/72f988bf\",resource=\"https://vault.azure.net/\"",
                "Bearer authorization=\"https://Login.MicrosoftOnline.com/72f988bf/\", scope=\"https://vault.azure.net/.default\""
            })
    void isReadInEveryFormTheServiceUses(String header) {
        assertEquals(
                new BearerChallenge("login.microsoftonline.com", "72f988bf", "https://vault.azure.net", null),
                of(header));
    }

    @Test
    void isFoundAmongOthers() {
        assertEquals(
                "https://vault.azure.net",
                of("PoP x=\"y\"", "Bearer resource=\"https://vault.azure.net\"").resource());
        assertNull(of("Basic realm=\"x\""));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Bearer",
                "Bearer resource=",
                "Bearer resource=\"",
                "Bearer resource=\"vault.azure.net\"",
                "Bearer resource=https://vault.azure.net",
                "Bearer resource=\"https://vault.azure.net\", resource=\"https://management.azure.com\"",
                "Bearer resource=\"http://vault.azure.net\"",
                "Bearer resource=\"https://\"",
                "Bearer resource=\"https://a b\"",
                "Bearer =\"https://vault.azure.net\"",
                "Bearer \"\\"
            })
    void withoutAUsableResourceNamesNone(String header) {
        BearerChallenge challenge = of(header);
        assertNull(challenge == null ? null : challenge.resource());
    }

    @ParameterizedTest
    @CsvSource({
        "contoso.vault.azure.net, https://vault.azure.net, true",
        "CONTOSO.vault.azure.net, https://VAULT.azure.net, true",
        "contoso.vault.azure.cn, https://vault.azure.cn, true",
        "localhost, https://localhost, true",
        "localhost, https://localhost:8443, true",
        "contoso.vault.azure.net, https://contoso.vault.azure.net, true",
        "contoso.vault.azure.net, https://management.azure.com, false",
        "contoso.vault.azure.net, https://azure.net.evil.example, false",
        "evilvault.azure.net, https://vault.azure.net, false",
        "contoso.vault.azure.net, https://net, false",
        "evil.example, https://vault.azure.net, false",
        "vault.azure.net.evil.example, https://vault.azure.net, false",
        "contoso.vault.azure.net, https://vault.azure.net/other, false",
        "contoso.vault.azure.net, https://vault.azure.net//, false",
        "contoso.vault.azure.net, https://vault.azure.net?a=b, false",
        "contoso.vault.azure.net, https://vault.azure.net#a, false",
        "contoso.vault.azure.net, https://user@vault.azure.net, false"
    })
    void choosesATokenOnlyWithinTheHostAsked(String host, String resource, boolean fits) {
        assertEquals(fits, of("Bearer resource=\"" + resource + "\"").fits(host));
    }

    /** Claims as the service writes them; whatever else is there asks for none. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    error="insufficient_claims", claims="eyJhIjoxfQ==" | {"a":1}
                    error="insufficient_claims", claims="eyJhIjoxfQ"   | {"a":1}
                    error="insufficient_claims", claims="not base64!"  |
                    error="insufficient_claims"                        |
                    error="invalid_token", claims="eyJhIjoxfQ=="       |
                    claims="eyJhIjoxfQ=="                              |
                    """)
    void asksForClaims(String parameters, String claims) {
        assertEquals(
                claims,
                of("Bearer resource=\"https://vault.azure.net\", " + parameters).claims());
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "/", "/a b", "/%2e%2e", "/..%2f", "/x?y", "/üñ"})
    void aTenantIsAnIdOrADomain(String path) {
        BearerChallenge challenge =
                of("Bearer authorization=\"https://login.microsoftonline.com" + path + "\", resource=\"https://v\"");
        String tenant = challenge.tenant();
        assertEquals(path.equals("/x?y") ? "x" : null, tenant == null || tenant.equals("..") ? null : tenant);
    }
}
