package io.keyweave.test.kafka;

import io.keyweave.test.ForkedJvm;
import io.keyweave.test.Jdk;
import io.keyweave.test.Project;
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Properties;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;

/** JVMs with Kafka on their class path, configured by a file as Kafka's scripts do, and the packages of {@code mvn package}. */
final class KafkaJvm {

    private KafkaJvm() {}

    /** A JVM without Keyweave on the class path; its log goes to stderr. */
    static ForkedJvm kafka(Map<String, String> environment) {
        return kafka(jdk(), environment);
    }

    /** The oldest JDK, or the release that {@code -Dkeyweave.kafka.jdk} names: {@code worker-versions/run} repeats tests so. */
    private static Jdk jdk() {
        Integer wanted = Integer.getInteger("keyweave.kafka.jdk");
        for (Jdk jdk : Jdk.all()) {
            if (wanted != null && jdk.feature() == wanted) {
                return jdk;
            }
        }
        return Jdk.oldest();
    }

    static Jdk newest() {
        return Jdk.all().get(Jdk.all().size() - 1);
    }

    /** The same on that JDK. */
    static ForkedJvm kafka(Jdk jdk, Map<String, String> environment) {
        return withKafka(ForkedJvm.on(jdk).environment(environment).option("-Xmx512m"))
                .property("org.slf4j.simpleLogger.defaultLogLevel", "info");
    }

    /** Adds Kafka, and the tests' own classes, to a JVM's class path. */
    static ForkedJvm withKafka(ForkedJvm jvm) {
        for (String entry : System.getProperty("java.class.path").split(File.pathSeparator, -1)) {
            jvm.classPath(Path.of(entry));
        }
        return jvm;
    }

    /** The same with {@code keyweave-kafka.jar} on the class path, as clients and brokers have it. */
    static ForkedJvm withKeyweave(Map<String, String> environment) {
        return withKeyweave(jdk(), environment);
    }

    /** The same on that JDK. */
    static ForkedJvm withKeyweave(Jdk jdk, Map<String, String> environment) {
        return kafka(jdk, environment).classPath(Project.built("config-provider/target/keyweave-kafka.jar"));
    }

    /** Unpacks the plug-in; returns what {@code plugin.path} is set to. */
    static Path pluginPath(Path directory) {
        Path plugins = directory.resolve("plugins");
        Path zip = Project.built("config-provider/target/keyweave-kafka-plugin.zip");
        try (InputStream in = Files.newInputStream(zip);
                ZipInputStream entries = new ZipInputStream(in)) {
            for (ZipEntry entry = entries.getNextEntry(); entry != null; entry = entries.getNextEntry()) {
                Path file = plugins.resolve(entry.getName());
                if (entry.isDirectory()) {
                    Files.createDirectories(file);
                } else {
                    Files.copy(entries, file);
                }
            }
            return plugins;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Writes a properties file. */
    static Path file(Path file, Map<String, String> content) {
        Properties properties = new Properties();
        properties.putAll(content);
        try (var out = Files.newOutputStream(file)) {
            properties.store(out, null);
            return file;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
