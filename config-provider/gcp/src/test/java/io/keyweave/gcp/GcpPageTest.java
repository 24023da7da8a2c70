package io.keyweave.gcp;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.keyweave.Failure;
import io.keyweave.ProviderSetting;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** Settings and messages on {@code docs/gcp.md} are those in code. Run {@link #main} in the module's folder to write them anew. */
class GcpPageTest {

    private static final Path PAGE = Path.of("../../docs/gcp.md");
    private static final String SETTINGS = "<!-- settings: made from GcpSettings, see GcpPageTest -->\n";
    private static final String MESSAGES = "<!-- messages: made from GcpMessage, see GcpPageTest -->\n";
    private static final Pattern FACT = Pattern.compile("\\{([a-z-]+)}");

    private static String settings() {
        StringBuilder out =
                new StringBuilder("\n| setting | environment variable | default | meaning |\n|---|---|---|---|\n");
        for (ProviderSetting setting : GcpSettings.all()) {
            out.append("| `gcp.").append(setting.name()).append("` | `KEYWEAVE_GCP_");
            out.append(setting.name().toUpperCase(Locale.ROOT)).append("` |  | ");
            out.append(setting.meaning()).append(" |\n");
        }
        return out.append('\n').toString();
    }

    private static String messages() {
        StringBuilder out = new StringBuilder();
        for (GcpMessage row : GcpMessage.values()) {
            out.append("\n#### ").append(row.code()).append("\n\n");
            out.append("**").append(shown(row.causeTemplate())).append("**<br>\n");
            out.append(shown(row.remedyTemplate())).append("<br>\n");
            out.append("<sub>").append(meaning(row.kind())).append("</sub>\n");
        }
        return out.append('\n').toString();
    }

    /** Facts in capitals, optional parts as if known. */
    private static String shown(String text) {
        return FACT.matcher(text.replace("«", "").replace("»", ""))
                .replaceAll(fact -> fact.group(1).toUpperCase(Locale.ROOT));
    }

    private static String meaning(Failure.Kind kind) {
        String value =
                switch (kind.effect()) {
                    case STALE -> "a value already held is served on, up to `max-stale`";
                    case STALE_ONE_HOUR -> "a value already held is served on for an hour";
                    case REVOKE -> "a value already held is dropped at once";
                    case REVOKE_WHEN_CONFIRMED ->
                        "a value already held is dropped when a second read, 30 s later, says the same";
                };
        return kind.name().toLowerCase(Locale.ROOT).replace('_', ' ') + ": at start exit code " + kind.exitCode()
                + ", later " + value;
    }

    private static String with(String page, String begin, String part) {
        int from = page.indexOf(begin) + begin.length();
        int to = page.indexOf("<!-- end", from);
        return page.substring(0, from) + part + page.substring(to);
    }

    private static String anew() throws IOException {
        return with(with(Files.readString(PAGE), SETTINGS, settings()), MESSAGES, messages());
    }

    @Test
    void everyMessageHasACodeOfItsOwn() {
        Set<String> codes = new HashSet<>();
        for (GcpMessage row : GcpMessage.values()) {
            assertTrue(row.code().matches("KW-82\\d\\d") && codes.add(row.code()), row::name);
        }
    }

    @Test
    void thePageShowsSettingsAndMessages() throws IOException {
        assertEquals(anew(), Files.readString(PAGE));
    }

    public static void main(String[] args) throws IOException {
        Files.writeString(PAGE, anew());
    }
}
