package io.keyweave.pages;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** A command of a page works in a fresh clone: a module that needs others of the project is built with them ({@code -am}). */
class MavenCommandsTest {

    private static final Pattern ONE_MODULE = Pattern.compile("mvn [^`|]*-pl ([\\w/,-]+).*");

    @Test
    void aModuleIsBuiltWithThoseItNeeds() throws IOException {
        List<String> commands = new ArrayList<>();
        List<String> failing = new ArrayList<>();
        for (Path page : pages()) {
            for (String line : Files.readAllLines(page)) {
                Matcher command = ONE_MODULE.matcher(line);
                if (command.find()) {
                    commands.add(line);
                    for (String module : command.group(1).split(",")) {
                        if (!line.contains(" -am") && needsOthers(module)) {
                            failing.add(Page.PROJECT.relativize(page) + ": " + line.strip());
                        }
                    }
                }
            }
        }
        assertFalse(commands.isEmpty(), "no page has such a command: has the way it is written changed?");
        assertEquals("", String.join("\n", failing));
    }

    private static boolean needsOthers(String module) throws IOException {
        String pom = Files.readString(Page.PROJECT.resolve(module).resolve("pom.xml"));
        return pom.substring(pom.indexOf("</parent>")).contains("<groupId>io.keyweave</groupId>");
    }

    private static List<Path> pages() throws IOException {
        List<Path> pages = new ArrayList<>();
        for (Page page : Page.prose()) {
            pages.add(page.file());
        }
        try (Stream<Path> files =
                Files.find(Page.PROJECT.resolve("samples"), 2, (file, attributes) -> file.endsWith("README.md"))) {
            files.forEach(pages::add);
        }
        return pages;
    }
}
