package io.keyweave.kafka;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.keyweave.SecretException;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class VariableTextTest {

    private static final String SUFFIX = ".vault.azure.net";

    private static VariableText text(String path, String key) {
        return VariableText.of(path, key, "prod", SUFFIX, null);
    }

    @Test
    void takesVaultAndSecretFromEitherForm() {
        assertEquals("contoso/db", text("contoso", "db").body());
        assertEquals("contoso/db", text("", "contoso/db").body());
        assertEquals("prod/db", text("", "db").body());
        assertEquals("contoso/db/0123", text("", "contoso/db/0123").body());
        assertEquals("contoso/db/0123", text("contoso", "db/0123").body());
        assertEquals("prod/db#a/b", text("", "db#a/b").body());
    }

    @Test
    void takesTheHostOfALensesPathForTheVaultAndNoOtherHost() {
        assertEquals("contoso/db", text("Contoso.vault.azure.net", "db").body());
        // The parser of placeholders refuses the dots.
        assertEquals(
                "contoso.evil.example/db", text("contoso.evil.example", "db").body());
    }

    @Test
    void asksForTheTtlOfTheTicksUnlessTheVariableHasItsOwn() {
        Duration ttl = Duration.ofSeconds(90);
        assertEquals(
                "contoso/db?ttl=90000ms",
                VariableText.of("contoso", "db", null, SUFFIX, ttl).body());
        assertEquals(
                "contoso/db#f?optional&ttl=90000ms",
                VariableText.of("contoso", "db#f?optional", null, SUFFIX, ttl).body());
        assertEquals(
                "contoso/db?ttl=5s",
                VariableText.of("contoso", "db?ttl=5s", null, SUFFIX, ttl).body());
    }

    @Test
    void takesOutWhatOnlyKafkaHas() {
        VariableText text = text("contoso", "cert#pem-key?optional&as=file&ttl=5m");

        assertEquals("contoso/cert?optional&ttl=5m", text.body());
        assertEquals(VariableText.Part.KEY, text.part());
        assertEquals(VariableText.FileForm.TEXT, text.file());
        assertEquals(
                VariableText.FileForm.BINARY,
                text("contoso", "p12?as=base64-file").file());
        assertNull(text("contoso", "db#pem").part());
        assertNull(text("contoso", "db?as=base64").file());
    }

    @Test
    void namesTheVariableWithoutItsDefault() {
        VariableText text = text("contoso", "db?default=hunter2");

        assertEquals("contoso/db?default=hunter2", text.body());
        assertEquals("Kafka variable contoso:db", text.origin().toString());
        assertFalse(text.origin().toString().contains("hunter2"));
    }

    @Test
    void refusesWhatCannotBeMeant() {
        String noVault = assertThrows(SecretException.class, () -> VariableText.of("", "db", null, SUFFIX, null))
                .getMessage();
        assertTrue(noVault.contains("default.vault"), noVault);
        String colon = assertThrows(SecretException.class, () -> text("contoso/db?default=http", "//host"))
                .getMessage();
        assertTrue(colon.contains("%3A"), colon);
        assertThrows(SecretException.class, () -> text("contoso", "db>$<kv:contoso/other"));
    }
}
