package io.keyweave.agent.patch;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class UnresolvedPasswordTest {

    @ParameterizedTest
    @ValueSource(
            strings = {
                "$<kv:contoso/db>",
                "$<kv:contoso/db#password?as=url>",
                "prefix-$<kv:contoso/db>",
                "$<other:eu-west-1/prod/db#password>",
                "@Microsoft.KeyVault(SecretUri=https://contoso.vault.azure.net/secrets/db)"
            })
    void isAPlaceholder(String text) {
        assertTrue(UnresolvedPassword.is(text));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "hunter2",
                "$<",
                "$<>",
                "a$<b:c>d",
                "$<kv:contoso/db",
                "$<KV x>",
                "p$<other:x>y",
                "@Microsoft"
            })
    void isAPassword(String text) {
        assertFalse(UnresolvedPassword.is(text));
        assertNull(UnresolvedPassword.problem("the password", text));
    }

    @Test
    void saysWhatToDo() {
        String problem = UnresolvedPassword.problem("the password for db:1", "$<kv:contoso/db\n>".toCharArray());
        assertTrue(problem.startsWith(
                "Keyweave: the password for db:1 is still the text of a placeholder, $<kv:contoso/db?>."));
        assertTrue(problem.contains("trust=PATH"), problem);
        assertFalse(problem.contains("class:"), "a driver is never to be trusted");
        assertEquals(1, problem.lines().count());
    }
}
