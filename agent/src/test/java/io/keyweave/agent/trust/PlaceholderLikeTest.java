package io.keyweave.agent.trust;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Test;

class PlaceholderLikeTest {

    @Test
    void aSchemeOfAnyNameUpToSixteenCharacters() {
        for (String text : List.of(
                "$<kv:v/s>",
                "x$<kv:v/s>",
                "$<a:",
                "$<z:",
                "$<0:",
                "$<9:",
                "$<-:",
                "$<abcdefghij-45678:x>",
                "$< $<$<kv:v/s>",
                "$<<$<kv:")) {
            assertTrue(PlaceholderLike.in(text), text);
        }
        for (String text : List.of(
                "",
                "$",
                "$<",
                "$<:",
                "$<k",
                "$<kv",
                "$<kv/v>",
                "$<KV:v>",
                "$<k_v:v>",
                "$<k{:v>",
                "$<k`:v>",
                "$<k/:v>",
                "$<abcdefghij-456789:x>",
                "${kv:v}")) {
            assertFalse(PlaceholderLike.in(text), text);
        }
    }

    @Test
    void anAppServiceReferenceOnlyAtTheBeginning() {
        assertTrue(PlaceholderLike.in("@Microsoft.KeyVault(VaultName=v;SecretName=s)"));
        assertFalse(PlaceholderLike.in("x@Microsoft.KeyVault(VaultName=v;SecretName=s)"));
    }

    @Test
    void whatMayBeInIsNeverMissed() {
        assertTrue(PlaceholderLike.mayBeIn("a $< b"));
        assertTrue(PlaceholderLike.mayBeIn("a @Microsoft.KeyVault( b"));
        assertFalse(PlaceholderLike.mayBeIn("a $ < @Microsoft.KeyVault b"));
    }
}
