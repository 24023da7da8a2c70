package io.keyweave.agent;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.DataInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * The last part of {@code docs/troubleshooting.md}: what is there is in the code, and what the agent tells is there. The texts are read
 * from the compiled classes, where a sentence is one constant however many lines it takes in the source; most are seen in running JVMs by the
 * integration tests.
 */
class AgentMessagesTest {

    private static final Path PAGE = Path.of("../docs/troubleshooting.md");
    private static final Path CLASSES = Path.of("target/classes/io/keyweave/agent");
    private static final Pattern HEADING = Pattern.compile("(?m)^\\*\\*(.*)\\*\\*<br>$");
    private static final Pattern WORD = Pattern.compile("\\b(ORIGIN|TEXT|NAME)\\b");

    /** Answers of the commands, whose options and tables are on pages of their own, and what runs when the jar is built. */
    private static final Set<String> OTHER_PAGES = Set.of("cli", "packaging", "simulate");

    /** What a class names that tells people something, apart from those whose exceptions say that they are Keyweave's. */
    private static final Set<String> TELLS = Set.of(
            "io/keyweave/Log$Level", "io/keyweave/Failure", "io/keyweave/agent/runtime/Exit", "java/io/PrintStream");

    /** Fewer words than these are names, or parts of a message that has longer ones. */
    private static final int LEAST_SPACES = 3;

    private final String page = read(PAGE);

    @Test
    void whatStandsOnThePageIsInTheCode() throws IOException {
        List<Set<String>> classes = List.copyOf(constants().values());
        Matcher heading = HEADING.matcher(page.substring(page.indexOf("### The agent\n")));
        int headings = 0;
        while (heading.find()) {
            headings++;
            List<String> parts = List.of(WORD.split(heading.group(1)));
            assertTrue(classes.stream().anyMatch(all -> says(all, parts)), heading.group(1) + " is told nowhere");
        }
        assertTrue(headings > 5, "headings: " + headings);
    }

    private static boolean says(Set<String> constants, List<String> parts) {
        return parts.stream().allMatch(part -> constants.stream().anyMatch(text -> text.contains(part)));
    }

    @Test
    void whatIsToldStandsOnThePage() throws IOException {
        String words = page.replace("`", "").replaceAll("\\s+", " ");
        Set<String> missing = new TreeSet<>();
        constants().forEach((name, all) -> {
            if (all.stream().anyMatch(text -> TELLS.contains(text) || text.startsWith("Keyweave "))) {
                all.stream()
                        .filter(text -> text.chars().filter(c -> c == ' ').count() >= LEAST_SPACES)
                        .map(text -> text.replaceFirst("^([kK]eyweave: |[.:,)] *)", "")
                                .strip())
                        .filter(text -> !words.contains(text))
                        .forEach(text -> missing.add(name + ": " + text));
            }
        });
        assertEquals(Set.of(), missing, "not on docs/troubleshooting.md, part The agent");
    }

    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Names and texts in the constant pools of the agent's classes. */
    private static Map<String, Set<String>> constants() throws IOException {
        Map<String, Set<String>> all = new TreeMap<>();
        try (Stream<Path> files = Files.walk(CLASSES)) {
            for (Path file :
                    files.filter(name -> name.toString().endsWith(".class")).toList()) {
                Path name = CLASSES.relativize(file);
                if (!OTHER_PAGES.contains(name.getName(0).toString())) {
                    all.put(name.toString(), constants(file));
                }
            }
        }
        return all;
    }

    /** By <a href="https://docs.oracle.com/javase/specs/jvms/se17/html/jvms-4.html#jvms-4.4">the format of class files</a>. */
    private static Set<String> constants(Path file) throws IOException {
        Set<String> texts = new TreeSet<>();
        try (DataInputStream in = new DataInputStream(Files.newInputStream(file))) {
            in.skipNBytes(8);
            int count = in.readUnsignedShort();
            for (int i = 1; i < count; i++) {
                switch (in.readUnsignedByte()) {
                    case 1 -> texts.add(in.readUTF());
                    case 5, 6 -> {
                        in.skipNBytes(8);
                        // A long or double counts twice.
                        i++;
                    }
                    case 7, 8, 16, 19, 20 -> in.skipNBytes(2);
                    case 15 -> in.skipNBytes(3);
                    default -> in.skipNBytes(4);
                }
            }
        }
        return texts;
    }
}
