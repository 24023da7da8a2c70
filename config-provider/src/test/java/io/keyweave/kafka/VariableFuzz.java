package io.keyweave.kafka;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.keyweave.Failure;
import io.keyweave.SecretException;
import io.keyweave.SecretRef;
import io.keyweave.kafka.VariableText.VariableRules;
import io.keyweave.placeholder.PlaceholderParser;
import io.keyweave.placeholder.Reference;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Locale;
import java.util.Set;

/** Kafka's variables. Input: path, zero byte, key. What comes out is the vault and secret that the text names. */
public final class VariableFuzz {

    private static final String SUFFIX = ".vault.azure.net";
    private static final String DEFAULT = "d3fault-9f27";
    private static final VariableRules RULES =
            new VariableRules("contoso", SUFFIX, Duration.ofMinutes(5), Duration.ofSeconds(30));
    private static final VariableRules BARE = new VariableRules(null, SUFFIX, null, Duration.ZERO);

    private static final PlaceholderParser PARSER = new PlaceholderParser(Set.of("kv"), Set.of("v"), SUFFIX);

    private VariableFuzz() {}

    public static void fuzzerTestOneInput(byte[] data) {
        String text = new String(data, StandardCharsets.UTF_8);
        // Vaults and secrets are named in lower case.
        if (text.toLowerCase(Locale.ROOT).contains(DEFAULT)) {
            return;
        }
        String[] parts = text.split("\0", 2);
        String path = parts.length > 1 ? parts[0] : "";
        String key = parts[parts.length - 1];
        check(path, key, RULES);
        check(path, key, BARE);
        check(path, key + (key.indexOf('?') < 0 ? "?" : "&") + "default=" + DEFAULT, RULES);
    }

    private static void check(String path, String key, VariableRules rules) {
        VariableText variable;
        Reference reference;
        try {
            variable = VariableText.of(path, key, rules);
            reference = PARSER.parseBody("kv", variable.body(), variable.origin());
        } catch (SecretException e) {
            assertEquals(Failure.Kind.MALFORMED, e.failures().get(0).kind());
            assertTrue(!String.valueOf(e.getMessage()).contains(DEFAULT), "the message shows a default");
            return;
        }
        assertTrue(!variable.origin().toString().contains(DEFAULT), "the origin shows a default");
        SecretRef ref = reference.secret();
        String name = key.split("[?#]", 2)[0].toLowerCase(Locale.ROOT);
        String vault = ref.container() + "/";
        String secret =
                (ref.version() == null ? ref.name() : ref.name() + "/" + ref.version()).toLowerCase(Locale.ROOT);
        String asked = path.toLowerCase(Locale.ROOT);
        if (asked.isEmpty()) {
            assertTrue(name.equals(vault + secret) || "contoso".equals(rules.defaultVault()) && name.equals(secret));
        } else {
            assertTrue(asked.equals(ref.container()) || asked.equals(ref.container() + SUFFIX), "another vault");
            assertEquals(name, secret);
        }
        if (reference.ttl() != null) {
            assertTrue(reference.ttl().compareTo(rules.leastTtl()) >= 0, "asked more often than the worker allows");
        }
    }
}
