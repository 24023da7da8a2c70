package io.keyweave.pages;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Stream;
import org.commonmark.ext.gfm.tables.TableCell;
import org.commonmark.ext.gfm.tables.TablesExtension;
import org.commonmark.node.AbstractVisitor;
import org.commonmark.node.Code;
import org.commonmark.node.CustomNode;
import org.commonmark.node.Document;
import org.commonmark.node.HardLineBreak;
import org.commonmark.node.Heading;
import org.commonmark.node.HtmlInline;
import org.commonmark.node.Link;
import org.commonmark.node.Node;
import org.commonmark.node.Paragraph;
import org.commonmark.node.SoftLineBreak;
import org.commonmark.node.Text;
import org.commonmark.parser.IncludeSourceSpans;
import org.commonmark.parser.Parser;

/** One page of the project in Markdown. */
record Page(Path file, Document document) {

    static final Path PROJECT = Path.of("..").toAbsolutePath().normalize();

    private static final Parser PARSER = Parser.builder()
            .extensions(List.of(TablesExtension.create()))
            .includeSourceSpans(IncludeSourceSpans.BLOCKS)
            .build();

    /** Every page that somebody reads from its first line to its last; a changelog is not one. */
    static List<Page> prose() throws IOException {
        List<Page> pages = docs();
        for (String name : List.of("README.md", "CONTRIBUTING.md", "SECURITY.md")) {
            pages.add(of(PROJECT.resolve(name)));
        }
        return pages;
    }

    static List<Page> docs() throws IOException {
        List<Page> pages = new ArrayList<>();
        try (Stream<Path> files = Files.list(PROJECT.resolve("docs"))) {
            for (Path file :
                    files.filter(f -> f.toString().endsWith(".md")).sorted().toList()) {
                pages.add(of(file));
            }
        }
        return pages;
    }

    static Page of(Path file) throws IOException {
        return new Page(file, (Document) PARSER.parse(Files.readString(file)));
    }

    String name() {
        return PROJECT.relativize(file).toString().replace('\\', '/');
    }

    /** Paragraphs, items and cells, one text each. */
    List<String> texts() {
        List<String> texts = new ArrayList<>();
        document.accept(new AbstractVisitor() {
            @Override
            public void visit(Paragraph paragraph) {
                texts.add(text(paragraph));
            }

            @Override
            public void visit(CustomNode node) {
                if (node instanceof TableCell) {
                    texts.add(text(node));
                } else {
                    visitChildren(node);
                }
            }
        });
        return texts;
    }

    List<String> links() {
        List<String> links = new ArrayList<>();
        document.accept(new AbstractVisitor() {
            @Override
            public void visit(Link link) {
                links.add(link.getDestination());
                visitChildren(link);
            }
        });
        return links;
    }

    /** The names of the headings in a link, as forges make them. */
    Set<String> anchors() {
        Set<String> anchors = new HashSet<>();
        document.accept(new AbstractVisitor() {
            @Override
            public void visit(Heading heading) {
                anchors.add(text(heading, true)
                        .toLowerCase(Locale.ROOT)
                        .replaceAll("[^\\p{L}\\p{N}\\s_-]", "")
                        .replaceAll("\\s", "-"));
            }
        });
        return anchors;
    }

    /** The words of a node; a piece of code counts as one word, and a {@code <br>} ends a line. */
    static String text(Node node) {
        return text(node, false);
    }

    private static String text(Node node, boolean withCode) {
        StringBuilder text = new StringBuilder();
        node.accept(new AbstractVisitor() {
            @Override
            public void visit(Text words) {
                text.append(words.getLiteral());
            }

            @Override
            public void visit(Code code) {
                text.append(withCode ? code.getLiteral() : "`X`");
            }

            @Override
            public void visit(HtmlInline tag) {
                if (tag.getLiteral().equals("<br>")) {
                    text.append('\n');
                }
            }

            @Override
            public void visit(SoftLineBreak end) {
                text.append(' ');
            }

            @Override
            public void visit(HardLineBreak end) {
                text.append(' ');
            }
        });
        return text.toString().replaceAll(" +", " ").strip();
    }
}
