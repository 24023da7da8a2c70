package io.keyweave.test.frameworks.app;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import io.github.cdimascio.dotenv.Dotenv;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.Reader;
import java.io.StringReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import javax.security.auth.login.AppConfigurationEntry;
import org.apache.commons.configuration.PropertiesConfiguration;
import org.apache.shiro.config.Ini;
import org.ini4j.Wini;
import org.snakeyaml.engine.v2.api.Dump;
import org.snakeyaml.engine.v2.api.DumpSettings;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.events.Event;
import org.yaml.snakeyaml.events.ScalarEvent;

/**
 * An application that shows its users what it has read, before the parser has made values of it, and reads what they send. Prints {@code text} for
 * each way in which what was seen and sent in again stays a text.
 */
public final class Replays {

    private Replays() {}

    /** @param args the directory of trusted files, and that of uploads */
    public static void main(String[] args) throws Exception {
        Path home = Path.of(args[0]);
        Path uploads = Path.of(args[1]);
        String seen = seen(home.resolve("config.yaml"));
        System.out.println("seen " + (seen != null));
        String document = "a: " + seen + "\n";
        told("snakeyaml", seen, () -> of(new Yaml().load(document)));
        told("snakeyaml-bytes", seen, () -> of(new Yaml().load(stream(document))));
        told("snakeyaml-quoted", seen, () -> of(new Yaml().load("a: \"" + seen + "\"")));
        told("snakeyaml-far", seen, () -> of(new Yaml().load("b: " + "x".repeat(4090) + "\n" + document)));
        told("snakeyaml-dump", seen, () -> new Yaml().dump(seen).strip());
        told("engine", seen, () -> of(new Load(LoadSettings.builder().build()).loadFromString(document)));
        told("engine-dump", seen, () -> new Dump(DumpSettings.builder().build())
                .dumpToString(seen)
                .strip());
        ObjectMapper jackson2 = new ObjectMapper(new YAMLFactory());
        told("jackson2", seen, () -> jackson2.readTree(document).get("a").asText());
        told("jackson2-bytes", seen, () -> jackson2.readTree(document.getBytes(StandardCharsets.UTF_8))
                .get("a")
                .asText());
        told("jackson2-stream", seen, () -> jackson2.readTree(stream(document))
                .get("a")
                .asText());
        tools.jackson.databind.ObjectMapper jackson3 =
                new tools.jackson.databind.ObjectMapper(new tools.jackson.dataformat.yaml.YAMLFactory());
        told("jackson3", seen, () -> jackson3.readTree(document).get("a").asString());
        Path upload = Files.writeString(uploads.resolve("upload.yaml"), document);
        told("upload", seen, () -> {
            try (Reader reader = Files.newBufferedReader(upload)) {
                return of(new Yaml().load(reader));
            }
        });
        Path partly = Files.writeString(home.resolve("partly.yaml"), document + "b: $<kv:contoso/pin>\n");
        told("a text of users in a trusted file", seen, () -> {
            try (Reader reader = Files.newBufferedReader(partly)) {
                return of(new Yaml().load(reader));
            }
        });
        told("jaas", seen, () -> (String) new AppConfigurationEntry(
                        "com.example.Login",
                        AppConfigurationEntry.LoginModuleControlFlag.REQUIRED,
                        Map.of("password", seen))
                .getOptions()
                .get("password"));
        Files.writeString(uploads.resolve(".env"), "PASSWORD=" + seen + "\n");
        told(
                "dotenv",
                seen,
                () -> Dotenv.configure().directory(uploads.toString()).load().get("PASSWORD"));
        String ini = "[x]\na = " + seen + "\n";
        told("ini4j", seen, () -> new Wini(new StringReader(ini)).get("x", "a"));
        told("shiro", seen, () -> {
            Ini read = new Ini();
            read.load(ini);
            return read.getSectionProperty("x", "a");
        });
        told("shiro-reader", seen, () -> {
            Ini read = new Ini();
            read.load(new StringReader(ini));
            return read.getSectionProperty("x", "a");
        });
        told("commons1", seen, () -> {
            PropertiesConfiguration read = new PropertiesConfiguration();
            read.load(new StringReader("a = " + seen));
            return read.getString("a");
        });
        System.out.println("ended");
    }

    /** A parser's events, which nobody has made values of. */
    private static String seen(Path file) throws IOException {
        try (Reader reader = Files.newBufferedReader(file)) {
            for (Event event : new Yaml().parse(reader)) {
                if (event instanceof ScalarEvent scalar && scalar.getValue().length() > 30) {
                    return scalar.getValue();
                }
            }
        }
        return null;
    }

    private static ByteArrayInputStream stream(String document) {
        return new ByteArrayInputStream(document.getBytes(StandardCharsets.UTF_8));
    }

    private static String of(Object loaded) {
        return String.valueOf(((Map<?, ?>) loaded).get("a"));
    }

    private static void told(String how, String seen, Told.Read read) {
        Told.value(how.replace(' ', '-'), () -> {
            String got = String.valueOf(read.value());
            return got.equalsIgnoreCase(seen) ? "text" : got;
        });
    }
}
