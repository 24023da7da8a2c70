package io.keyweave.gcp;

import static org.junit.jupiter.api.Assertions.assertTrue;

import io.keyweave.fixtures.PageMessage;
import io.keyweave.fixtures.PagePart;
import java.io.IOException;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** The messages on {@code docs/troubleshooting.md} are those in code. Run {@link #main} in the module's folder to write them anew. */
class GcpPageTest {

    private static final PagePart MESSAGES = new PagePart(
            Path.of("../../docs/troubleshooting.md"),
            "<!-- google: made from io.keyweave.gcp.GcpMessage, see GcpPageTest -->\n",
            "<!-- end of google -->\n");

    private static String messages() {
        StringBuilder out = new StringBuilder();
        for (GcpMessage row : GcpMessage.values()) {
            out.append(PageMessage.of(row.code(), row.kind(), row.causeTemplate(), row.remedyTemplate()));
        }
        return out.append('\n').toString();
    }

    @Test
    void everyMessageHasACodeOfItsOwn() {
        Set<String> codes = new HashSet<>();
        for (GcpMessage row : GcpMessage.values()) {
            assertTrue(row.code().matches("KW-82\\d\\d") && codes.add(row.code()), row::name);
        }
    }

    @Test
    void thePageShowsEveryMessage() throws IOException {
        MESSAGES.assertShows(messages(), GcpPageTest.class);
    }

    public static void main(String[] args) throws IOException {
        MESSAGES.write(messages());
    }
}
