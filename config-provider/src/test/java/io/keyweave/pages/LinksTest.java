package io.keyweave.pages;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** No link within the project leads nowhere: the file is there, and has the heading. */
class LinksTest {

    @Test
    void everyLinkWithinTheProjectLeadsSomewhere() throws IOException {
        List<Page> pages = Page.prose();
        pages.add(Page.of(Page.PROJECT.resolve("CHANGELOG.md")));
        List<String> dead = new ArrayList<>();
        for (Page page : pages) {
            for (String link : page.links()) {
                if (!link.matches("[a-z]+:.*") && !leadsSomewhere(page, link)) {
                    dead.add(page.name() + ": " + link);
                }
            }
        }
        assertEquals("", String.join("\n", dead));
    }

    private static boolean leadsSomewhere(Page page, String link) throws IOException {
        int hash = link.indexOf('#');
        String path = hash < 0 ? link : link.substring(0, hash);
        Path file =
                path.isEmpty() ? page.file() : page.file().resolveSibling(path).normalize();
        if (!Files.exists(file)) {
            return false;
        }
        return hash < 0 || Page.of(file).anchors().contains(link.substring(hash + 1));
    }
}
