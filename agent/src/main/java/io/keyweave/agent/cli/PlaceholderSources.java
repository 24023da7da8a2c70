package io.keyweave.agent.cli;

import io.keyweave.Origin;
import io.keyweave.placeholder.PlaceholderParser;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Properties;
import java.util.TreeSet;
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
    record Found(String text, Origin origin, @Nullable String name) {
        @Override
        public String toString() {
            return origin.toString();
        }
    }

    private PlaceholderSources() {}

    /** @throws IOException when the file cannot be read */
    static List<Found> of(Path file) throws IOException {
        byte[] bytes = Files.readAllBytes(file);
        String name = String.valueOf(file.getFileName()).toLowerCase(Locale.ROOT);
        if (name.endsWith(".properties")) {
            Properties properties = new Properties();
            try {
                properties.load(new InputStreamReader(new ByteArrayInputStream(bytes), StandardCharsets.UTF_8));
            } catch (IllegalArgumentException e) {
                throw new IOException("a \\u escape in it is not one", e);
            }
            return of(file, properties);
        }
        if (name.endsWith(".xml")) {
            Properties properties = new Properties();
            try {
                properties.loadFromXML(new ByteArrayInputStream(bytes));
                return of(file, properties);
            } catch (IOException otherXml) {
                return lines(file, unescaped(new String(bytes, StandardCharsets.UTF_8)));
            }
        }
        return lines(file, new String(bytes, StandardCharsets.UTF_8));
    }

    private static List<Found> of(Path file, Properties properties) {
        List<Found> found = new ArrayList<>();
        for (String key : new TreeSet<>(properties.stringPropertyNames())) {
            String text = properties.getProperty(key, "");
            if (PlaceholderParser.mayHold(text)) {
                found.add(new Found(text, Origin.fileKey(file.toString(), key), null));
            }
        }
        return found;
    }

    private static List<Found> lines(Path file, String text) {
        List<Found> found = new ArrayList<>();
        int number = 0;
        for (String line : (Iterable<String>) text.lines()::iterator) {
            number++;
            Origin origin = Origin.fileLine(file.toString(), number);
            for (int at = line.indexOf("$<"); at >= 0; at = line.indexOf("$<", at + 2)) {
                int end = line.indexOf('>', at);
                boolean escaped = at > 0 && line.charAt(at - 1) == '$';
                if (!escaped && !comment(line)) {
                    found.add(new Found(line.substring(at, end < 0 ? line.length() : end + 1), origin, null));
                }
            }
            int reference = line.indexOf("@Microsoft.KeyVault(");
            if (reference >= 0 && !comment(line)) {
                int end = line.indexOf(')', reference);
                found.add(new Found(line.substring(reference, end < 0 ? line.length() : end + 1), origin, null));
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
