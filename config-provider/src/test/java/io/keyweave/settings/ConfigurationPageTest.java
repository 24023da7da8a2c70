package io.keyweave.settings;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/** The table on {@code docs/configuration.md} is the table in code. Run {@link #main} in the module's folder to write it anew. */
class ConfigurationPageTest {

    private static final Path PAGE = Path.of("../docs/configuration.md");
    private static final String BEGIN =
            "<!-- settings: made from io.keyweave.settings.Setting, see ConfigurationPageTest -->\n";
    private static final String END = "<!-- end of settings -->\n";

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
        return setting.type() == Setting.Type.LIST
                ? setting.meaning() + " Items are separated by `;`."
                : setting.meaning();
    }

    private static String withTable(String page) {
        int begin = page.indexOf(BEGIN) + BEGIN.length();
        return page.substring(0, begin) + table() + page.substring(page.indexOf(END));
    }

    @Test
    void thePageShowsTheTable() throws IOException {
        String page = Files.readString(PAGE);
        assertTrue(page.contains(BEGIN) && page.contains(END));
        assertEquals(withTable(page), page, "run ConfigurationPageTest.main in config-provider/");
    }

    public static void main(String[] args) throws IOException {
        Files.writeString(PAGE, withTable(Files.readString(PAGE)));
    }
}
