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

    private static final Duration LEAST = Duration.ofSeconds(30);

    private static VariableText text(String path, String key) {
        return VariableText.of(path, key, new VariableText.VariableRules("prod", SUFFIX, null, LEAST));
    }

    private static VariableText asking(Duration ttl, String key) {
        return VariableText.of("contoso", key, new VariableText.VariableRules(null, SUFFIX, ttl, LEAST));
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
        assertEquals("contoso/db?ttl=90000ms", asking(ttl, "db").body());
        assertEquals(
                "contoso/db#f?optional&ttl=90000ms",
                asking(ttl, "db#f?optional").body());
        assertEquals("contoso/db?ttl=45s", asking(ttl, "db?ttl=45s").body());
    }

    @Test
    void aVariableCannotAskMoreOftenThanTheWorkerAllows() {
        assertEquals("contoso/db?ttl=30000ms", text("contoso", "db?ttl=1s").body());
        assertEquals("contoso/db?ttl=30s", text("contoso", "db?ttl=30s").body());
        // The parser of placeholders says what is wrong with it.
        assertEquals("contoso/db?ttl=soon", text("contoso", "db?ttl=soon").body());
    }

    @Test
    void knowsWhetherItSaysHowItIsEncoded() {
        assertFalse(text("contoso", "db?ttl=5m").encoded());
        assertTrue(text("contoso", "db?as=jaas").encoded());
        assertTrue(text("contoso", "db?ttl=5m&as=plain").encoded());
    }

    @Test
    void takesOutWhatOnlyKafkaHas() {
        VariableText text = text("contoso", "cert#pem-key?optional&as=file&ttl=5m");

        assertEquals("contoso/cert?optional&ttl=5m", text.body());
        assertEquals(VariableText.CertificatePart.KEY, text.part());
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
        String noVault = assertThrows(
                        SecretException.class,
                        () -> VariableText.of("", "db", new VariableText.VariableRules(null, SUFFIX, null, LEAST)))
                .getMessage();
        assertTrue(noVault.contains("default.vault"), noVault);
        String colon = assertThrows(SecretException.class, () -> text("contoso/db?default=http", "//host"))
                .getMessage();
        assertTrue(colon.contains("%3A"), colon);
        assertThrows(SecretException.class, () -> text("contoso", "db>$<kv:contoso/other"));
    }
}
