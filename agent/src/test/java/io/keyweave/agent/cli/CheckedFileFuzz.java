package io.keyweave.agent.cli;

import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.keyweave.settings.Settings;
import io.keyweave.settings.SourceList;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;

/** A file that {@code check} is given, as properties, JSON, YAML of an application, and YAML for Kubernetes. */
public final class CheckedFileFuzz {

    private static final SourceList SOURCES = new SourceList(Settings.of(Map.of(), Map.of()));
    private static final FileReaders READERS = new FileReaders();

    private CheckedFileFuzz() {}

    public static void fuzzerTestOneInput(byte[] data) {
        texts(file("a.properties", data));
        texts(file("a.json", data));
        CheckedFile yaml = file("compose.yaml", data);
        YamlOutline outline = new YamlOutline(new String(data, StandardCharsets.UTF_8));
        ManifestText.is(yaml, outline);
        ManifestText manifest = new ManifestText(outline, SOURCES, READERS, null);
        for (FileTexts.FileText text : texts(yaml)) {
            assertTrue(text.line() >= 1 && text.line() <= outline.size(), "a line that is not there");
            assertNotNull(manifest.at(text.line()).resolution());
            assertTrue(!outline.path(text.line()).isEmpty());
        }
    }

    private static CheckedFile file(String name, byte[] data) {
        return new CheckedFile(name, name, data, null, null);
    }

    private static List<FileTexts.FileText> texts(CheckedFile file) {
        try {
            return FileTexts.of(file);
        } catch (IOException e) {
            assertTrue(file.endsWith(".properties"), "no text at all");
            return List.of();
        }
    }
}
