package io.keyweave.benchmarks;

import io.keyweave.test.Project;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** The page {@code docs/performance.md}: each table stands between two markers and is replaced as a whole. */
final class PerformancePage {

    private PerformancePage() {}

    static void replace(String section, String markdown) throws IOException {
        Path file = Project.home().resolve("docs/performance.md");
        String page = Files.readString(file);
        String begin = "<!-- begin " + section + " -->\n";
        String end = "<!-- end " + section + " -->";
        int from = page.indexOf(begin);
        int to = page.indexOf(end);
        if (from < 0 || to < from) {
            throw new IOException(file + " has no place for the table: " + begin.trim());
        }
        Files.writeString(file, page.substring(0, from + begin.length()) + markdown + page.substring(to));
    }
}
