package io.keyweave.agent.document;

import java.util.List;

/**
 * Who reads a document.
 *
 * @param name as users know it, {@code SnakeYAML}
 * @param packages prefixes of its classes, {@code org.yaml.snakeyaml.}: skipped in the search for the class that makes it read
 */
public record ParserLibrary(String name, List<String> packages) {

    public static ParserLibrary of(String name, String... packages) {
        return new ParserLibrary(name, List.of(packages));
    }
}
