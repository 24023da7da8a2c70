package io.keyweave;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import io.keyweave.hocon.ConfigSecrets;
import io.keyweave.settings.Settings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Properties;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The README's example is the code of this test, line for line, and does what it says. */
class ReadmeExampleTest {

    @TempDir
    Path work;

    private final List<String> printed = new ArrayList<>();

    @Test
    void theExampleResolvesPropertiesMapAndConfig() throws IOException {
        Path offline = Files.writeString(work.resolve("offline.properties"), "contoso-prod/db-password=s3cret\n");
        Properties loaded = new Properties();
        loaded.setProperty("password", "$<kv:contoso-prod/db-password>");

        example(Settings.of(Map.of("offline", offline.toString())), loaded);

        assertEquals(List.of("s3cret", "s3cret", "s3cret", "s3cret"), printed);
    }

    @Test
    void theReadmeShowsThisCode() throws IOException {
        List<String> example = new ArrayList<>();
        boolean inside = false;
        for (String line : Files.readAllLines(Path.of("src/test/java/io/keyweave/ReadmeExampleTest.java"))) {
            if (line.strip().startsWith("try (SecretResolver")) {
                inside = true;
            }
            if (inside) {
                example.add(line.substring(8));
            }
            if (line.equals("        }")) {
                inside = false;
            }
        }
        assertTrue(example.size() >= 9, "the example was found");
        String readme = Files.readString(Path.of("../README.md"));
        assertTrue(readme.contains("```java\n" + String.join("\n", example) + "\n```"), "README.md shows:\n" + example);
    }

    private void example(Settings settings, Properties loaded) {
        try (SecretResolver secrets = SecretResolver.open(settings)) { // Settings.of(Map.of("ttl", "5m"))
            Origin origin = Origin.of("orders");
            Properties properties = secrets.resolve(loaded, origin);
            Map<String, String> map = secrets.resolve(Map.of("password", "$<kv:contoso-prod/db-password>"), origin);
            Config config = ConfigSecrets.resolve(ConfigFactory.load("orders"), secrets);
            LiveValue live = secrets.bind("$<kv:contoso-prod/db-password>", origin);
            secrets.require(List.of(live));
            print(properties, map, config, live.current()); // live.current(): the current version, at every call
        }
    }

    private void print(Properties properties, Map<String, String> map, Config config, String current) {
        printed.add(properties.getProperty("password"));
        printed.add(Objects.requireNonNull(map.get("password")));
        printed.add(config.getString("password"));
        printed.add(current);
    }
}
