package io.keyweave.agent;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.DataInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * What the agent tells is on {@code docs/troubleshooting.md}, also where a class writes the text itself instead of naming a constant of
 * {@code MessageCode}. The texts are read from the compiled classes, where a sentence is one constant however many lines it takes in the source;
 * most are seen in running JVMs by the integration tests.
 */
class AgentMessagesTest {

    private static final Path PAGE = Path.of("../docs/troubleshooting.md");
    private static final Path CLASSES = Path.of("target/classes/io/keyweave/agent");

    /** Answers of the commands, whose options and tables are on pages of their own, and what runs when the jar is built. */
    private static final Set<String> OTHER_PAGES = Set.of("cli", "packaging", "simulate");

    /** What a class names that tells people something, apart from those whose exceptions say that they are Keyweave's. */
    private static final Set<String> TELLS = Set.of(
            "io/keyweave/LogEvent",
            "io/keyweave/Failure",
            "io/keyweave/agent/runtime/Exit",
            "io/keyweave/agent/EarlyLine",
            "java/io/PrintStream");

    /** Fewer words than these are names, or parts of a message that has longer ones. */
    private static final int LEAST_SPACES = 3;

    private final String page = read(PAGE);

    @Test
    void whatIsToldStandsOnThePage() throws IOException {
        String words = page.replace("`", "").replaceAll("\\s+", " ");
        Set<String> missing = new TreeSet<>();
        constants().forEach((name, all) -> {
            if (all.stream().anyMatch(text -> TELLS.contains(text) || text.startsWith("Keyweave "))) {
                all.stream()
                        .filter(text -> text.chars().filter(c -> c == ' ').count() >= LEAST_SPACES)
                        .map(text -> text.replaceFirst("^( ?ERROR KW-1111 keyweave: |[kK]eyweave: |[.:,)] *)", "")
                                .strip())
                        .filter(text -> !words.contains(text))
                        .forEach(text -> missing.add(name + ": " + text));
            }
        });
        assertEquals(Set.of(), missing, "not on docs/troubleshooting.md");
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
                // What declares codes is compared by MessagesPageTest.
                if (!OTHER_PAGES.contains(name.getName(0).toString())
                        && !name.toString().endsWith("Messages.class")) {
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
