package io.keyweave.settings;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.StringReader;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;

/**
 * Settings from all four sources. The input is the agent's arguments, a zero byte, and lines of {@code name=value}, each of which is a system property, an
 * environment variable and a line of a file. Reading never throws, what was accepted is usable and is read again as the same, and no message shows a secret.
 */
public final class SettingsFuzz {

    private static final String SECRET = "s3cr3t-9f27";

    private SettingsFuzz() {}

    public static void fuzzerTestOneInput(byte[] data) {
        String text = new String(data, StandardCharsets.UTF_8);
        // A file that somebody names is another input, and the message of a setting shows its value.
        if (text.contains("config") || text.contains(SECRET)) {
            return;
        }
        String[] parts = text.split("\0", 2);
        Map<String, String> properties = new LinkedHashMap<>();
        Map<String, String> environment = new LinkedHashMap<>();
        String lines = parts.length > 1 ? parts[1] : "";
        lines.lines().forEach(line -> {
            int equals = line.indexOf('=');
            String name = line.substring(0, Math.max(0, equals));
            String value = line.substring(equals + 1);
            properties.put("keyweave." + name, value);
            environment.put("KEYWEAVE_" + name, value);
            environment.put("KEYWEAVE_" + name.toUpperCase(Locale.ROOT).replace('-', '_'), value);
        });
        String secret = "client-secret=" + SECRET;
        check(Settings.read(secret + "," + parts[0], Map.of(), Map.of()));
        if (!parts[0].endsWith("\\")) {
            check(Settings.read(parts[0] + "," + secret, Map.of(), Map.of()));
        }
        check(Settings.read("x," + SECRET, properties, environment));
        properties.put("keyweave.client-secret", SECRET);
        environment.put("KEYWEAVE_CLIENT_SECRET", SECRET);
        environment.put("KEYWEAVE_VAULT_A_CLIENT_SECRET", SECRET);
        check(Settings.read(null, properties, Map.of()));
        check(Settings.read(null, Map.of(), environment));
        check(file(lines + "\n" + secret + "\n" + SECRET));
    }

    private static Settings file(String content) {
        SettingsReader reader = new SettingsReader(Map.of(), Map.of());
        try {
            reader.readLines(new BufferedReader(new StringReader(content)), "keyweave.conf");
        } catch (IOException e) {
            throw new AssertionError(e);
        }
        return reader.finish();
    }

    private static void check(Settings settings) {
        for (Settings.Problem problem : settings.problems()) {
            assertTrue(!problem.toString().contains(SECRET), "a problem shows a secret");
        }
        for (String warning : settings.warnings()) {
            assertTrue(!warning.contains(SECRET), "a warning shows a secret");
        }
        assertTrue(!settings.toString().contains(SECRET), "the settings show a secret");
        Map<String, String> accepted = new LinkedHashMap<>();
        for (Setting setting : Setting.values()) {
            use(settings, setting);
            if (settings.isSet(setting)) {
                String text = settings.text(setting);
                assertNotNull(text);
                assertNull(setting.objection(text), "accepted what it objects to");
                accepted.put(setting.key(), text);
            }
        }
        for (VaultAlias alias : settings.aliases()) {
            assertTrue(VaultAlias.isName(alias.name()) && alias.url().matches("https://[^/@?#]+"), "not a vault");
            accepted.put("vault." + alias.name(), alias.url());
            alias.own().forEach((own, value) -> accepted.put("vault." + alias.name() + "." + own.key(), value));
        }
        Settings again = Settings.of(accepted, Map.of());
        assertTrue(again.problems().isEmpty(), "what was accepted is refused");
        for (Setting setting : Setting.values()) {
            assertEquals(settings.text(setting), again.text(setting));
        }
        assertEquals(settings.aliases(), again.aliases());
    }

    private static void use(Settings settings, Setting setting) {
        settings.origin(setting);
        switch (setting.type()) {
            case DURATION -> assertTrue(!settings.duration(setting).isNegative());
            case DATE -> {
                String day = settings.text(setting);
                assertTrue(day == null || DateText.parse(day) != null, "not a day");
            }
            case FLAG -> settings.flag(setting);
            case SERVERS -> settings.list(setting).forEach(ServerPattern::of);
            case SOURCES -> assertTrue(!settings.list(setting).isEmpty());
            default -> settings.list(setting);
        }
        settings.cloud();
    }
}
