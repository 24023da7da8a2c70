package io.keyweave.agent.cli;

import io.keyweave.Origin;
import io.keyweave.placeholder.PlaceholderParser;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Properties;
import java.util.TreeSet;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import org.jspecify.annotations.Nullable;

/**
 * Where {@code check} finds texts that may hold placeholders. Properties, as text or XML, are read as the application reads them, so a
 * value that goes over several lines is one value. Any other file (HOCON, YAML, JSON, a shell's env file) is looked through line by
 * line for what stands between {@code $<} and {@code >}: no parser of the file's own language is needed to find those.
 */
final class PlaceholderSources {

    /**
     * A text that may hold a placeholder.
     *
     * @param text as written
     * @param origin where it stands
     * @param name of the system property or the variable, null in a file
     */
    record FoundPlaceholder(String text, Origin origin, @Nullable String name) {
        @Override
        public String toString() {
            return origin.toString();
        }
    }

    private PlaceholderSources() {}

    /**
     * The placeholders of a file, of all configuration files below a directory, or of those inside an archive and the archives in it.
     *
     * @throws IOException when something of it cannot be read
     */
    static List<FoundPlaceholder> of(Path file) throws IOException {
        if (Files.isDirectory(file)) {
            List<FoundPlaceholder> found = new ArrayList<>();
            try (Stream<Path> below = Files.walk(file)) {
                for (Path each :
                        (Iterable<Path>) below.filter(Files::isRegularFile).sorted()::iterator) {
                    String name = each.toString();
                    if (isArchive(name) || isConfiguration(name)) {
                        found.addAll(of(each));
                    }
                }
            }
            return found;
        }
        if (isArchive(file.toString())) {
            List<FoundPlaceholder> found = new ArrayList<>();
            try (InputStream in = Files.newInputStream(file)) {
                addEntries(found, in, file.toString());
            }
            return found;
        }
        return of(file.toString(), Files.readAllBytes(file));
    }

    /** An executable jar or a war holds libraries, which may hold files of their own. */
    private static void addEntries(List<FoundPlaceholder> found, InputStream archive, String place) throws IOException {
        ZipInputStream entries = new ZipInputStream(archive);
        for (ZipEntry entry = entries.getNextEntry(); entry != null; entry = entries.getNextEntry()) {
            String inside = entry.getName() + " in " + place;
            if (isArchive(entry.getName())) {
                addEntries(found, entries, inside);
            } else if (isConfiguration(entry.getName())) {
                found.addAll(of(entry.getName(), inside, entries.readAllBytes()));
            }
        }
    }

    /** Whether any reader that docs/frameworks.md names reads such a file: what stands in another stays text. */
    static boolean isRead(Path file) {
        String name = String.valueOf(file.getFileName());
        return Files.isDirectory(file)
                || isArchive(name)
                || isConfiguration(name)
                || name.startsWith(".env")
                || name.startsWith("jaas");
    }

    private static boolean isArchive(String name) {
        return endsWith(name, ".jar", ".war", ".ear", ".zip");
    }

    private static boolean isConfiguration(String name) {
        return endsWith(name, ".properties", ".xml", ".yml", ".yaml", ".json", ".conf", ".env", ".tpl");
    }

    private static boolean endsWith(String name, String... endings) {
        String lower = name.toLowerCase(Locale.ROOT);
        for (String ending : endings) {
            if (lower.endsWith(ending)) {
                return true;
            }
        }
        return false;
    }

    private static List<FoundPlaceholder> of(String file, byte[] bytes) throws IOException {
        return of(file, file, bytes);
    }

    /** @param place for the messages */
    private static List<FoundPlaceholder> of(String name, String place, byte[] bytes) throws IOException {
        if (endsWith(name, ".properties")) {
            Properties properties = new Properties();
            try {
                properties.load(new InputStreamReader(new ByteArrayInputStream(bytes), StandardCharsets.UTF_8));
            } catch (IllegalArgumentException e) {
                throw new IOException("a \\u escape in it is not one", e);
            }
            return of(place, properties);
        }
        if (endsWith(name, ".xml")) {
            Properties properties = new Properties();
            try {
                properties.loadFromXML(new ByteArrayInputStream(bytes));
                return of(place, properties);
            } catch (IOException otherXml) {
                return lines(place, unescaped(new String(bytes, StandardCharsets.UTF_8)));
            }
        }
        return lines(place, new String(bytes, StandardCharsets.UTF_8));
    }

    private static List<FoundPlaceholder> of(String file, Properties properties) {
        List<FoundPlaceholder> found = new ArrayList<>();
        for (String key : new TreeSet<>(properties.stringPropertyNames())) {
            String text = properties.getProperty(key, "");
            if (PlaceholderParser.mayHold(text)) {
                found.add(new FoundPlaceholder(text, Origin.fileKey(file, key), null));
            }
        }
        return found;
    }

    private static List<FoundPlaceholder> lines(String file, String text) {
        List<FoundPlaceholder> found = new ArrayList<>();
        int number = 0;
        for (String line : (Iterable<String>) text.lines()::iterator) {
            number++;
            Origin origin = Origin.fileLine(file, number);
            for (int at = line.indexOf("$<"); at >= 0; at = line.indexOf("$<", at + 2)) {
                int end = line.indexOf('>', at);
                boolean escaped = at > 0 && line.charAt(at - 1) == '$';
                if (!escaped && !comment(line)) {
                    found.add(
                            new FoundPlaceholder(line.substring(at, end < 0 ? line.length() : end + 1), origin, null));
                }
            }
            int reference = line.indexOf("@Microsoft.KeyVault(");
            if (reference >= 0 && !comment(line)) {
                int end = line.indexOf(')', reference);
                found.add(new FoundPlaceholder(
                        line.substring(reference, end < 0 ? line.length() : end + 1), origin, null));
            }
        }
        return found;
    }

    private static boolean comment(String line) {
        String start = line.stripLeading();
        return start.startsWith("#") || start.startsWith("//");
    }

    private static String unescaped(String xml) {
        return xml.replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&");
    }
}
