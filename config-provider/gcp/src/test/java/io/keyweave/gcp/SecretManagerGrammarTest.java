package io.keyweave.gcp;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.keyweave.SecretException;
import io.keyweave.SecretRef;
import org.junit.jupiter.api.Test;

class SecretManagerGrammarTest {

    private static SecretRef parse(String text) {
        TextReader reader = new TextReader(text);
        SecretRef ref = new SecretManagerGrammar().parse(reader);
        assertTrue(reader.atEnd(), () -> "not read to its end: " + text);
        return ref;
    }

    private static void assertNames(String resource, String text) {
        assertEquals(resource, SecretResource.of(parse(text)).name());
    }

    @Test
    void readsShortNamesAndGooglesOwn() {
        assertNames("projects/contoso-prod/secrets/db-password/versions/latest", "contoso-prod/db-password");
        assertNames(
                "projects/contoso-prod/secrets/db-password/versions/latest",
                "contoso-prod/db-password/versions/latest");
        assertNames("projects/contoso-prod/secrets/DB_password/versions/5", "contoso-prod/DB_password/versions/5");
        assertNames("projects/contoso-prod/secrets/db/versions/stable", "contoso-prod/db/versions/stable");
        assertNames("projects/123456789012/secrets/db/versions/latest", "123456789012/db");
        assertNames("projects/example.com:orders/secrets/db/versions/latest", "example.com:orders/db");
        assertNames(
                "projects/contoso-prod/locations/europe-west3/secrets/db/versions/7",
                "contoso-prod/locations/europe-west3/db/versions/7");
        assertNames("projects/contoso-prod/secrets/db/versions/5", "projects/contoso-prod/secrets/db/versions/5");
        assertNames(
                "projects/contoso-prod/locations/europe-west3/secrets/db/versions/latest",
                "projects/contoso-prod/locations/europe-west3/secrets/db");
        assertNames("projects/contoso-prod/secrets/locations/versions/latest", "contoso-prod/locations");
        assertNames("projects/contoso-prod/secrets/versions/versions/3", "contoso-prod/versions/versions/3");
    }

    @Test
    void aNumberIsPinnedAndAnAliasMoves() {
        assertTrue(parse("contoso-prod/db/versions/5").pinned());
        assertFalse(parse("contoso-prod/db/versions/stable").pinned());
        assertEquals("stable", parse("contoso-prod/db/versions/stable").stage());
        assertEquals(parse("contoso-prod/db"), parse("projects/contoso-prod/secrets/db/versions/latest"));
        assertNotEquals(parse("contoso-prod/db"), parse("contoso-prod/db/versions/stable"));
        assertEquals(
                "contoso-prod/db/versions/5",
                parse("projects/contoso-prod/secrets/db/versions/5").text());
        assertEquals(
                "contoso-prod/locations/europe-west3/db",
                parse("contoso-prod/locations/europe-west3/db").path());
    }

    @Test
    void refusesWhatGoogleHasNot() {
        for (String wrong : new String[] {
            "",
            "contoso-prod",
            "contoso-prod/",
            "/db",
            "Contoso/db",
            "contoso-prod/d b",
            "contoso-prod/../db",
            "contoso-prod/db/versions/",
            "contoso-prod/db/versions/05",
            "contoso-prod/db/versions/-a",
            "contoso-prod/db/versions/5x",
            "contoso-prod/locations//db",
            "contoso-prod/locations/evil.example/db",
            "projects/contoso-prod/db",
            "a/" + "b".repeat(256)
        }) {
            assertThrows(
                    SecretException.class,
                    () -> {
                        TextReader reader = new TextReader(wrong);
                        new SecretManagerGrammar().parse(reader);
                        if (!reader.atEnd()) {
                            throw reader.malformed("goes on", "end it");
                        }
                    },
                    wrong);
        }
    }
}
