package com.example.trust;

import com.typesafe.config.ConfigFactory;
import java.io.BufferedReader;
import java.io.ByteArrayInputStream;
import java.io.FileInputStream;
import java.io.FileReader;
import java.io.IOException;
import java.io.InputStream;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Properties;
import java.util.zip.ZipFile;

/** Reads what the operator put there, in the ways applications do. Prints {@code how=what it got}. */
public final class ReadsOperatorsFiles {

    private ReadsOperatorsFiles() {}

    /** @param args a file under {@code trust=}, a link to one, a jar on the class path, a plug-in's jar that is not, a directory of the class path */
    public static void main(String[] args) throws Exception {
        Path file = Path.of(args[0]);
        Path jar = Path.of(args[2]);
        try (InputStream in = new FileInputStream(file.toFile())) {
            print("stream", in);
        }
        try (InputStream in = Files.newInputStream(file)) {
            print("nio", in);
        }
        try (InputStream in = Files.newInputStream(Path.of(args[1]))) {
            print("link", in);
        }
        Properties read = new Properties();
        try (BufferedReader in = new BufferedReader(new FileReader(file.toFile(), StandardCharsets.UTF_8))) {
            read.load(in);
        }
        System.out.println("reader=" + read.getProperty("a"));
        try (FileChannel channel = FileChannel.open(file)) {
            print("channel", Channels.newInputStream(channel));
        }
        try (InputStream in = ReadsOperatorsFiles.class.getResourceAsStream("/in-jar.properties")) {
            print("resource in a jar", in);
        }
        try (InputStream in = ClassLoader.getSystemResourceAsStream("on-path.properties")) {
            print("resource in a directory", in);
        }
        try (InputStream in = new FileInputStream(args[4] + "/on-path.properties")) {
            print("file in a directory of the class path", in);
        }
        try (ZipFile zip = new ZipFile(jar.toFile());
                InputStream in = zip.getInputStream(zip.getEntry("in-jar.properties"))) {
            print("jar on the class path opened as a zip", in);
        }
        try (FileSystem zip = FileSystems.newFileSystem(jar);
                InputStream in = Files.newInputStream(zip.getPath("in-jar.properties"))) {
            print("jar on the class path as a file system", in);
        }
        try (URLClassLoader plugin =
                new URLClassLoader(new URL[] {Path.of(args[3]).toUri().toURL()}, null)) {
            plugin.loadClass("com.example.trust.PlugIn");
            try (InputStream in = plugin.getResourceAsStream("plugin.properties")) {
                print("resource of a plug-in", in);
            }
        }
        try (URLClassLoader plugin =
                new URLClassLoader(new URL[] {Path.of(args[3]).toUri().toURL()}, null)) {
            plugin.loadClass("com.example.trust.PlugIn");
            System.out.println("HOCON resource of a plug-in="
                    + ConfigFactory.parseResources(plugin, "plugin.conf").getString("a"));
        }
        System.out.println(
                "HOCON file=" + ConfigFactory.parseFile(file.toFile()).getString("a"));
        try (BufferedReader in = Files.newBufferedReader(file.resolveSibling("a.conf"))) {
            System.out.println("HOCON reader=" + ConfigFactory.parseReader(in).getString("a"));
        }
        System.out.println("HOCON URL="
                + ConfigFactory.parseURL(ReadsOperatorsFiles.class.getResource("/in-jar.conf"))
                        .getString("a"));
        Properties xml = new Properties();
        try (InputStream in = Files.newInputStream(file.resolveSibling("a.xml"))) {
            xml.loadFromXML(in);
        }
        System.out.println("xml=" + xml.getProperty("a"));
        System.out.println("bytes read by a trusted class=" + OwnReader.read(file));
        System.out.println("text set by a trusted class=" + OwnReader.set(file));
    }

    /** Reads the bytes itself, as configuration libraries do. */
    static final class OwnReader {
        private OwnReader() {}

        static String read(Path file) throws IOException {
            Properties properties = new Properties();
            properties.load(new ByteArrayInputStream(Files.readAllBytes(file)));
            return properties.getProperty("a");
        }

        static String set(Path file) throws IOException {
            Properties properties = new Properties();
            properties.setProperty("a", Files.readString(file).strip().substring("a=".length()));
            return properties.getProperty("a");
        }
    }

    private static void print(String how, InputStream in) throws IOException {
        Properties properties = new Properties();
        properties.load(in);
        System.out.println(how + "=" + properties.getProperty("a"));
    }
}
