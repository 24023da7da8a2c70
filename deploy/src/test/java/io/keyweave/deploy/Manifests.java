package io.keyweave.deploy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.ObjectMapper;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.dataformat.yaml.YAMLMapper;

/** Reads the YAML of this folder, strictly: a key twice in one object, or a field that the Kubernetes model does not have, fails. */
final class Manifests {

    private static final ObjectMapper YAML = YAMLMapper.builder()
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .build();
    private static final ObjectMapper MODEL = JsonMapper.builder()
            .enable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
            .build();

    private Manifests() {}

    /** Every YAML file below {@code folder}, sorted. */
    static List<Path> files(Path folder) throws IOException {
        try (Stream<Path> files = Files.walk(folder)) {
            return files.filter(file -> file.toString().endsWith(".yaml"))
                    .filter(file -> !file.startsWith(folder.resolve("target")))
                    .sorted()
                    .toList();
        }
    }

    /** The documents of one text. */
    static List<JsonNode> documents(String yaml) throws IOException {
        List<JsonNode> documents = new ArrayList<>();
        try (var read = YAML.readerFor(JsonNode.class).<JsonNode>readValues(yaml)) {
            while (read.hasNext()) {
                documents.add(read.next());
            }
        }
        return documents;
    }

    static List<JsonNode> documents(Path file) throws IOException {
        return documents(Files.readString(file));
    }

    /** Reads a document as a class of the Kubernetes model. */
    static <T> T strictly(JsonNode document, Class<T> type) throws IOException {
        T read = MODEL.treeToValue(document, type);
        // The model keeps fields it does not know in "additionalProperties" and writes them again: they must not be
        // there.
        UnknownFields.in(read).ifPresent(field -> {
            throw new IllegalArgumentException(type.getSimpleName() + " of Kubernetes has no field " + field);
        });
        return read;
    }
}
