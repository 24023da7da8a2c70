package io.keyweave.thirdparty;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.parsers.ParserConfigurationException;
import org.jspecify.annotations.Nullable;
import org.w3c.dom.Document;
import org.w3c.dom.Element;
import org.w3c.dom.Node;
import org.xml.sax.SAXException;

/**
 * The poms of a directory into which Maven's dependency plug-in copied jars, their poms and the parents of those. What a pom leaves
 * out, its parent says.
 */
final class LibraryPoms {

    private final Path directory;

    LibraryPoms(Path directory) {
        this.directory = directory;
    }

    /** Every jar there is, in the order of their names, but none of ours. */
    List<PackedLibrary> libraries() throws IOException {
        List<Path> jars;
        try (Stream<Path> files = Files.list(directory)) {
            jars = files.filter(file -> file.toString().endsWith(".jar"))
                    .sorted()
                    .toList();
        }
        List<PackedLibrary> libraries = new ArrayList<>();
        for (Path jar : jars) {
            PackedLibrary library = library(jar);
            if (!library.group().equals("io.keyweave")) {
                libraries.add(library);
            }
        }
        return libraries;
    }

    private PackedLibrary library(Path jar) throws IOException {
        String name = jar.getFileName().toString();
        List<Element> lineage = lineage(name.substring(0, name.length() - ".jar".length()) + ".pom");
        String licence = null;
        String holder = null;
        for (Element pom : lineage) {
            licence = licence != null ? licence : path(pom, "licenses", "license", "name");
            holder = holder != null ? holder : path(pom, "organization", "name");
        }
        for (Element pom : lineage) {
            holder = holder != null ? holder : path(pom, "developers", "developer", "name");
        }
        if (licence == null && !"io.keyweave".equals(inherited(lineage, "groupId"))) {
            throw new IOException("the pom of " + name + " and its parents name no licence");
        }
        return new PackedLibrary(
                jar,
                inherited(lineage, "groupId"),
                required(path(lineage.get(0), "artifactId"), "artifactId", name),
                inherited(lineage, "version"),
                holder,
                licence == null ? "" : licence);
    }

    /** The pom, its parent, and so on. */
    private List<Element> lineage(String file) throws IOException {
        List<Element> lineage = new ArrayList<>();
        for (String next = file; next != null; ) {
            Element pom = read(directory.resolve(next));
            lineage.add(pom);
            Element parent = child(pom, "parent");
            next = parent == null ? null : path(parent, "artifactId") + "-" + path(parent, "version") + ".pom";
        }
        return lineage;
    }

    private static String inherited(List<Element> lineage, String element) throws IOException {
        Element pom = lineage.get(0);
        String own = path(pom, element);
        return required(own != null ? own : path(pom, "parent", element), element, "a pom");
    }

    private static String required(@Nullable String value, String element, String where) throws IOException {
        if (value == null) {
            throw new IOException(where + " has no " + element);
        }
        return value;
    }

    private static Element read(Path pom) throws IOException {
        try {
            DocumentBuilderFactory factory = DocumentBuilderFactory.newInstance();
            factory.setFeature("http://apache.org/xml/features/disallow-doctype-decl", true);
            Document document = factory.newDocumentBuilder().parse(pom.toFile());
            return document.getDocumentElement();
        } catch (ParserConfigurationException | SAXException e) {
            throw new IOException(pom + " cannot be read", e);
        }
    }

    /** The text of the first element that this path leads to, or {@code null}. */
    private static @Nullable String path(Element from, String... names) {
        Element at = from;
        for (String name : names) {
            at = child(at, name);
            if (at == null) {
                return null;
            }
        }
        String text = at.getTextContent().strip();
        return text.isEmpty() ? null : text;
    }

    private static @Nullable Element child(Element parent, String name) {
        for (Node node = parent.getFirstChild(); node != null; node = node.getNextSibling()) {
            if (node instanceof Element element && element.getTagName().equals(name)) {
                return element;
            }
        }
        return null;
    }
}
