package com.example.provider;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.keyweave.ConfigProvider;
import io.keyweave.Origin;
import io.keyweave.SecretResolver;
import io.keyweave.settings.Settings;
import io.keyweave.tck.ConfigProviderContract;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FileProviderTest extends ConfigProviderContract {

    @TempDir
    Path directory;

    @BeforeEach
    void mount() throws IOException {
        Path file = Files.writeString(directory.resolve("db-password"), value());
        Files.setLastModifiedTime(file, FileTime.from(Instant.parse("2026-11-30T10:00:00Z")));
    }

    /** The library needs no setting: it finds what is on the class path. */
    @Test
    void itIsFoundOnTheClassPath() {
        try (SecretResolver resolver = SecretResolver.open(Settings.of(Map.of()))) {
            assertEquals("[" + value() + "]", resolver.resolve("[" + existing() + "]", Origin.of("test")));
        }
    }

    @Override
    protected ConfigProvider newProvider() {
        return new FileProvider();
    }

    @Override
    protected String existing() {
        return "$<file:" + directory + "/db-password>";
    }

    @Override
    protected String value() {
        return "value-of-the-file";
    }

    @Override
    protected void change(String value) throws IOException {
        Files.writeString(directory.resolve("db-password"), value);
    }

    @Override
    protected String missing() {
        return "$<file:" + directory + "/nowhere>";
    }

    @Override
    protected List<String> malformed() {
        return List.of(
                "$<file:relative>", "$<file:/a/../b>", "$<file:/a b>", "$<file:/>", "$<file:/a", "$<file:/a%2e>");
    }
}
