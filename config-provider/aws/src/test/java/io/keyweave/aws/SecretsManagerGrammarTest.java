package io.keyweave.aws;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.keyweave.Origin;
import io.keyweave.ReferenceGrammar;
import io.keyweave.SecretException;
import io.keyweave.SecretRef;
import io.keyweave.placeholder.Grammars;
import io.keyweave.placeholder.PlaceholderParser;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** References of AWS, read by Keyweave's parser. */
class SecretsManagerGrammarTest {

    private static final String VERSION = "01234567-89ab-cdef-0123-456789abcdef";

    private final PlaceholderParser parser = new PlaceholderParser(
            new Grammars() {
                @Override
                public @Nullable ReferenceGrammar of(String scheme) {
                    return scheme.equals("aws") ? new SecretsManagerGrammar() : null;
                }

                @Override
                public @Nullable String unknowable() {
                    return null;
                }
            },
            Set.of(),
            Set.of(),
            ".vault.azure.net");

    private SecretRef ref(String body) {
        return parser.parseBody("aws", body, Origin.systemProperty("db.password"))
                .secret();
    }

    @ParameterizedTest
    @CsvSource({
        "prod/db-credentials#password, '', prod/db-credentials",
        "db, '', db",
        "eu-west-1/prod/db, eu-west-1, prod/db",
        "us-gov-east-1/db, us-gov-east-1, db",
        "ap-southeast-5/db?ttl=60s, ap-southeast-5, db",
        "eu-west/prod/db, '', eu-west/prod/db",
        "eu-west-one/db, '', eu-west-one/db",
        "team-blue-1x/db, '', team-blue-1x/db",
        "a/b_c+d=e.f@g!h, '', a/b_c+d=e.f@g!h",
        "arn:aws:secretsmanager:eu-west-1:111122223333:secret:prod/db-AbCdEf#password,"
                + " arn:aws:secretsmanager:eu-west-1:111122223333:secret:, prod/db-AbCdEf"
    })
    void readsNamesRegionsAndArns(String body, String container, String name) {
        SecretRef ref = ref(body);
        assertEquals(container, ref.container());
        assertEquals(name, ref.name());
        assertNull(ref.version());
        assertNull(ref.stage());
    }

    @Test
    void knowsRegionAndIdOfEachForm() {
        assertNull(SecretsManagerGrammar.region(ref("prod/db")));
        assertEquals("eu-west-1", SecretsManagerGrammar.region(ref("eu-west-1/prod/db")));
        String arn = "arn:aws-us-gov:secretsmanager:us-gov-west-1:111122223333:secret:prod/db-AbCdEf";
        assertEquals("us-gov-west-1", SecretsManagerGrammar.region(ref(arn)));
        assertEquals(arn, SecretsManagerGrammar.id(ref(arn)));
        assertEquals("prod/db", SecretsManagerGrammar.id(ref("eu-west-1/prod/db")));
    }

    @Test
    void takesStageAndVersionFromOptions() {
        SecretRef previous = ref("prod/db?stage=AWSPREVIOUS");
        assertEquals("AWSPREVIOUS", previous.stage());
        assertEquals("prod/db?stage=AWSPREVIOUS", previous.text());
        SecretRef pinned = ref("eu-west-1/prod/db?version=" + VERSION);
        assertTrue(pinned.pinned());
        assertEquals("eu-west-1/prod/db?version=" + VERSION, pinned.text());
        SecretsManagerGrammar grammar = new SecretsManagerGrammar();
        assertEquals(ref("prod/db"), grammar.canonical(ref("prod/db?stage=AWSCURRENT")));
        assertEquals(previous, grammar.canonical(previous));
    }

    @ParameterizedTest
    @CsvSource({
        "'', secret name",
        "eu-west-1/, behind the region",
        "a b, unexpected",
        "https://evil.example/x, unexpected",
        "arn:aws:s3:eu-west-1:1:secret:x, secretsmanager:",
        "arn:aws:secretsmanager:here:111122223333:secret:x, not a region",
        "arn:aws:secretsmanager:eu-west-1:111122223333:secret:, secret name",
        "db?version=5, 32 to 64",
        "db?stage=, stage is a label",
        "db?stage=a b, stage is a label",
        "db?stage=AWSPREVIOUS&version=01234567-89ab-cdef-0123-456789abcdef, exclude each other"
    })
    void saysWhatIsMalformed(String body, String words) {
        SecretException e = assertThrows(SecretException.class, () -> ref(body));
        assertTrue(e.getMessage().contains(words), e.getMessage());
    }
}
