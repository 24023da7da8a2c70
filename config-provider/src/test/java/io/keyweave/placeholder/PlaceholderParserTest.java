package io.keyweave.placeholder;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.keyweave.Failure;
import io.keyweave.Origin;
import io.keyweave.SecretException;
import io.keyweave.SecretRef;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PlaceholderParserTest {

    private static final Origin HERE = Origin.fileLine("application.conf", 12);
    private static final String VERSION = "0123456789abcdef0123456789ABCDEF";

    private final PlaceholderParser parser =
            new PlaceholderParser(Set.of("kv", "other-1"), Set.of("v", "db-1"), ".vault.azure.net");

    private Template parse(String text) {
        Template template = parser.parse(text, HERE);
        assertNotNull(template, text);
        return template;
    }

    private Reference one(String text) {
        Template template = parse(text);
        assertEquals(1, template.references().size());
        return template.references().get(0);
    }

    private Failure malformed(String text) {
        SecretException e = assertThrows(SecretException.class, () -> parser.parse(text, HERE), text);
        assertEquals(78, e.exitCode());
        Failure failure = e.failures().get(0);
        assertEquals(Failure.Kind.MALFORMED, failure.kind());
        assertTrue(failure.cause().startsWith("application.conf: 12, column "), failure.cause());
        return failure;
    }

    @Test
    void latestAndPinned() {
        assertEquals(
                new SecretRef("kv", "contoso-prod", "db-password", null),
                one("$<kv:contoso-prod/db-password>").secret());
        SecretRef pinned = one("$<kv:contoso-prod/db-password/" + VERSION + ">").secret();
        assertEquals("0123456789abcdef0123456789abcdef", pinned.version());
        assertTrue(pinned.pinned());
    }

    @Test
    void vaultsAreLowerCaseAndNamesAsWritten() {
        assertEquals(
                new SecretRef("kv", "contoso", "DbPassword", null),
                one("$<kv:ConToso/DbPassword>").secret());
        assertEquals("v", one("$<kv:V/x>").secret().container());
    }

    @Test
    void everyOption() {
        Reference all = one("$<kv:v/x#user.name?ttl=60s&optional&default=a%26b%3E%20%C3%BC&as=base64>");
        assertEquals("user.name", all.field());
        assertEquals(Duration.ofSeconds(60), all.ttl());
        assertTrue(all.optional());
        assertEquals("a&b> ü", all.fallback());
        assertEquals(Encoding.BASE64, all.encoding());
        Reference none = one("$<kv:v/x>");
        assertNull(none.field());
        assertNull(none.ttl());
        assertFalse(none.optional());
        assertNull(none.fallback());
        assertEquals(Encoding.PLAIN, none.encoding());
        assertEquals("", one("$<kv:v/x?default=>").fallback());
        assertEquals("a/b=c?d#e", one("$<kv:v/x?default=a/b=c?d#e>").fallback());
        assertEquals("%€?", one("$<kv:v/x#%25€%3f>").field());
        for (Encoding encoding : Encoding.values()) {
            if (encoding != Encoding.PLAIN) {
                assertEquals(
                        encoding, one("$<kv:v/x?as=" + encoding.key() + ">").encoding());
            }
        }
    }

    @Test
    void severalWithLiteralsAround() {
        Template template = parse("jdbc:x?user=$<kv:v/u>&password=$<kv:v/p?as=url>!");
        assertEquals(List.of("jdbc:x?user=", "&password=", "!"), template.literals());
        assertEquals("[v/u, v/p]", template.references().toString());
        assertEquals(13, template.references().get(0).column());
        assertEquals(List.of("", "", ""), parse("$<kv:v/a>$<other-1:v/b>").literals());
    }

    @Test
    void twoHundredAndFiftySixAtMost() {
        assertEquals(256, parse("$<kv:v/x>".repeat(256)).references().size());
        assertTrue(malformed("$<kv:v/x>".repeat(257)).cause().contains("column 2305: more than 256"));
        assertEquals(
                16,
                parse("$<kv:v/x>".repeat(16) + "$$<kv:v/x>".repeat(100))
                        .references()
                        .size());
    }

    @Test
    void aUriMeansTheVaultItNames() {
        PlaceholderParser other =
                new PlaceholderParser(Set.of("kv"), Set.of("contoso"), Set.of("contoso"), ".vault.azure.net");
        SecretException refused = assertThrows(
                SecretException.class,
                () -> other.parse(
                        "@Microsoft.KeyVault(SecretUri=https://Contoso.vault.azure.net/secrets/x)", Origin.of("here")));
        assertTrue(refused.getMessage().contains("its name to another"), refused.getMessage());
        assertNotNull(other.parse("@Microsoft.KeyVault(VaultName=contoso;SecretName=x)", Origin.of("here")));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "plain",
                "$",
                "$<",
                "$<>",
                "$<kv",
                "$<kv>",
                "$<KV:v/x>",
                "$<k v:v/x>",
                "$<vault:v/x>",
                "$<abcdefghijklmnopq:v/x>",
                "$<:v/x>",
                "$$<env:x>",
                "<kv:v/x>",
                "$ <kv:v/x>",
                "${kv:v/x}",
                "a @Microsoft.KeyVault(SecretUri=https://contoso.vault.azure.net/secrets/x)"
            })
    void notOurs(String text) {
        assertNull(parser.parse(text, HERE));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "$$<kv:a/b>|$<kv:a/b>",
                "$$$<kv:a/b>|$$<kv:a/b>",
                "x$$<kv:|x$<kv:",
                "$$<kv:a/b>$$<kv:c/d>|$<kv:a/b>$<kv:c/d>",
                "$$<other-1:$$<env:x>|$<other-1:$$<env:x>"
            })
    void escapes(String text, String literal) {
        Template template = parse(text);
        assertEquals(List.of(literal), template.literals());
        assertEquals(List.of(), template.references());
    }

    @Test
    void escapesBesidePlaceholders() {
        Template template = parse("$$<kv:v/x>$<kv:v/x>$$<kv:v/x>$<zz:$<kv:v/y>");
        assertEquals(List.of("$<kv:v/x>", "$<kv:v/x>$<zz:", ""), template.literals());
        assertEquals("[v/x, v/y]", template.references().toString());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '"',
            value = {
                "$<kv:|6|instead of the vault",
                "$<kv:>|6|'>'",
                "$<kv:v>|7|'>' instead of /",
                "$<kv:v/>|8|'>' instead of the secret name",
                "$<kv:v/x|9|does not end",
                "$<kv:v/x y>|9|U+0020 in the secret name",
                "ab $<kv:v/x_y>|12|'_' in the secret name",
                "$<kv:zz/x>|6|neither an alias",
                "$<kv:1abc/x>|6|neither an alias",
                "$<kv:a--b/x>|6|neither an alias",
                "$<kv:abc-/x>|6|neither an alias",
                "$<kv:-abc/x>|6|neither an alias",
                "$<kv:abcdefghijklmnopqrstuvwxy/x>|6|too long",
                "$<kv:v/x/>|10|instead of the version",
                "$<kv:v/x/latest>|10|32 hexadecimal",
                "$<kv:v/x/0123456789abcdef0123456789abcdeg>|10|32 hexadecimal",
                "$<kv:v/x/0123456789abcdef0123456789abcdef0>|10|too long",
                "$<kv:v/x/0123456789abcdef0123456789abcdef/y>|42|'/'",
                "$<kv:v/x#>|10|field name is empty",
                "$<kv:v/x#a#b?>|14|instead of the option",
                "$<kv:v/x?>|10|instead of the option",
                "$<kv:v/x?optional=true>|18|'='",
                "$<kv:v/x?nope>|10|no option nope",
                "$<kv:v/x?ttl>|13|no value",
                "$<kv:v/x?ttl=5>|10|must be a duration",
                "$<kv:v/x?ttl=0s>|10|must be a duration",
                "$<kv:v/x?ttl=31d>|10|must be a duration",
                "$<kv:v/x?ttl=1m&ttl=2m>|17|twice",
                "$<kv:v/x?optional&optional>|19|twice",
                "$<kv:v/x?default=a&default=b>|20|twice",
                "$<kv:v/x?as=url&as=url>|17|twice",
                "$<kv:v/x?as=rot13>|10|no encoding",
                "$<kv:v/x?as=>|10|no encoding",
                "$<kv:v/x?default=%>|18|without two",
                "$<kv:v/x?default=%4>|18|without two",
                "$<kv:v/x?default=%zz>|18|without two",
                "$<kv:v/x?default=%ff>|18|not UTF-8",
                "$<kv:v/x?default=$<kv:v/y>>|19|do not nest",
                "$<kv:v/$<kv:v/y>>|8|'$'",
                "$<kv:v/x?default=a|19|does not end"
            })
    void malformedWithColumn(String text, int column, String cause) {
        Failure failure = malformed(text);
        assertTrue(failure.cause().contains("column " + column + ":"), failure.cause());
        assertTrue((failure.cause() + failure.remedy()).contains(cause), failure.cause() + failure.remedy());
    }

    /** Nothing that could change the host that is called gets through, whatever it looks like. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "evil.example",
                "contoso.vault.azure.net",
                "contoso:8443",
                "user@contoso",
                "contoso%2eevil",
                "con%74oso",
                "//evil",
                "contoso\\evil",
                "contoso#evil",
                "contoso?evil",
                "c\u043entoso",
                "contoso\u3002evil",
                "contoso\uff0eevil",
                "contoso\uff0fevil",
                "\uff43ontoso",
                "conto\u00adso",
                "contoso\u200b",
                "\u0130stanbul",
                "contoso\u0000",
                "contoso\r\nHost:",
                "contoso ",
                " contoso",
                "\u212Aelvin",
                "ſecret",
                "127.0.0.1",
                "[::1]",
                "..",
                "contoso/../evil/x"
            })
    void noTextBecomesAnotherHost(String vault) {
        malformed("$<kv:" + vault + "/x>");
        malformed("@Microsoft.KeyVault(SecretUri=https://" + vault + ".vault.azure.net/secrets/x)");
        malformed("@Microsoft.KeyVault(VaultName=" + vault + ";SecretName=x)");
    }

    @ParameterizedTest
    @ValueSource(strings = {"a.b", "a/b/c", "a%41", "a:b", "\u00e4", "a\u0000", "..", "a?b", "a b", "ａ"})
    void noTextBecomesAnotherPath(String name) {
        malformed("$<kv:contoso/" + name + ">");
        malformed("@Microsoft.KeyVault(SecretUri=https://contoso.vault.azure.net/secrets/" + name + ")");
    }

    @ParameterizedTest
    @CsvSource({
        "'SecretUri=https://Contoso.vault.azure.net/secrets/db',",
        "'SecretUri=https://contoso.VAULT.azure.net/secrets/db/',",
        "'SecretUri=https://contoso.vault.azure.net/secrets/db/0123456789abcdef0123456789ABCDEF',0123456789abcdef0123456789abcdef",
        "'SecretUri=https://contoso.vault.azure.net/secrets/db/0123456789abcdef0123456789abcdef/',0123456789abcdef0123456789abcdef",
        "'VaultName=contoso;SecretName=db',",
        "'SecretName=db;VaultName=CONTOSO',",
        "'VaultName=contoso;SecretName=db;SecretVersion=',",
        "'VaultName=contoso;SecretName=db;SecretVersion=0123456789abcdef0123456789abcdef',0123456789abcdef0123456789abcdef"
    })
    void appServiceReferences(String body, String version) {
        Template template = parse("@Microsoft.KeyVault(" + body + ")");
        assertEquals(List.of("", ""), template.literals());
        assertEquals(
                new SecretRef("kv", "contoso", "db", version),
                template.references().get(0).secret());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                ")",
                "SecretUri=)",
                "SecretUri=http://contoso.vault.azure.net/secrets/db)",
                "SecretUri=https://contoso.vault.azure.cn/secrets/db)",
                "SecretUri=https://contoso.vault.azure.net.evil.example/secrets/db)",
                "SecretUri=https://contoso.vault.azure.net:443/secrets/db)",
                "SecretUri=https://contoso.vault.azure.net/keys/db)",
                "SecretUri=https://contoso.vault.azure.net/secrets/)",
                "SecretUri=https://contoso.vault.azure.net/secrets/db/latest)",
                "SecretUri=https://contoso.vault.azure.net/secrets/db?x=y)",
                "SecretUri=https://contoso.vault.azure.net/secrets/db",
                "SecretUri=https://contoso.vault.azure.net/secrets/db) ",
                "VaultName=contoso)",
                "SecretName=db)",
                "VaultName=contoso;SecretName=db;)",
                "VaultName=contoso;VaultName=contoso;SecretName=db)",
                "VaultName=zz;SecretName=db)",
                "VaultName=contoso;SecretName=db;SecretVersion=1)",
                "vaultname=contoso;secretname=db)"
            })
    void malformedAppServiceReferences(String rest) {
        malformed("@Microsoft.KeyVault(" + rest);
    }

    @Test
    void appServiceReferencesAreOursOnlyWithKeyVault() {
        PlaceholderParser without = new PlaceholderParser(Set.of("other"), Set.of(), ".vault.azure.net");
        assertNull(without.parse("@Microsoft.KeyVault(nonsense", HERE));
    }

    @Test
    void bodiesAlone() {
        assertEquals("v/x#f", parser.parseBody("kv", "v/x#f?optional", HERE).toString());
        assertThrows(SecretException.class, () -> parser.parseBody("kv", "v/x>", HERE));
        assertThrows(SecretException.class, () -> parser.parseBody("kv", "v/x?default=a>b", HERE));
        assertThrows(SecretException.class, () -> parser.parseBody("kv", "", HERE));
    }

    @Test
    void messagesHoldNothingOfTheTextAround() {
        Failure failure = malformed("hunter2$<kv:v/x?default=hunter3&oops>hunter4");
        assertFalse((failure.cause() + failure.remedy()).contains("hunter"), failure.cause());
        assertFalse(parse("hunter2$<kv:v/x?default=hunter3>").toString().contains("hunter"));
    }
}
