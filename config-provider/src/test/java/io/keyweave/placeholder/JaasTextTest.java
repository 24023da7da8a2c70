package io.keyweave.placeholder;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.keyweave.Origin;
import java.io.IOException;
import java.io.StreamTokenizer;
import java.io.StringReader;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class JaasTextTest {

    private static final PlaceholderParser PARSER = new PlaceholderParser(Set.of("kv"), Set.of(), ".vault.azure.net");

    private static Encoding encoding(String text) {
        Template template = PARSER.parse(text, Origin.of("here"));
        return template == null ? Encoding.PLAIN : template.references().get(0).encoding();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "org.apache.kafka.common.security.plain.PlainLoginModule required password=\"$<kv:contoso/p>\";",
                "com.example.LoginModule\n  REQUIRED\n  user=\"x\" password=\"$<kv:contoso/p?ttl=5m>\";",
                "a.ALoginModule optional; b.BLoginModule required password='$<kv:contoso/p>';"
            })
    void aPlaceholderInALoginModulesOptionsIsEncodedForThem(String text) {
        assertEquals(Encoding.JAAS, encoding(text));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "$<kv:contoso/whole-jaas-line>",
                "The LoginModule wants $<kv:contoso/p>",
                "password=$<kv:contoso/p> for the LoginModule required by them",
                "x.PlainLoginModule required password=\"$<kv:contoso/p?as=plain>\";"
            })
    void anyOtherIsNot(String text) {
        assertEquals(Encoding.PLAIN, encoding(text));
    }

    @Test
    void anEncodingOfItsOwnCounts() {
        assertEquals(Encoding.URL, encoding("x.PlainLoginModule required password=\"$<kv:contoso/p?as=url>\";"));
    }

    /** As Kafka and the JDK read it. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "plain",
                "a\"b",
                "a\\b",
                "'",
                "\\\"",
                "a\nb\r\tc",
                "\u0001\u001f7",
                "// no comment",
                "ü€\ud83d\ude00"
            })
    void whatIsEncodedIsReadBack(String secret) throws IOException {
        for (char quote : new char[] {'"', '\''}) {
            StreamTokenizer tokens =
                    new StreamTokenizer(new StringReader(quote + Encoding.JAAS.apply(secret) + quote + ";"));
            assertEquals(quote, tokens.nextToken());
            assertEquals(secret, tokens.sval);
            assertEquals(';', tokens.nextToken());
        }
    }
}
