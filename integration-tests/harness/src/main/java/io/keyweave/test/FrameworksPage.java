package io.keyweave.test;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The set-up of each framework as docs/frameworks.md shows it, for the test that runs it. */
public final class FrameworksPage {

    private static final Pattern SECTION = Pattern.compile("(?ms)^### (.+?)$(.*?)(?=^##|\\z)");
    private static final Pattern BLOCK = Pattern.compile("(?ms)^```\\w*\\R(.*?)^```");

    private FrameworksPage() {}

    /** The headings of all set-ups. */
    public static List<String> sections() {
        List<String> sections = new ArrayList<>();
        Matcher matcher = SECTION.matcher(page());
        while (matcher.find()) {
            sections.add(matcher.group(1));
        }
        return sections;
    }

    /**
     * A block of code.
     *
     * @param number counted from 0 within its section
     * @param pairs what to write instead of a text of the page, which must be there: a text, its replacement, and so on
     */
    public static String block(String section, int number, String... pairs) {
        String block = blocks(section).get(number);
        for (int i = 0; i < pairs.length; i += 2) {
            if (!block.contains(pairs[i])) {
                throw new IllegalStateException(section + " does not show " + pairs[i] + ":\n" + block);
            }
            block = block.replace(pairs[i], pairs[i + 1]);
        }
        return block;
    }

    private static List<String> blocks(String section) {
        Matcher sections = SECTION.matcher(page());
        while (sections.find()) {
            if (sections.group(1).equals(section)) {
                List<String> blocks = new ArrayList<>();
                Matcher matcher = BLOCK.matcher(sections.group(2));
                while (matcher.find()) {
                    blocks.add(matcher.group(1));
                }
                return blocks;
            }
        }
        throw new IllegalStateException("docs/frameworks.md has no section " + section);
    }

    private static String page() {
        try {
            return Files.readString(Project.home().resolve("docs/frameworks.md"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
