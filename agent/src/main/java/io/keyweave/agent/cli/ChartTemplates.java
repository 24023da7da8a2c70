package io.keyweave.agent.cli;

import io.keyweave.agent.cli.ManifestText.Placed;
import io.keyweave.settings.SourceList;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The templates of a Helm chart: what they make of a value. */
final class ChartTemplates {

    private final List<String> texts = new ArrayList<>();
    private final String chart;
    private final SourceList sources;
    private final FileReaders readers;

    private ChartTemplates(String chart, SourceList sources, FileReaders readers) {
        this.chart = chart;
        this.sources = sources;
        this.readers = readers;
    }

    static boolean areValues(CheckedFile file) {
        return file.name().startsWith("values") && file.endsWith(".yaml", ".yml");
    }

    static boolean isTemplate(CheckedFile file) {
        return file.endsWith(".tpl")
                || file.place().replace('\\', '/').contains("templates/") && file.endsWith(".yaml", ".yml");
    }

    /** Those beside the values; null when there is no chart. */
    static @Nullable ChartTemplates beside(CheckedFile values, SourceList sources, FileReaders readers)
            throws IOException {
        Path file = values.file();
        Path directory = file == null ? null : file.toAbsolutePath().getParent();
        if (directory == null || !Files.isRegularFile(directory.resolve("Chart.yaml"))) {
            return null;
        }
        ChartTemplates templates =
                new ChartTemplates(Files.readString(directory.resolve("Chart.yaml")), sources, readers);
        if (Files.isDirectory(directory.resolve("templates"))) {
            try (Stream<Path> below = Files.walk(directory.resolve("templates"))) {
                for (Path each :
                        (Iterable<Path>) below.filter(Files::isRegularFile).sorted()::iterator) {
                    templates.texts.add(Files.readString(each));
                }
            }
        }
        return templates;
    }

    /** What becomes of the value at that path. */
    Placed use(List<String> path) {
        String whole = ".Values." + String.join(".", path);
        boolean part = false;
        for (String text : texts) {
            YamlOutline outline = new YamlOutline(text);
            int number = 0;
            for (String line : (Iterable<String>) text.lines()::iterator) {
                number++;
                if (names(line, whole)) {
                    return new ManifestText(outline, sources, readers, null).at(number);
                }
                for (int length = 1; length < path.size(); length++) {
                    part |= names(line, ".Values." + String.join(".", path.subList(0, length)));
                }
            }
        }
        boolean elsewhere = path.get(0).equals("global")
                || chart.contains("name: " + path.get(0))
                || chart.contains("alias: " + path.get(0));
        return part || elsewhere
                ? ManifestText.unknown()
                : ManifestText.placed(Resolution.nobody("No template of the chart uses " + whole + "."));
    }

    private static boolean names(String line, String value) {
        for (int at = line.indexOf(value); at >= 0; at = line.indexOf(value, at + 1)) {
            int end = at + value.length();
            if (end == line.length() || !Character.isLetterOrDigit(line.charAt(end)) && line.charAt(end) != '.') {
                return true;
            }
        }
        return false;
    }
}
