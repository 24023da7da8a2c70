package io.keyweave.pages;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.commonmark.node.AbstractVisitor;
import org.commonmark.node.Heading;
import org.commonmark.node.Node;
import org.commonmark.node.Paragraph;
import org.junit.jupiter.api.Test;

/**
 * What can be measured of plain words: length of sentences and paragraphs, words that practitioners stumble over, and that a page
 * begins with what its reader can do afterwards. Code, commands and what messages quote are left out.
 */
class PlainWordsTest {

    private static final int WORDS_IN_A_SENTENCE = 28;
    private static final int LINES_IN_A_PARAGRAPH = 6;

    /** With a second one it is a list. */
    private static final int SEMICOLONS_IN_A_SENTENCE = 1;

    /** Words of our own for things that Azure, Kafka, Spring and the JVM have words for. */
    private static final Pattern OWN_WORDS = Pattern.compile(
            "\\b(?:c(?:a|o)mes? about|(?:is not|are not|not|cannot|can) (?:to )?be had|accidents?|a second look|woven|weaves?"
                    + "|nobody (?:that )?this JVM|for ever|in vain|handed out|hands out|stands? (?:in|for|behind|beside|there|here|at)"
                    + "|rests? for|swallow(?:s|ed)?|made to measure|mends?|mended|leads to nobody|NONSENSE|UNHEALTHY)\\b");

    @Test
    void sentencesAreShort() throws IOException {
        List<String> found = new ArrayList<>();
        for (Page page : Page.prose()) {
            for (String text : page.texts()) {
                for (String sentence : sentences(text)) {
                    int words = sentence.split(" ").length;
                    if (words > WORDS_IN_A_SENTENCE) {
                        found.add(page.name() + ": " + words + " words: " + sentence);
                    }
                }
            }
        }
        nothing(found);
    }

    @Test
    void paragraphsAreShort() throws IOException {
        List<String> found = new ArrayList<>();
        for (Page page : Page.prose()) {
            page.document().accept(new AbstractVisitor() {
                @Override
                public void visit(Paragraph paragraph) {
                    int lines = paragraph.getSourceSpans().size();
                    if (lines > LINES_IN_A_PARAGRAPH) {
                        found.add(page.name() + ": " + lines + " lines: " + Page.text(paragraph));
                    }
                }
            });
        }
        nothing(found);
    }

    /** In running text and items; a cell of a table cannot hold a list. */
    @Test
    void listsAreNotChainsOfSemicolons() throws IOException {
        List<String> found = new ArrayList<>();
        for (Page page : Page.prose()) {
            page.document().accept(new AbstractVisitor() {
                @Override
                public void visit(Paragraph paragraph) {
                    for (String sentence : Page.text(paragraph).split("(?<=[.!?])\\)? +|\n")) {
                        if (sentence.chars().filter(c -> c == ';').count() > SEMICOLONS_IN_A_SENTENCE) {
                            found.add(page.name() + ": " + sentence);
                        }
                    }
                }
            });
        }
        nothing(found);
    }

    @Test
    void pagesUseTheWordsOfTheField() throws IOException {
        List<String> found = new ArrayList<>();
        for (Page page : Page.prose()) {
            for (String text : page.texts()) {
                own(text).forEach(word -> found.add(page.name() + ": \"" + word + "\": " + text));
            }
        }
        nothing(found);
    }

    /** Comments, and messages that end up on somebody's screen. Names in code are the compiler's and ArchUnit's concern. */
    @Test
    void sourcesUseTheWordsOfTheField() throws IOException {
        List<String> found = new ArrayList<>();
        for (Path file : sources()) {
            boolean java = file.toString().endsWith(".java");
            int number = 0;
            for (String line : Files.readAllLines(file)) {
                number++;
                String words = line.strip();
                for (String word : own(java ? readByPeople(words) : words)) {
                    found.add(Page.PROJECT.relativize(file) + ":" + number + ": \"" + word + "\": " + words);
                }
            }
        }
        nothing(found);
    }

    /** Java and pom.xml of every module, this class aside; never a folder {@code target}, in which another module may be built at the same time. */
    private static List<Path> sources() throws IOException {
        List<Path> sources = new ArrayList<>();
        Files.walkFileTree(Page.PROJECT, new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult preVisitDirectory(Path folder, BasicFileAttributes attributes) {
                String name = String.valueOf(folder.getFileName());
                return name.equals("target") || name.equals("node_modules") || name.startsWith(".")
                        ? FileVisitResult.SKIP_SUBTREE
                        : FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
                String name = String.valueOf(file.getFileName());
                if (name.equals("pom.xml")
                        || (name.endsWith(".java") && !name.equals(PlainWordsTest.class.getSimpleName() + ".java"))) {
                    sources.add(file);
                }
                return FileVisitResult.CONTINUE;
            }
        });
        return sources;
    }

    @Test
    void pagesBeginWithWhatTheReaderCanDo() throws IOException {
        List<String> found = new ArrayList<>();
        for (Page page : Page.docs()) {
            Node first = page.document().getFirstChild();
            Node second = first == null ? null : first.getNext();
            if (!(first instanceof Heading)
                    || !(second instanceof Paragraph)
                    || !Page.text(second).startsWith("After this page ")) {
                found.add(page.name() + " does not begin with \"After this page you can ...\"");
            }
        }
        nothing(found);
    }

    /** A comment, or the texts in quotes of a line of code. */
    private static String readByPeople(String line) {
        if (line.startsWith("*") || line.startsWith("/")) {
            return line;
        }
        StringBuilder texts = new StringBuilder();
        Matcher quoted = Pattern.compile("\"(?:[^\"\\\\]|\\\\.)*\"|// .*").matcher(line);
        while (quoted.find()) {
            texts.append(quoted.group()).append(' ');
        }
        return texts.toString();
    }

    private static List<String> own(String text) {
        List<String> found = new ArrayList<>();
        Matcher matcher = OWN_WORDS.matcher(text);
        while (matcher.find()) {
            found.add(matcher.group());
        }
        return found;
    }

    /** A colon or semicolon begins another thought as a full stop does, where what follows is one of its own: an item, a code. */
    private static String[] sentences(String text) {
        return text.split("(?<=[.!?])\\)? +|\n|(?<=[:;]) +(?=[\\p{Lu}`])");
    }

    private static void nothing(List<String> found) {
        assertEquals("", String.join("\n", found));
    }
}
