package io.keyweave.agent.cli;

import io.keyweave.Origin;
import io.keyweave.agent.document.DocumentFormat;
import io.keyweave.agent.document.Piece;
import io.keyweave.agent.trust.PlaceholderLike;
import io.keyweave.placeholder.NearMiss;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Properties;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * The texts of a file that may hold a placeholder. Properties, as text or XML, are read as the application reads them, so a value that goes over several lines is one
 * value. In any other file the placeholders are found as the agent finds them in documents.
 */
final class FileTexts {

    /**
     * A text of a file.
     *
     * @param line from 1, 0 for a key of properties
     */
    record FileText(String text, Origin origin, int line) {}

    private FileTexts() {}

    /** @throws IOException when a properties file is none */
    static List<FileText> of(CheckedFile file) throws IOException {
        Properties properties = properties(file);
        if (properties != null) {
            return values(file.place(), properties);
        }
        String text = new String(file.bytes(), StandardCharsets.UTF_8);
        DocumentFormat format = file.endsWith(".xml")
                ? DocumentFormat.XML
                : file.endsWith(".json", ".jsn")
                        ? DocumentFormat.JSON
                        : file.endsWith(".ini") ? DocumentFormat.INI : DocumentFormat.MARKED;
        return documents(file.place(), text, format);
    }

    /** The pairs of a properties file, null for another kind. */
    static @Nullable Properties properties(CheckedFile file) throws IOException {
        Properties properties = new Properties();
        if (file.endsWith(".properties")) {
            try {
                properties.load(new InputStreamReader(new ByteArrayInputStream(file.bytes()), StandardCharsets.UTF_8));
                return properties;
            } catch (IllegalArgumentException e) {
                throw new IOException("a \\u escape in it is not one", e);
            }
        }
        if (file.endsWith(".xml")) {
            try {
                properties.loadFromXML(new ByteArrayInputStream(file.bytes()));
                return properties;
            } catch (IOException otherXml) {
                return null;
            }
        }
        return null;
    }

    private static List<FileText> values(String place, Properties properties) {
        List<FileText> found = new ArrayList<>();
        boolean kafka = false;
        for (String key : properties.stringPropertyNames()) {
            kafka |= key.endsWith("config.providers");
        }
        for (String key : new TreeSet<>(properties.stringPropertyNames())) {
            String text = properties.getProperty(key, "");
            if (PlaceholderLike.mayBeIn(text) || !kafka && NearMiss.mayBe(text)) {
                found.add(new FileText(text, Origin.fileKey(place, key), 0));
            }
        }
        return found;
    }

    private static List<FileText> documents(String place, String text, DocumentFormat format) {
        List<FileText> found = new ArrayList<>();
        List<Piece> pieces = Piece.in(text, format);
        int next = 0;
        int number = 0;
        for (int from = 0; from < text.length(); ) {
            int end = text.indexOf('\n', from);
            end = end < 0 ? text.length() : end;
            String line = text.substring(from, end);
            number++;
            boolean any = false;
            boolean comment = comment(line, format);
            for (; next < pieces.size() && pieces.get(next).from() < end; next++) {
                any = true;
                if (!comment) {
                    found.add(new FileText(pieces.get(next).text(), Origin.fileLine(place, number), number));
                }
            }
            if (!any && !comment) {
                addOther(found, line, Origin.fileLine(place, number), number, format);
            }
            from = end + 1;
        }
        return found;
    }

    /** What begins like a placeholder and does not end, or only looks like one. */
    private static void addOther(List<FileText> found, String line, Origin origin, int number, DocumentFormat format) {
        String text = format == DocumentFormat.XML ? line.replace("&lt;", "<").replace("&gt;", ">") : value(line);
        int begin = text.indexOf("$<");
        boolean escaped = begin > 0 && text.charAt(begin - 1) == '$';
        if (begin >= 0 && !escaped && PlaceholderLike.in(text.substring(begin))) {
            found.add(new FileText(text.substring(begin), origin, number));
        } else if (NearMiss.mayBe(text)) {
            found.add(new FileText(text, origin, number));
        }
    }

    /** What is behind the key, without quotes. */
    private static String value(String line) {
        int at = -1;
        for (int i = 0; i < line.length() && at < 0 && "$@".indexOf(line.charAt(i)) < 0; i++) {
            at = line.charAt(i) == '=' || line.charAt(i) == ':' ? i : -1;
        }
        String value = line.substring(at + 1).strip();
        boolean quoted = value.length() > 1 && (value.charAt(0) == '"' || value.charAt(0) == '\'');
        return quoted ? value.substring(1) : at < 0 || value.isEmpty() ? line : value;
    }

    private static boolean comment(String line, DocumentFormat format) {
        String start = line.stripLeading();
        return switch (format) {
            case MARKED -> start.startsWith("#") || start.startsWith("//");
            case INI -> start.startsWith("#") || start.startsWith(";");
            case JSON, TOML, XML, PROPERTIES -> false;
        };
    }
}
