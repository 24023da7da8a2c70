package io.keyweave.test.frameworks.app;

import com.alibaba.fastjson2.JSON;
import com.electronwill.nightconfig.core.file.FileConfig;
import com.electronwill.nightconfig.toml.TomlFormat;
import com.fasterxml.jackson.databind.MappingIterator;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.google.gson.Gson;
import com.google.gson.JsonElement;
import com.google.gson.JsonParser;
import com.moandjiezana.toml.Toml;
import jakarta.json.Json;
import jakarta.json.JsonReader;
import jakarta.json.bind.Jsonb;
import jakarta.json.bind.JsonbBuilder;
import java.io.File;
import java.io.FileInputStream;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.Reader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.apache.commons.configuration.HierarchicalINIConfiguration;
import org.apache.commons.configuration.PropertiesConfiguration;
import org.ini4j.Wini;
import org.json.JSONObject;
import org.json.JSONTokener;

/** The same files with what applications read JSON, TOML and INI with beside Jackson and Commons Configuration 2. */
final class OtherParsers {

    private OtherParsers() {}

    static void read(Path home) {
        gson(home.resolve("config.json"));
        json(home.resolve("config.json"));
        toml(home.resolve("config.toml"));
        ini(home.resolve("plain.ini").toFile());
        commonsConfiguration(home);
        Told.value(
                "gson-pipe",
                () -> ofPipe(home, in -> {
                    var reader =
                            new com.google.gson.stream.JsonReader(new InputStreamReader(in, StandardCharsets.UTF_8));
                    reader.beginObject();
                    String unused = reader.nextName();
                    return reader.nextString();
                }));
        Told.value(
                "jackson2-pipe",
                () -> ofPipe(home, in -> {
                    MappingIterator<Map<String, String>> all =
                            new ObjectMapper().readerFor(Map.class).readValues(in);
                    return all.nextValue().get("a");
                }));
    }

    /** What an application reads of a stream. */
    private interface PipeReader {
        Object read(InputStream in) throws Exception;
    }

    /** What comes first from another process that sends more later, by a named pipe: whoever waits for its end waits forever. */
    private static Object ofPipe(Path home, PipeReader reader) throws Exception {
        Path pipe = home.resolveSibling("pipe");
        new ProcessBuilder("mkfifo", pipe.toString()).start().waitFor();
        Process other = new ProcessBuilder("sh", "-c", "(echo '{\"a\": \"b\"}'; exec sleep 600) > " + pipe).start();
        try (InputStream in = new FileInputStream(pipe.toFile())) {
            return reader.read(in);
        } finally {
            other.descendants().forEach(ProcessHandle::destroyForcibly);
            other.destroyForcibly();
            Files.delete(pipe);
        }
    }

    private static void gson(Path file) {
        for (String key : new String[] {"tree", "escaped", "url", "absent"}) {
            Told.value("gson-" + key, () -> {
                try (Reader reader = Files.newBufferedReader(file)) {
                    JsonElement value =
                            JsonParser.parseReader(reader).getAsJsonObject().get(key.equals("tree") ? "password" : key);
                    return value.isJsonNull() ? null : value.getAsString();
                }
            });
        }
        Told.value("gson-bean", () -> {
            try (Reader reader = new InputStreamReader(new FileInputStream(file.toFile()), StandardCharsets.UTF_8)) {
                return new Gson().fromJson(reader, Map.class).get("password");
            }
        });
        Told.value("gson-resource", () -> {
            try (InputStream in = OtherParsers.class.getResourceAsStream("/resource.json")) {
                return in == null
                        ? null
                        : new Gson()
                                .fromJson(new InputStreamReader(in, StandardCharsets.UTF_8), Map.class)
                                .get("plain");
            }
        });
        Told.value(
                "gson-string",
                () -> new Gson().fromJson(Files.readString(file), Map.class).get("password"));
    }

    private static void json(Path file) {
        Told.value("org.json-reader", () -> {
            try (Reader reader = Files.newBufferedReader(file)) {
                return new JSONObject(new JSONTokener(reader)).getString("password");
            }
        });
        Told.value("org.json-stream", () -> {
            try (InputStream in = Files.newInputStream(file)) {
                return new JSONObject(new JSONTokener(in)).getString("password");
            }
        });
        Told.value("json-p-reader", () -> {
            try (JsonReader reader = Json.createReader(Files.newBufferedReader(file))) {
                return reader.readObject().getString("password");
            }
        });
        Told.value("json-p-stream", () -> {
            try (JsonReader reader = Json.createReader(Files.newInputStream(file))) {
                return reader.readObject().getString("password");
            }
        });
        Told.value("json-b-stream", () -> {
            try (Jsonb jsonb = JsonbBuilder.create();
                    InputStream in = new FileInputStream(file.toFile())) {
                return jsonb.fromJson(in, Map.class).get("password");
            }
        });
        Told.value("fastjson2-stream", () -> {
            try (InputStream in = new FileInputStream(file.toFile())) {
                return JSON.parseObject(in).getString("password");
            }
        });
        Told.value("fastjson2-reader", () -> {
            try (Reader reader = Files.newBufferedReader(file)) {
                return JSON.parseObject(reader).getString("password");
            }
        });
    }

    private static void toml(Path file) {
        Told.value("toml4j", () -> new Toml().read(file.toFile()).getString("db.password"));
        Told.value("toml4j-absent", () -> new Toml().read(file.toFile()).getString("db.absent"));
        Told.value("toml4j-array", () -> new Toml().read(file.toFile()).getList("db.several"));
        Told.value("tomlj-path", () -> org.tomlj.Toml.parse(file).getString("db.password"));
        Told.value("tomlj-absent", () -> org.tomlj.Toml.parse(file).getString("db.absent"));
        Told.value("tomlj-stream", () -> {
            try (InputStream in = new FileInputStream(file.toFile())) {
                return org.tomlj.Toml.parse(in).getString("db.password");
            }
        });
        Told.value("night-config-absent", () -> {
            try (FileConfig config = FileConfig.of(file, TomlFormat.instance())) {
                config.load();
                return config.get("db.absent");
            }
        });
        Told.value("night-config-toml", () -> {
            try (FileConfig config = FileConfig.of(file, TomlFormat.instance())) {
                config.load();
                return config.get("db.password");
            }
        });
    }

    private static void ini(File file) {
        for (String key : new String[] {"password", "pin", "absent"}) {
            Told.value("ini4j-" + (key.equals("password") ? "file" : key), () -> new Wini(file).get("db", key));
            Told.value("shiro" + (key.equals("password") ? "" : "-" + key), () -> {
                org.apache.shiro.config.Ini read = new org.apache.shiro.config.Ini();
                try (InputStream in = new FileInputStream(file)) {
                    read.load(in);
                }
                return read.getSectionProperty("db", key);
            });
        }
        Told.value("ini4j-comment", () -> {
            Wini read = new Wini(file);
            return read.getComment() + " " + read.getComment("db");
        });
        Told.value("ini4j-reader", () -> {
            try (Reader reader = Files.newBufferedReader(file.toPath())) {
                return new Wini(reader).get("db", "password");
            }
        });
    }

    /** Its values are split at commas. */
    private static void commonsConfiguration(Path home) {
        File properties = home.resolve("commons.properties").toFile();
        Told.value("commons1-properties", () -> new PropertiesConfiguration(properties).getString("password"));
        Told.value("commons1-absent", () -> new PropertiesConfiguration(properties).getString("absent"));
        Told.value(
                "commons1-comment",
                () -> new PropertiesConfiguration(properties).getLayout().getCanonicalComment("password", true));
        File ini = home.resolve("plain.ini").toFile();
        Told.value("commons1-ini", () -> new HierarchicalINIConfiguration(ini).getString("db.password"));
        Told.value("commons1-ini-absent", () -> new HierarchicalINIConfiguration(ini).getString("db.absent"));
    }
}
