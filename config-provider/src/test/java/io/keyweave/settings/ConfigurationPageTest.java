package io.keyweave.settings;

import io.keyweave.fixtures.PagePart;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/** The table on {@code docs/configuration.md} is the table in code. Run {@link #main} in the module's folder to write it anew. */
class ConfigurationPageTest {

    private static final PagePart PART = new PagePart(
            Path.of("../docs/configuration.md"),
            "<!-- settings: made from io.keyweave.settings.Setting, see ConfigurationPageTest -->\n",
            "<!-- end of settings -->\n");

    private static String table() {
        StringBuilder out =
                new StringBuilder("\n| setting | environment variable | default | meaning |\n|---|---|---|---|\n");
        out.append(
                "| `vault.<alias>` | `KEYWEAVE_VAULT_<ALIAS>` | | Alias to vault URL, `https://NAME.vault.azure.net`; one for each"
                        + " environment. An alias is 1 to 24 of `a-z`, `0-9`, `-`. |\n");
        for (Setting setting : Setting.values()) {
            out.append("| `").append(setting.key()).append('`');
            if (setting.perAlias()) {
                out.append("<br>`vault.<alias>.").append(setting.key()).append('`');
            }
            out.append(" | `").append(setting.environmentVariable()).append("` | ");
            String text = setting.defaultText();
            out.append(text == null ? "" : "`" + text + "`")
                    .append(" | ")
                    .append(meaning(setting))
                    .append(" |\n");
        }
        return out.append('\n').toString();
    }

    private static String meaning(Setting setting) {
        if (setting.choices().length > 0) {
            return setting.meaning() + " One of `" + String.join("`, `", setting.choices()) + "`.";
        }
        if (setting.least() != null && setting.most() != null) {
            return setting.meaning() + " From " + DurationText.of(setting.least()) + " to "
                    + DurationText.of(setting.most()) + ".";
        }
        return switch (setting.type()) {
            case LIST, SERVERS, TRUST, SOURCES -> setting.meaning() + " Items are separated by `;`.";
            default -> setting.meaning();
        };
    }

    @Test
    void thePageShowsTheTable() throws IOException {
        PART.assertShows(table(), ConfigurationPageTest.class);
    }

    public static void main(String[] args) throws IOException {
        PART.write(table());
    }
}
