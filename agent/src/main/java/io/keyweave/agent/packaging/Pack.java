package io.keyweave.agent.packaging;

import io.keyweave.azure.transport.QuietSlf4j;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import java.util.zip.CRC32;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/**
 * Packs the agent's classes, the library and its dependencies into one jar that {@code IsolatedLoader} reads. Same input, same bytes.
 */
public final class Pack {

    private static final LocalDateTime TIME = LocalDateTime.of(2026, 11, 21, 0, 0);

    private static final List<String> IN_JAVA_BASE =
            List.of("java/util/KeyweaveBridge.class", "jdk/internal/loader/KeyweaveLoader.class");

    /** What a first secret of an extension needs besides. */
    private static final List<String> OF_EXTENSIONS = List.of(
            "io/keyweave/extension/Extensions",
            "io/keyweave/extension/ExtensionLoader",
            "io/keyweave/extension/ExtensionProvider",
            "io/keyweave/ProviderSetting",
            "io/keyweave/ProviderSetting$ValueType",
            "io/keyweave/settings/SchemeValue",
            "io/keyweave/core/ResolverMessages");

    /** What a start without secrets needs whose first files are YAML, JSON, XML or SmallRye's. */
    private static final List<String> OF_READERS = List.of(
            "io/keyweave/agent/patch/ReaderPatch",
            "io/keyweave/agent/patch/Reflected",
            "io/keyweave/agent/patch/smallrye/SmallRyePatches",
            "io/keyweave/agent/patch/smallrye/SmallRyePatches$SourceLoad",
            "io/keyweave/agent/patch/snakeyaml/SnakeYamlPatches",
            "io/keyweave/agent/patch/snakeyaml/SnakeYamlPatches$UnicodeReaderStream",
            "io/keyweave/agent/patch/snakeyaml/SnakeYamlPatches$SnakeYamlSource",
            "io/keyweave/agent/patch/jackson/JacksonPatches",
            "io/keyweave/agent/patch/jackson/JacksonPatches$JacksonSource",
            "io/keyweave/agent/patch/xml/XmlPatches",
            "io/keyweave/agent/patch/xml/XmlPatches$XmlSource",
            "io/keyweave/agent/document/Documents",
            "io/keyweave/agent/document/DocumentFormat",
            "io/keyweave/agent/document/ParsedStream",
            "io/keyweave/agent/document/ReadScope",
            "io/keyweave/agent/document/ReadScope$Handling",
            "io/keyweave/agent/document/ReadScope$Scope");

    private final ZipOutputStream out;

    private Pack(ZipOutputStream out) {
        this.out = out;
    }

    /**
     * @param arguments the agent's class directory, the directory of dependency jars, the project's directory, the jar to write, the
     *     bridge's class directory, the directory with what {@code META-INF} says about the libraries, the version
     */
    public static void main(String[] arguments) throws IOException {
        Path classes = Path.of(arguments[0]);
        PackedLibraries library = new PackedLibraries();
        try (Stream<Path> jars = Files.list(Path.of(arguments[1]))) {
            for (Path jar :
                    jars.filter(p -> p.toString().endsWith(".jar")).sorted().toList()) {
                library.add(jar);
            }
        }
        for (String name : IN_JAVA_BASE) {
            library.put(name, Files.readAllBytes(Path.of(arguments[4], name)));
        }
        library.serve("org.slf4j.spi.SLF4JServiceProvider", QuietSlf4j.class);
        try (ZipOutputStream out = new ZipOutputStream(Files.newOutputStream(Path.of(arguments[3])))) {
            new Pack(out).write(classes, library, Path.of(arguments[2]), Path.of(arguments[5]), arguments[6]);
        }
    }

    private void write(Path classes, PackedLibraries library, Path project, Path contents, String version)
            throws IOException {
        put("META-INF/MANIFEST.MF", manifest(version));
        Map<String, byte[]> entries = new TreeMap<>();
        try (Stream<Path> files = Files.walk(classes)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                String name = classes.relativize(file).toString().replace('\\', '/');
                byte[] bytes = Files.readAllBytes(file);
                if (name.matches(
                        "io/keyweave/agent/(KeyweaveAgent|Standby|ReadingClasses|IsolatedLoader|EarlyLine)(\\$.*)?\\.class")) {
                    entries.put(name, bytes);
                }
                if (name.equals("io/keyweave/agent/ReadingClasses.class")
                        || name.equals("io/keyweave/agent/EarlyLine.class")) {
                    library.put(name, bytes);
                } else if (!entries.containsKey(name)
                        && !name.startsWith("io/keyweave/agent/packaging/")
                        && Contents.kept(name)) {
                    library.put(name, bytes);
                }
            }
        } catch (UncheckedIOException e) {
            throw e.getCause();
        }
        entries.computeIfPresent("io/keyweave/agent/KeyweaveAgent.class", (name, bytes) -> forOldJvms(bytes));
        library.trim("net/bytebuddy/");
        library.describeModule("META-INF/keyweave-module");
        entries.put("META-INF/LICENSE", Files.readAllBytes(project.resolve("LICENSE")));
        for (String name : List.of("META-INF/THIRD-PARTY.txt", "META-INF/sbom/bom.cdx.json")) {
            entries.put(name, Files.readAllBytes(contents.resolve(name)));
        }
        for (Map.Entry<String, byte[]> entry : entries.entrySet()) {
            put(entry.getKey(), entry.getValue());
        }
        List<String> first = library.withPlainLambdas(firstSecretClasses());
        store("inst/idle", library.take(IdleClasses.NAMES));
        library.pack(first);
        store("inst/index", library.index());
        store("inst/first", library.first());
        store("inst/library", library.data());
    }

    /**
     * What loads on the way to the first secret, in the order in which it does: with every login there is, on JDK 17 and 25. A test says when
     * the list is out of date.
     */
    private static List<String> firstSecretClasses() throws IOException {
        try (InputStream in = Pack.class.getResourceAsStream("first-secret-classes.txt")) {
            if (in == null) {
                throw new IOException("first-secret-classes.txt is missing");
            }
            List<String> names = new ArrayList<>(new String(in.readAllBytes(), StandardCharsets.US_ASCII)
                    .lines()
                    .toList());
            names.addAll(OF_EXTENSIONS);
            names.addAll(OF_READERS);
            return names;
        }
    }

    /** The same class, said to be of Java 8: it holds nothing that came later, and has something to say to an older JVM. */
    private static byte[] forOldJvms(byte[] classFile) {
        byte[] old = classFile.clone();
        old[6] = 0;
        old[7] = 52;
        return old;
    }

    private static byte[] manifest(String version) {
        return String.join(
                        "\r\n",
                        "Manifest-Version: 1.0",
                        "Implementation-Title: Keyweave agent",
                        "Implementation-Version: " + version,
                        "Premain-Class: io.keyweave.agent.KeyweaveAgent",
                        "Main-Class: io.keyweave.agent.KeyweaveAgent",
                        "Can-Redefine-Classes: false",
                        "Can-Retransform-Classes: true",
                        "",
                        "")
                .getBytes(StandardCharsets.UTF_8);
    }

    private void put(String name, byte[] bytes) throws IOException {
        ZipEntry entry = entry(name);
        out.putNextEntry(entry);
        out.write(bytes);
        out.closeEntry();
    }

    /** Stored, so that the loader can skip to an item without unpacking what stands before it. */
    private void store(String name, byte[] bytes) throws IOException {
        ZipEntry entry = entry(name);
        CRC32 crc = new CRC32();
        crc.update(bytes);
        entry.setMethod(ZipEntry.STORED);
        entry.setSize(bytes.length);
        entry.setCrc(crc.getValue());
        out.putNextEntry(entry);
        out.write(bytes);
        out.closeEntry();
    }

    private static ZipEntry entry(String name) {
        ZipEntry entry = new ZipEntry(name);
        entry.setTimeLocal(TIME);
        return entry;
    }

    static byte[] concat(byte[] first, byte[] second) {
        ByteArrayOutputStream both = new ByteArrayOutputStream();
        both.writeBytes(first);
        both.writeBytes(second);
        return both.toByteArray();
    }
}
