package io.keyweave.benchmarks;

import io.keyweave.test.Project;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.List;
import java.util.zip.CRC32;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import java.util.zip.ZipOutputStream;

/**
 * A copy of the agent that does not know the readers of YAML, JSON and XML, nor SmallRye's: in its lists their names begin with a character
 * with which no class begins. All else is the same, byte for byte.
 */
final class AgentWithoutReaders {

    private static final List<String> READERS = List.of(
            "org/yaml/snakeyaml/",
            "org/snakeyaml/engine/",
            "com/fasterxml/jackson/",
            "tools/jackson/",
            "org/apache/xerces/impl/",
            "com/sun/org/apache/xerces/internal/impl/",
            "io/smallrye/config/");

    /** Where the lists are: for the JVM that waits for a first reader, and for the patches. */
    private static final List<String> ENTRIES = List.of("io/keyweave/agent/ReadingClasses.class", "inst/idle");

    private AgentWithoutReaders() {}

    static Path write(Path directory) throws IOException {
        Path copy = directory.resolve("agent-without-readers.jar");
        try (ZipFile agent = new ZipFile(Project.agentJar().toFile());
                OutputStream file = Files.newOutputStream(copy);
                ZipOutputStream out = new ZipOutputStream(file)) {
            for (ZipEntry entry : Collections.list(agent.entries())) {
                byte[] bytes;
                try (InputStream in = agent.getInputStream(entry)) {
                    bytes = in.readAllBytes();
                }
                if (ENTRIES.contains(entry.getName())) {
                    bytes = without(entry.getName(), bytes);
                }
                ZipEntry written = new ZipEntry(entry.getName());
                written.setMethod(entry.getMethod());
                if (entry.getMethod() == ZipEntry.STORED) {
                    CRC32 crc = new CRC32();
                    crc.update(bytes);
                    written.setCrc(crc.getValue());
                    written.setSize(bytes.length);
                }
                out.putNextEntry(written);
                out.write(bytes);
            }
        }
        return copy;
    }

    private static byte[] without(String entry, byte[] bytes) {
        String text = new String(bytes, StandardCharsets.ISO_8859_1);
        for (String reader : READERS) {
            if (!text.contains(reader)) {
                throw new IllegalStateException(entry + " does not name " + reader);
            }
            text = text.replace(reader, '-' + reader.substring(1));
        }
        return text.getBytes(StandardCharsets.ISO_8859_1);
    }
}
