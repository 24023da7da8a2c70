package io.keyweave.offline;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.keyweave.EventLog;
import io.keyweave.Failure;
import io.keyweave.SecretException;
import io.keyweave.SecretRef;
import java.io.IOException;
import java.io.StringReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Properties;
import org.jspecify.annotations.Nullable;

/** The file of {@code offline=}, against {@code java.util.Properties}. */
public final class OfflineFuzz {

    private static final SecretRef SECRET = new SecretRef("kv", "contoso", "db", null);
    private static final Path FILE = file();

    private OfflineFuzz() {}

    private static Path file() {
        try {
            Path memory = Path.of("/dev/shm");
            Path file = Files.isWritable(memory)
                    ? Files.createTempFile(memory, "offline", ".properties")
                    : Files.createTempFile("offline", ".properties");
            file.toFile().deleteOnExit();
            return file;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public static void fuzzerTestOneInput(byte[] data) {
        try {
            Files.write(FILE, data);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        Properties lines = expected(new String(data, StandardCharsets.UTF_8));
        try {
            String value = new OfflineProvider(FILE.toString(), EventLog.SILENT)
                    .fetch(SECRET, Duration.ofSeconds(1))
                    .value();
            assertTrue(lines != null && lines.containsValue(value), "served what no line says");
        } catch (SecretException e) {
            Failure.Kind kind = e.failures().get(0).kind();
            if (lines == null) {
                assertEquals(Failure.Kind.UNREACHABLE, kind);
            } else {
                assertEquals(Failure.Kind.MISSING, kind);
                assertTrue(
                        lines.keySet().stream().noneMatch(key -> key.toString().equalsIgnoreCase("contoso/db")));
            }
            assertEquals(null, e.getCause());
        }
    }

    private static @Nullable Properties expected(String text) {
        Properties lines = new Properties();
        try {
            lines.load(new StringReader(text.startsWith("\uFEFF") ? text.substring(1) : text));
            return lines;
        } catch (IllegalArgumentException e) {
            return null;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
