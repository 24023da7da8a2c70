package io.keyweave.agent.cli;

import io.keyweave.Origin;
import io.keyweave.agent.cli.PlaceholderSources.FoundPlaceholder;
import io.keyweave.agent.startup.ReservedNames;
import io.keyweave.placeholder.PlaceholderParser;
import io.keyweave.placeholder.Reference;
import io.keyweave.placeholder.Template;
import io.keyweave.settings.Setting;
import io.keyweave.settings.Settings;
import io.keyweave.settings.SourceList;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** The texts that {@code check} looks at, and what the settings {@code sources} and {@code allow} leave of them. */
final class CheckedTexts {

    private final Settings settings;
    private final SourceList sources;
    private final List<FoundPlaceholder> found = new ArrayList<>();
    private final List<String> outside = new ArrayList<>();

    CheckedTexts(Settings settings) {
        this.settings = settings;
        this.sources = new SourceList(settings);
    }

    /** @throws IOException when a file cannot be read */
    void collect(List<Path> files, Map<String, String> properties, Map<String, String> environment) throws IOException {
        properties.forEach((name, text) -> add(text, Origin.systemProperty(name), name, sources.hasProperty(name)));
        new TreeMap<>(environment)
                .forEach((name, text) -> add(text, Origin.environment(name), name, sources.hasVariable(name)));
        for (Path file : files) {
            try {
                found.addAll(PlaceholderSources.of(file));
            } catch (IOException e) {
                throw new IOException(
                        "the file " + file + " cannot be read (" + e.getClass().getSimpleName() + ")", e);
            }
        }
    }

    private void add(String text, Origin origin, String name, boolean source) {
        if (!PlaceholderParser.mayHold(text) || ReservedNames.ofTheJvm(name)) {
            return;
        }
        if (source) {
            found.add(new FoundPlaceholder(text, origin, name));
        } else {
            outside.add(origin.toString());
        }
    }

    List<FoundPlaceholder> found() {
        return found;
    }

    /** Lines that tell what the settings keep out; empty when they keep out nothing. */
    String limits() {
        StringBuilder text = new StringBuilder();
        if (settings.isSet(Setting.SOURCES)) {
            text.append("sources=")
                    .append(settings.text(Setting.SOURCES))
                    .append(
                            outside.isEmpty()
                                    ? " leaves out no placeholder.\n"
                                    : " leaves out, as text: " + String.join(", ", outside) + "\n");
        }
        if (settings.isSet(Setting.ALLOW)) {
            text.append("allow=").append(settings.text(Setting.ALLOW)).append(": no other secret is asked for.\n");
        }
        return text.toString();
    }

    /** One placeholder of a text, as it was written. */
    static String alone(Template template, Reference reference) {
        String text = template.text();
        int begin = reference.column() - 1;
        return text.startsWith("$<", begin) ? text.substring(begin, text.indexOf('>', begin) + 1) : text;
    }
}
