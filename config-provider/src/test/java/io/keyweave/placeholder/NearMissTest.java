package io.keyweave.placeholder;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.keyweave.LogLines;
import io.keyweave.Origin;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class NearMissTest {

    private static final Set<String> SCHEMES = Set.of("kv");

    private final PlaceholderParser parser = new PlaceholderParser(SCHEMES, Set.of(), ".vault.azure.net");

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "$<KV:v/s>|lower case",
                "$<Kv:v/s>|lower case",
                "a $<vk:v/s> b|no scheme vk",
                "$<kw:v/s>|no scheme kw",
                "$<kvv:v/s>|no scheme kvv",
                "$<aws:prod/db>|needs its extension",
                "$<kv :v/s>|blank beside",
                "$< kv:v/s>|blank beside",
                "$<kv/v/s>|a colon belongs",
                "$&lt;kv:v/s>|how XML writes it",
                "${kv:a:b}|configuration provider of Kafka",
                "x${kv:a/b}|configuration provider of Kafka",
                "` @Microsoft.KeyVault(SecretUri=x)`|a blank stands before",
                "@microsoft.keyvault(SecretUri=x)|exactly @Microsoft.KeyVault(",
                "@Microsoft.Keyvault(VaultName=a;SecretName=b)|exactly @Microsoft.KeyVault("
            })
    void theLikelyIntentionIsTold(String text, String told) {
        assertTrue(NearMiss.mayBe(text));
        String meant = NearMiss.in(text, SCHEMES);
        assertNotNull(meant, text);
        assertTrue(meant.contains(told), meant);
        assertNull(parser.parse(text, Origin.of("x")), "never resolved: " + text);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "plain",
                "$",
                "$<",
                "$<kv",
                "$<kv:v/s>",
                "$<x:y>",
                "$<other:eu/prod>",
                "List$<T>",
                "$<a/b>",
                "costs $5 < 10",
                "me@Microsoft.example",
                "@Microsoft.KeyVault(VaultName=a;SecretName=b)",
                "${kvs:a}",
                "$$<vk:a/b>"
            })
    void otherTextsAreNotNear(String text) {
        assertNull(NearMiss.in(text, SCHEMES), text);
    }

    /** What decides whether a text is looked at must not miss what the look would find. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "$<x:y>|true",
                "$&lt;x:y|true",
                "${kv:a|true",
                "x @microsoft.KEYVAULT(a|true",
                "${kvs:a}|false",
                "$ <|false",
                "me@Microsoft.KeyVault|false",
                "plain|false",
            })
    void textsOfAnyScheme(String text, boolean worthALook) {
        assertEquals(worthALook, NearMiss.inAnyScheme(text));
    }

    @Test
    void mostTextsAreNotLookedAt() {
        assertTrue(NearMiss.mayBe("a $"));
        assertTrue(NearMiss.mayBe("@Microsoft.KeyVault("));
        assertFalse(NearMiss.mayBe("me@example.test"), "too short for a reference");
        assertFalse(NearMiss.mayBe("a text without any of the characters that one begins with"));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "$<vault:x>|vault",
                "a $< $<v1-Z:|v1-Z",
                "$<kv:a> $<az:b>|az",
                "$<a123456789012345:x>|a123456789012345",
                "$<kv:a>|",
                "$<:a>|",
                "$<vault|",
                "$<vault x|",
                "$<va{ult:x|",
                "$|",
            })
    void schemesThatNobodyRegistered(String text, String scheme) {
        assertEquals(scheme, NearMiss.unknownScheme(text, SCHEMES));
    }

    /** With log=debug only: the text may mean something to another program. */
    @Test
    void anUnknownSchemeIsToldForThoseWhoLook() {
        LogLines lines = new LogLines();
        new NearMissLog(SCHEMES, lines).look("$<vault:x>", Origin.environment("A"));
        assertEquals(1, lines.containing("vault").size(), lines.toString());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "'$<kv:vault/s>'|true",
                "\"$<kv:vault/s>'|false",
                "\"$<kv:vault/s>$<kv:vault/t>\"|false",
                "\"x$<kv:vault/s>\"|false",
                "\"$<kv:vault/s>x\"|false",
                "x$<kv:vault/s>x|false",
            })
    void quotesAroundAWholePlaceholder(String text, boolean told) {
        LogLines lines = new LogLines();
        new NearMissLog(SCHEMES, lines).look(parser.parse(text, Origin.environment("A")));
        assertEquals(told ? 1 : 0, lines.containing("WARN").size(), lines.toString());
    }

    @Test
    void oneEdit() {
        assertTrue(NearMiss.oneEdit("vk", "kv"));
        assertTrue(NearMiss.oneEdit("file", "flie"));
        assertTrue(NearMiss.oneEdit("aw", "aws"));
        assertFalse(NearMiss.oneEdit("ab", "kv"));
        assertFalse(NearMiss.oneEdit("k", "kv"));
        assertFalse(NearMiss.oneEdit("kvab", "kv"));
    }

    @Test
    void eachPlaceIsToldOnceAndWithoutItsText() {
        LogLines lines = new LogLines();
        NearMissLog log = new NearMissLog(SCHEMES, lines);
        for (int i = 0; i < 3; i++) {
            log.look("$<KV:v/hidden-name>", Origin.environment("A"));
            log.look(parser.parse("\"$<kv:vault/s>\"", Origin.environment("B")));
            log.look(parser.parse("$$<kv:vault/s>", Origin.environment("C")));
            log.look(parser.parse("$$<kv:vault/s>", Origin.systemProperty("c")));
        }
        assertEquals(3, lines.containing("WARN").size(), lines.toString());
        assertEquals(0, lines.containing("hidden-name").size(), lines.toString());
        assertEquals(1, lines.containing("env C: $$< is the escape").size(), lines.toString());
    }

    @Test
    void originsShowNoControlCharacters() {
        assertEquals("env A?B?[31m", Origin.environment("A\nB\u001b[31m").toString());
    }
}
