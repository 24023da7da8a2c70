package io.keyweave.azure;

import io.keyweave.fixtures.PageMessage;
import io.keyweave.fixtures.PagePart;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/** The rows on {@code docs/troubleshooting.md} are the rows in code. Run {@link #main} in the module's folder to write them anew. */
class TroubleshootingPageTest {

    private static final PagePart PART = new PagePart(
            Path.of("../docs/troubleshooting.md"),
            "<!-- messages: made from io.keyweave.azure.FailureMessages, see TroubleshootingPageTest -->\n",
            "<!-- end of messages -->\n");

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
            out.append(PageMessage.of(
                    row.row().code(), row.kind(), row.row().cause(), row.row().remedy()));
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

    @Test
    void thePageShowsEveryRow() throws IOException {
        PART.assertShows(rows(), TroubleshootingPageTest.class);
    }

    public static void main(String[] args) throws IOException {
        PART.write(rows());
    }
}
