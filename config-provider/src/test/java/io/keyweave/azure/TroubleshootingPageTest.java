package io.keyweave.azure;

import io.keyweave.Failure;
import io.keyweave.PagePart;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Locale;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** The rows on {@code docs/troubleshooting.md} are the rows in code. Run {@link #main} in the module's folder to write them anew. */
class TroubleshootingPageTest {

    private static final PagePart PART = new PagePart(
            Path.of("../docs/troubleshooting.md"),
            "<!-- messages: made from io.keyweave.azure.FailureMessages, see TroubleshootingPageTest -->\n",
            "<!-- end of messages -->\n");
    private static final Pattern FACT = Pattern.compile("\\{([a-z-]+)}");

    private static String rows() {
        StringBuilder out = new StringBuilder();
        Incident.FailedStep stage = null;
        for (FailureMessage row : FailureMessages.all()) {
            if (row.pattern().stage() != stage) {
                String heading = heading(row.pattern().stage());
                if (!out.toString().contains("\n### " + heading + "\n")) {
                    out.append("\n### ").append(heading).append('\n');
                }
                stage = row.pattern().stage();
            }
            out.append("\n#### ").append(row.row().code()).append("\n\n**");
            out.append(shown(row.row().cause())).append("**<br>\n");
            out.append(shown(row.row().remedy())).append("<br>\n");
            out.append("<sub>").append(meaning(row.kind())).append("</sub>\n");
        }
        return out.append('\n').toString();
    }

    private static String heading(Incident.FailedStep stage) {
        return switch (stage) {
            case VAULT, CHALLENGE, ANSWER -> "The vault";
            case ENTRA_ID -> "App registrations and workload identity: Entra ID";
            case MANAGED_IDENTITY -> "Managed identity";
            case AZURE_CLI -> "Azure CLI";
            case CONFIGURATION -> "Settings of the identity";
        };
    }

    /** Facts in capitals, optional parts as if known. */
    private static String shown(String text) {
        return FACT.matcher(text.replace("«", "").replace("»", ""))
                .replaceAll(fact -> fact.group(1).toUpperCase(Locale.ROOT))
                .replace("|", "\\|");
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

    @Test
    void thePageShowsEveryRow() throws IOException {
        PART.assertShows(rows(), TroubleshootingPageTest.class);
    }

    public static void main(String[] args) throws IOException {
        PART.write(rows());
    }
}
