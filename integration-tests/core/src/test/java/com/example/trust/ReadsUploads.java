package com.example.trust;

import com.typesafe.config.ConfigFactory;
import com.typesafe.config.ConfigParseOptions;
import com.typesafe.config.ConfigSyntax;
import com.typesafe.config.ConfigValueFactory;
import java.io.BufferedInputStream;
import java.io.ByteArrayInputStream;
import java.io.FileInputStream;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.PushbackInputStream;
import java.io.Reader;
import java.io.SequenceInputStream;
import java.io.StringReader;
import java.net.URI;
import java.net.URL;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Properties;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import java.util.zip.ZipInputStream;

/** An application that reads what users send it, in every way it may. Prints {@code how=what it got}. */
public final class ReadsUploads {

    private static final String TEXT = "$<kv:contoso/stolen>";

    private ReadsUploads() {}

    private interface Source {
        InputStream open() throws IOException;
    }

    /** @param args the directory of uploads, and a file that is trusted */
    public static void main(String[] args) throws Exception {
        Path uploads = Path.of(args[0]);
        Path trusted = Path.of(args[1]);
        byte[] bytes = ("a=" + TEXT + "\n").getBytes(StandardCharsets.UTF_8);
        Path file = uploads.resolve("upload.properties");
        Path zip = uploads.resolve("upload.zip");
        for (int i = 0; i < 2; i++) {
            load("bytes", () -> new ByteArrayInputStream(bytes));
            load("buffered bytes", () -> new BufferedInputStream(new ByteArrayInputStream(bytes)));
            load("file", () -> new FileInputStream(file.toFile()));
            load("nio", () -> Files.newInputStream(file));
            load("climbing", () -> new FileInputStream(trusted.getParent() + "/../uploads/upload.properties"));
            load(
                    "trusted then upload",
                    () -> new SequenceInputStream(
                            new FileInputStream(trusted.toFile()), new ByteArrayInputStream(bytes)));
            load("pushed back", () -> {
                PushbackInputStream in = new PushbackInputStream(new FileInputStream(trusted.toFile()), 1024);
                in.unread(bytes);
                return in;
            });
            load("own stream on a trusted file", () -> new FileInputStream(trusted.toFile()) {
                private final InputStream other = new ByteArrayInputStream(bytes);

                @Override
                public int read(byte[] buffer) throws IOException {
                    return other.read(buffer);
                }

                @Override
                public int read(byte[] buffer, int from, int length) throws IOException {
                    return other.read(buffer, from, length);
                }
            });
            load("own filter on a trusted file", () -> new FilterInputStream(new FileInputStream(trusted.toFile())) {
                private final InputStream other = new ByteArrayInputStream(bytes);

                @Override
                public int read(byte[] buffer, int from, int length) throws IOException {
                    return other.read(buffer, from, length);
                }
            });
            load("file URL", () -> file.toUri().toURL().openStream());
            load("jar URL", () -> URI.create("jar:" + zip.toUri() + "!/a.properties")
                    .toURL()
                    .openStream());
            load("zip stream", () -> {
                ZipInputStream in = new ZipInputStream(Files.newInputStream(zip));
                in.getNextEntry();
                return in;
            });
            try (ZipFile opened = new ZipFile(zip.toFile())) {
                ZipEntry entry = opened.getEntry("a.properties");
                load("zip file", () -> opened.getInputStream(entry));
            }
            try (FileSystem system = FileSystems.newFileSystem(zip)) {
                load("zip file system", () -> Files.newInputStream(system.getPath("a.properties")));
            }
            read("string reader", new StringReader("a=" + TEXT));
            read("byte reader", new InputStreamReader(new ByteArrayInputStream(bytes), StandardCharsets.UTF_8));
            read("file reader", Files.newBufferedReader(file));
            Properties xml = new Properties();
            try (InputStream in = Files.newInputStream(uploads.resolve("upload.xml"))) {
                xml.loadFromXML(in);
            }
            print("xml file", xml.getProperty("a"));
            hocon(uploads);
            programs();
        }
    }

    private static void load(String how, Source source) throws IOException {
        Properties properties = new Properties();
        try (InputStream in = source.open()) {
            properties.load(in);
        }
        print(how, properties.getProperty("a"));
    }

    private static void read(String how, Reader reader) throws IOException {
        Properties properties = new Properties();
        try (reader) {
            properties.load(reader);
        }
        print(how, properties.getProperty("a"));
    }

    private static void hocon(Path uploads) throws IOException {
        String text = "a = \"" + TEXT + "\"";
        print("parseString", ConfigFactory.parseString(text).getString("a"));
        print("parseReader", ConfigFactory.parseReader(new StringReader(text)).getString("a"));
        print(
                "parseFile",
                ConfigFactory.parseFile(uploads.resolve("upload.conf").toFile()).getString("a"));
        print(
                "parseFile properties",
                ConfigFactory.parseFile(uploads.resolve("upload.properties").toFile())
                        .getString("a"));
        print(
                "parseURL",
                ConfigFactory.parseURL(uploads.resolve("upload.conf").toUri().toURL())
                        .getString("a"));
        print(
                "parseURL jar",
                ConfigFactory.parseURL(URI.create(
                                        "jar:" + uploads.resolve("upload.zip").toUri() + "!/a.conf")
                                .toURL())
                        .getString("a"));
        print(
                "parseString properties",
                ConfigFactory.parseString(
                                "a=" + TEXT, ConfigParseOptions.defaults().setSyntax(ConfigSyntax.PROPERTIES))
                        .getString("a"));
        print(
                "parseURL http",
                ConfigFactory.parseURL(new URL(System.getProperty("upload.url")))
                        .getString("a"));
        print(
                "parseString escaped",
                ConfigFactory.parseString("{\"a\":\"\\u0024\\u003ckv:contoso/stolen>\"}")
                        .getString("a"));
        print("parseMap", ConfigFactory.parseMap(Map.of("a", TEXT)).getString("a"));
        print("value", ConfigValueFactory.fromAnyRef(TEXT).unwrapped());
    }

    private static void programs() {
        Properties properties = new Properties();
        properties.setProperty("a", TEXT);
        print("setProperty", properties.getProperty("a"));
        print("parseProperties", ConfigFactory.parseProperties(properties).getString("a"));
        Map<String, String> map = new HashMap<>(Map.of("a", TEXT));
        Properties copied = new Properties();
        copied.putAll(map);
        print("putAll", copied.getProperty("a"));
        System.setProperty("user.input", TEXT);
        print("System.setProperty", System.getProperty("user.input"));
        ConfigFactory.invalidateCaches();
        print("system properties of HOCON", ConfigFactory.systemProperties().getString("user.input"));
        System.clearProperty("user.input");
    }

    private static void print(String how, Object value) {
        System.out.println(how + "=" + value);
    }
}
