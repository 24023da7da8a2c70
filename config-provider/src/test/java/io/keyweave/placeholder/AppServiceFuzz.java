package io.keyweave.placeholder;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.keyweave.Failure;
import io.keyweave.Origin;
import io.keyweave.SecretException;
import io.keyweave.SecretRef;
import java.nio.charset.StandardCharsets;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** App Service references: what is taken for one is exactly one, and names no host but a vault of the cloud. */
public final class AppServiceFuzz {

    private static final String BEGIN = "@Microsoft.KeyVault(";
    private static final String WORD = "[0-9A-Za-z-]";
    private static final Pattern URI = Pattern.compile("@Microsoft\\.KeyVault\\(SecretUri=https://(" + WORD
            + "{3,24})(?i:\\.vault\\.azure\\.net)/secrets/(" + WORD + "{1,127})(?:/(?:([0-9a-fA-F]{32})/?)?)?\\)");
    private static final Pattern NAMES = Pattern.compile("@Microsoft\\.KeyVault\\((?:(?:^|[(;])?(?:VaultName=(" + WORD
            + "{1,24})|SecretName=(" + WORD + "{1,127})|SecretVersion=([0-9a-fA-F]{32})?))+\\)");

    private static final PlaceholderParser PARSER =
            new PlaceholderParser(Set.of("kv"), Set.of("v", "moved"), Set.of("moved"), ".vault.azure.net");

    private AppServiceFuzz() {}

    public static void fuzzerTestOneInput(byte[] data) {
        String text = BEGIN + new String(data, StandardCharsets.UTF_8);
        Template template;
        try {
            template = PARSER.parse(text, Origin.of("fuzz"));
        } catch (SecretException e) {
            assertEquals(Failure.Kind.MALFORMED, e.failures().get(0).kind());
            assertTrue(String.valueOf(e.getMessage()).length() < 600);
            return;
        }
        assertTrue(template != null && template.references().size() == 1);
        SecretRef ref = template.references().get(0).secret();
        Matcher matcher = URI.matcher(text);
        boolean uri = matcher.matches();
        if (!uri) {
            matcher = NAMES.matcher(text);
            assertTrue(matcher.matches(), "resolved what is not a reference");
        } else {
            assertTrue(!ref.container().equals("moved"), "another host than the text names");
        }
        assertTrue(ref.container().equalsIgnoreCase(matcher.group(1)), "another vault");
        assertEquals(matcher.group(2), ref.name());
        assertTrue(
                ref.version() == null ? matcher.group(3) == null : ref.version().equalsIgnoreCase(matcher.group(3)),
                "another version");
    }
}
