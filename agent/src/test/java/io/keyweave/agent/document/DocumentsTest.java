package io.keyweave.agent.document;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What is looked through for placeholders, and what is not. */
class DocumentsTest {

    @ParameterizedTest
    @ValueSource(
            strings = {
                "a: $<kv:v/s>",
                "a: $$<kv:v/s>",
                "a: $$$<kv:v/s>",
                "cost: 5$ a: $<kv:v/s>",
                "{\"a\": \"$\\u003ckv:v/s>\"}",
                "{\"a\": \"$\\u003Ckv:v/s\\u003e\"}",
                "<a>$&lt;kv:v/s&gt;</a>",
                "<a>$&#60;kv:v/s></a>",
                "<a>$&#x3C;kv:v/s></a>",
                "a: '@Microsoft.KeyVault(SecretUri=https://v.vault.azure.net/secrets/s)'",
                "b@c.d: @microsoft.keyvault(x)",
                "a: ${kv:v/s}",
            })
    void mayHoldOne(String text) {
        assertTrue(Documents.mayHoldPlaceholder(text));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "$", "@", "a=${b}", "a=$b", "a$", "root@localhost", "${keyStore}", "a < b", "&lt;"})
    void cannotHoldOne(String text) {
        assertFalse(Documents.mayHoldPlaceholder(text));
    }
}
