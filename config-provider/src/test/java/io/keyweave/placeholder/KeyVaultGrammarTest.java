package io.keyweave.placeholder;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;

import io.keyweave.SecretRef;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class KeyVaultGrammarTest {

    @ParameterizedTest
    @CsvSource({
        "abc, true",
        "a-b, true",
        "AZaz09, true",
        "a12345678901234567890123, true",
        "a1234567890123456789012-, false",
        "a123456789012345678901234, false",
        "ab, false",
        "1ab, false",
        "-ab, false",
        "ab-, false",
        "a--b, false",
        "a_b, false",
        "a{b, false",
        "a`b, false",
        "a@b, false",
        "a[b, false",
        "a/b, false",
        "a:b, false",
        "'', false",
    })
    void vaultNames(String name, boolean valid) {
        assertEquals(valid, KeyVaultGrammar.isVaultName(name));
    }

    @Test
    void namesAreComparedWithoutRegardToCase() {
        KeyVaultGrammar grammar = new KeyVaultGrammar(Set.of());
        SecretRef lower = new SecretRef("kv", "vault", "db-password", "v");
        assertSame(lower, grammar.canonical(lower));
        assertEquals(lower, grammar.canonical(new SecretRef("kv", "vault", "DB-Password", "v")));
        assertEquals("$<kv:vault/secret>", grammar.example());
        assertEquals(KeyVaultGrammar.FORM, grammar.form());
    }
}
