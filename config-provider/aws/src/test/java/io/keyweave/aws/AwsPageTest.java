package io.keyweave.aws;

import static org.junit.jupiter.api.Assertions.assertTrue;

import io.keyweave.fixtures.PageMessage;
import io.keyweave.fixtures.PagePart;
import java.io.IOException;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** The messages on {@code docs/troubleshooting.md} are those in code. Run {@link #main} in the module's folder to write them anew. */
class AwsPageTest {

    private static final PagePart MESSAGES = new PagePart(
            Path.of("../../docs/troubleshooting.md"),
            "<!-- aws: made from io.keyweave.aws.AwsMessages, see AwsPageTest -->\n",
            "<!-- end of aws -->\n");

    private static String messages() {
        StringBuilder out = new StringBuilder();
        for (AwsMessages row : AwsMessages.values()) {
            out.append(PageMessage.of(row.code(), row.kind(), row.causeTemplate(), row.remedyTemplate()));
        }
        return out.append('\n').toString();
    }

    @Test
    void everyMessageHasACodeOfItsOwn() {
        Set<String> codes = new HashSet<>();
        for (AwsMessages row : AwsMessages.values()) {
            assertTrue(row.code().matches("KW-81\\d\\d") && codes.add(row.code()), row::name);
        }
    }

    @Test
    void thePageShowsEveryMessage() throws IOException {
        MESSAGES.assertShows(messages(), AwsPageTest.class);
    }

    public static void main(String[] args) throws IOException {
        MESSAGES.write(messages());
    }
}
