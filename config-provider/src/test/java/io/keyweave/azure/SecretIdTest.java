package io.keyweave.azure;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.NullSource;
import org.junit.jupiter.params.provider.ValueSource;

class SecretIdTest {

    private static final String VERSION = "0123456789abcdef0123456789abcdef";

    @Test
    void namesHostSecretAndVersion() {
        SecretId id = new SecretId("contoso.vault.azure.net", "Db-Password", VERSION);
        assertEquals(id, SecretId.parse("https://contoso.vault.azure.net/secrets/Db-Password/" + VERSION));
        assertEquals(id, SecretId.parse("https://CONTOSO.vault.azure.net:443/secrets/Db-Password/" + VERSION));
        assertEquals(
                "localhost",
                SecretId.parse("https://localhost:8443/secrets/a/b").host());
    }

    @ParameterizedTest
    @NullSource
    @ValueSource(
            strings = {
                "",
                "x",
                "/secrets/a/b",
                "http://contoso.vault.azure.net/secrets/a/b",
                "https:///secrets/a/b",
                "https://contoso.vault.azure.net/secrets/a",
                "https://contoso.vault.azure.net/secrets/a/",
                "https://contoso.vault.azure.net/secrets//b",
                "https://contoso.vault.azure.net/secrets/a/b/c",
                "https://contoso.vault.azure.net/keys/a/b",
                "https://contoso.vault.azure.net/x/secrets/a/b",
                "https://contoso.vault.azure.net@evil.example/secrets/a/b",
                "https://contoso.vault.azure.net/secrets/a/b?c",
                "https://contoso.vault.azure.net/secrets/a/b#c",
                "https://contoso.vault.azure.net/secrets/a%2fb/c",
                "https://contoso.vault.azure.net/secrets/a b/c",
                "https://contoso.vault.azure.net/secrets/ä/c"
            })
    void isNothingElse(String text) {
        assertNull(SecretId.parse(text));
    }
}
