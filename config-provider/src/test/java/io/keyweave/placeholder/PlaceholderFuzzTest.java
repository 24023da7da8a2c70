package io.keyweave.placeholder;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.keyweave.placeholder.PlaceholderFuzz.Outcome;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class PlaceholderFuzzTest {

    private static final long SEED = 20261121;
    private static final int MALFORMED = 12_000;
    private static final int MEGABYTE = 1 << 20;

    private static final String[] VALID = {
        "$<kv:contoso/db-password>",
        "$<kv:v/x/0123456789abcdef0123456789abcdef>",
        "$<kv:db-1/credentials#password?ttl=60s&optional>",
        "jdbc:x?user=$<kv:v/u>&password=$<kv:v/p?as=url>",
        "$<kv:v/x?default=a%26b&as=json>",
        "@Microsoft.KeyVault(SecretUri=https://contoso.vault.azure.net/secrets/db)",
        "@Microsoft.KeyVault(VaultName=contoso;SecretName=db)"
    };

    static List<Path> corpus() throws IOException {
        return PlaceholderFuzz.corpus();
    }

    /** The first word of a file's name says what must become of it. */
    @ParameterizedTest
    @MethodSource("corpus")
    void regression(Path file) throws IOException {
        String name = file.getFileName().toString();
        Outcome expected = Outcome.valueOf(name.substring(0, name.indexOf('-')).toUpperCase(Locale.ROOT));
        assertEquals(expected, PlaceholderFuzz.check(Files.readString(file)), name);
    }

    @Test
    void mutationsOfValidTexts() {
        SplittableRandom random = new SplittableRandom(SEED);
        int malformed = 0;
        int texts = 0;
        while (malformed < MALFORMED) {
            String text = VALID[random.nextInt(VALID.length)];
            for (int i = random.nextInt(4); i >= 0; i--) {
                text = PlaceholderFuzz.mutate(text, random);
            }
            if (PlaceholderFuzz.check(text) == Outcome.MALFORMED) {
                malformed++;
            }
            assertTrue(++texts < 20 * MALFORMED, "mutation finds too few malformed texts");
        }
    }

    /** Each has exactly one character that the grammar forbids at that place: none may pass. */
    @Test
    void oneForbiddenCharacterIsEnough() {
        SplittableRandom random = new SplittableRandom(SEED);
        for (int i = 0; i < MALFORMED; i++) {
            String body = "contoso/db-password";
            int at = random.nextInt(body.length() + 1);
            char c = forbidden(random);
            String text = "a $<kv:" + body.substring(0, at) + c + body.substring(at) + "> b";
            assertEquals(
                    Outcome.MALFORMED, PlaceholderFuzz.check(text), () -> "U+" + Integer.toHexString(c) + " at " + at);
        }
    }

    private static char forbidden(SplittableRandom random) {
        while (true) {
            char c = (char) (random.nextBoolean() ? random.nextInt(128) : random.nextInt(0x10000));
            boolean word = c < 128 && Character.isLetterOrDigit(c) || c == '-';
            if (!word && c != '/' && c != '>' && c != '#' && c != '?') {
                return c;
            }
        }
    }

    @Test
    void piecesOfTheGrammarInAnyOrder() {
        SplittableRandom random = new SplittableRandom(SEED);
        for (int i = 0; i < 20_000; i++) {
            StringBuilder text = new StringBuilder();
            for (int n = random.nextInt(12); n >= 0; n--) {
                text.append(PlaceholderFuzz.piece(random));
            }
            PlaceholderFuzz.check(text.toString());
        }
    }

    /** The work is counted inside {@link PlaceholderFuzz#check}: a few looks at each character, however the text is made. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "x",
                "$",
                "<",
                "$<",
                "$$<",
                "$<kv",
                "$$<kv:",
                "$<kv:",
                "$<kv:v/x>",
                "$$<kv:v/x>",
                "$<zz:",
                "%41",
                "@",
                "$<kv:v/x ",
                "$<aaaaaaaaaaaaaaaa"
            })
    void aMegabyteOfOnePiece(String piece) {
        PlaceholderFuzz.check(piece.repeat(MEGABYTE / piece.length()));
    }

    @Test
    void aMegabyteInsideOnePlaceholder() {
        String long1 = "a".repeat(PlaceholderParser.MAX_LENGTH - 100);
        assertEquals(Outcome.MALFORMED, PlaceholderFuzz.check("$<kv:" + long1));
        assertEquals(Outcome.MALFORMED, PlaceholderFuzz.check("$<kv:v/" + long1 + ">"));
        assertEquals(Outcome.TEMPLATE, PlaceholderFuzz.check("$<kv:v/x?default=" + long1 + ">"));
        assertEquals(Outcome.TEMPLATE, PlaceholderFuzz.check("$<kv:v/x?default=" + "%41".repeat(MEGABYTE / 4) + ">"));
        assertEquals(Outcome.TEMPLATE, PlaceholderFuzz.check("$<kv:v/x#" + long1 + ">"));
        assertEquals(Outcome.TEMPLATE, PlaceholderFuzz.check(long1 + "$<kv:v/x>" + "b".repeat(91)));
        assertEquals(Outcome.MALFORMED, PlaceholderFuzz.check(long1 + "$<kv:v/x>" + "b".repeat(92)));
        assertEquals(Outcome.MALFORMED, PlaceholderFuzz.check("$<kv:v/x?default=" + long1));
        assertEquals(Outcome.MALFORMED, PlaceholderFuzz.check("@Microsoft.KeyVault(SecretUri=https://" + long1));
        assertEquals(
                Outcome.MALFORMED,
                PlaceholderFuzz.check(
                        "@Microsoft.KeyVault(VaultName=contoso;" + "SecretName=x;".repeat(MEGABYTE / 13)));
    }
}
