package io.keyweave;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.keyweave.core.ResolverBuilder;
import io.keyweave.settings.Settings;
import io.keyweave.time.VirtualTime;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What of a secret takes the placeholder's place: a field by its path, without blanks, encoded; and what is warned of. */
class SecretFormsTest {

    private static final Origin HERE = Origin.of("here");

    private final FakeVault vault = new FakeVault();
    private final LogLines log = new LogLines();
    private SecretResolver resolver = open(Map.of());

    private SecretResolver open(Map<String, String> settings) {
        return new ResolverBuilder(Settings.of(settings, Map.of()))
                .provider(vault)
                .time(new VirtualTime())
                .log(log)
                .random(new SplittableRandom(7))
                .open();
    }

    @AfterEach
    void close() {
        resolver.close();
    }

    private String of(String text) {
        return String.valueOf(resolver.resolve(text, HERE));
    }

    @Test
    void fieldsByTheirPath() {
        vault.put(
                "vault/j",
                "{\"a\":{\"b\":[{\"c\":\"deep\"},[1,2]]},\"x.y\":\"top\",\"o\":{\"p.q\":\"dot\",\"r[0]\":\"bracket\"}}",
                "1");
        assertEquals("deep", of("$<kv:vault/j#a.b[0].c>"));
        assertEquals("2", of("$<kv:vault/j#a.b[1][1]>"));
        assertEquals("top", of("$<kv:vault/j#x.y>"));
        assertEquals("dot", of("$<kv:vault/j#o.p\\.q>"));
        assertEquals("bracket", of("$<kv:vault/j#o.r\\[0]>"));
        for (String none :
                List.of("a", "a.b", "a.b[2]", "a.b[x]", "a.b[0", "a.b[0]c", "a..b", "a.b[-1]", "o.p.q", ".a")) {
            assertThrows(SecretException.class, () -> of("$<kv:vault/j#" + none + ">"), none);
        }
    }

    @Test
    void encodings() {
        vault.put("vault/e", "a\"}b<&'\u00fc\n", "1");
        assertEquals("a&#34;}b&#60;&#38;&#39;&#252;&#10;", of("$<kv:vault/e?as=xml>"));
        assertEquals("a\\\"}b<&'\u00fc\\n", of("$<kv:vault/e?as=yaml>"));
        assertEquals("{a\"}}b<&'\u00fc\n}", of("$<kv:vault/e?as=sqlserver>"));
        assertEquals("{a\"}}b<&'\u00fc}", of("$<kv:vault/e?trim&as=sqlserver>"));
    }

    @Test
    void blanksAreToldUnlessTrimmed() {
        vault.put("vault/b", "\ufeff secret\r\n", "1").put("vault/pem", "-----BEGIN X-----\nabc\n", "1");
        assertEquals("secret", of("$<kv:vault/b?trim>"));
        assertEquals(List.of(), log.containing("vault/b"));
        assertEquals("\ufeff secret\r\n", of("$<kv:vault/b>"));
        assertEquals(1, log.containing("vault/b begins or ends with a blank").size());
        assertEquals("-----BEGIN X-----\nabc\n", of("$<kv:vault/pem>"));
        assertEquals(List.of(), log.containing("vault/pem"));
        resolver.close();
        resolver = open(Map.of("trim", "true"));
        assertEquals("secret", of("$<kv:vault/b>"));
    }

    @Test
    void aMissingEncodingIsTold() {
        vault.put("vault/w", "a\"b&c;d}", "1").put("vault/ok", "plain", "1");
        String unused = of("jdbc:postgresql://h/db?password=$<kv:vault/ok>");
        assertEquals(List.of(), log.containing("?as="));
        unused = of("jdbc:postgresql://h/db?password=$<kv:vault/w>");
        assertEquals(1, log.containing("Write ?as=url").size(), unused);
        unused = of("jdbc:sqlserver://h;password=$<kv:vault/w>");
        assertEquals(1, log.containing("Write ?as=sqlserver").size(), unused);
        unused = of("{\"p\": \"$<kv:vault/w>\"}");
        assertEquals(1, log.containing("Write ?as=json").size(), unused);
        unused = of("{\"p\": \"$<kv:vault/w?as=json>\"}");
        assertEquals(1, log.containing("Write ?as=json").size(), unused);
    }

    @Test
    void whatIsNoCertificateHasNoPartsOfOne() {
        vault.put("vault/n", "no certificate", "1").put("vault/j", "{\"pem-key\":\"of JSON\"}", "1");
        assertEquals("of JSON", of("$<kv:vault/j#pem-key>"));
        SecretException none = assertThrows(SecretException.class, () -> of("$<kv:vault/n#pem-key>"));
        assertTrue(String.valueOf(none.getMessage()).contains("gives no #pem-key"), none.getMessage());
    }
}
