package io.keyweave.agent.trust;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.keyweave.agent.trust.StreamOrigins.Steps;
import java.io.BufferedInputStream;
import java.io.BufferedReader;
import java.io.ByteArrayInputStream;
import java.io.DataInputStream;
import java.io.FileInputStream;
import java.io.FileReader;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.LineNumberReader;
import java.io.PushbackInputStream;
import java.io.PushbackReader;
import java.io.Reader;
import java.io.SequenceInputStream;
import java.io.StringReader;
import java.lang.instrument.Instrumentation;
import java.lang.reflect.Proxy;
import java.net.URI;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.zip.CRC32;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StreamOriginsTest {

    @TempDir
    Path directory;

    private Path file;
    private Path zip;

    @BeforeEach
    void writeFiles() throws IOException {
        file = Files.writeString(directory.resolve("db.properties"), "a=1\n");
        zip = directory.resolve("files.zip");
        byte[] text = "a=1\n".repeat(50).getBytes(StandardCharsets.UTF_8);
        try (ZipOutputStream out = new ZipOutputStream(Files.newOutputStream(zip))) {
            out.putNextEntry(new ZipEntry("deflated.properties"));
            out.write(text);
            ZipEntry stored = new ZipEntry("stored.properties");
            stored.setMethod(ZipEntry.STORED);
            stored.setSize(text.length);
            CRC32 crc = new CRC32();
            crc.update(text);
            stored.setCrc(crc.getValue());
            out.putNextEntry(stored);
            out.write(text);
        }
    }

    @Test
    void filesAreFoundBehindStreamsReadersAndChannels() throws IOException {
        try (InputStream in = new FileInputStream(file.toFile())) {
            assertFile(in);
            assertFile(new BufferedInputStream(in));
            assertFile(new InputStreamReader(in, StandardCharsets.UTF_8));
            assertFile(new BufferedReader(new InputStreamReader(new BufferedInputStream(in), StandardCharsets.UTF_8)));
            assertFile(new LineNumberReader(new InputStreamReader(new DataInputStream(in), StandardCharsets.UTF_8)));
        }
        try (FileReader in = new FileReader(file.toFile(), StandardCharsets.UTF_8)) {
            assertFile(in);
        }
        try (InputStream in = Files.newInputStream(file)) {
            assertFile(in);
        }
        try (BufferedReader in = Files.newBufferedReader(file)) {
            assertFile(in);
        }
        try (FileChannel channel = FileChannel.open(file)) {
            assertFile(channel);
            assertFile(Channels.newInputStream(channel));
            assertFile(Channels.newReader(channel, StandardCharsets.UTF_8));
        }
        try (InputStream in = file.toUri().toURL().openStream()) {
            assertFile(in);
        }
    }

    @Test
    void archivesAreFoundBehindTheirEntries() throws IOException {
        for (String entry : new String[] {"deflated.properties", "stored.properties"}) {
            try (ZipFile opened = new ZipFile(zip.toFile());
                    InputStream in = opened.getInputStream(opened.getEntry(entry))) {
                assertArchive(in, null);
                assertArchive(new InputStreamReader(in, StandardCharsets.UTF_8), null);
            }
            try (FileSystem system = FileSystems.newFileSystem(zip);
                    InputStream in = Files.newInputStream(system.getPath(entry));
                    BufferedReader reader = Files.newBufferedReader(system.getPath(entry))) {
                assertArchive(in, null);
                assertArchive(reader, null);
            }
            URL url = URI.create("jar:" + zip.toUri() + "!/" + entry).toURL();
            try (InputStream in = url.openStream()) {
                assertArchive(in, entry);
            }
            try (URLClassLoader loader =
                            new URLClassLoader(new URL[] {zip.toUri().toURL()}, null);
                    InputStream in = loader.getResourceAsStream(entry)) {
                assertArchive(in, entry);
            }
        }
    }

    @Test
    void whatIsNotListedHasNoOrigin() throws IOException {
        assertNull(StreamOrigins.of(null));
        assertNull(StreamOrigins.of(new ByteArrayInputStream(new byte[0])));
        assertNull(StreamOrigins.of(new StringReader("")));
        assertNull(StreamOrigins.of("text"));
        try (InputStream in = new FileInputStream(file.toFile());
                InputStream same = new FileInputStream(((FileInputStream) in).getFD())) {
            assertNull(StreamOrigins.of(same), "a descriptor has no path");
            assertNull(StreamOrigins.of(new SequenceInputStream(in, new ByteArrayInputStream(new byte[1]))));
            assertNull(StreamOrigins.of(new PushbackInputStream(in)));
            assertNull(StreamOrigins.of(new FilterInputStream(in) {}), "a subclass may read anything");
            assertNull(StreamOrigins.of(new BufferedInputStream(in) {}));
            assertNull(StreamOrigins.of(new BufferedInputStream(new SequenceInputStream(in, in))));
        }
        try (InputStream own = new FileInputStream(file.toFile()) {}) {
            assertNull(StreamOrigins.of(own));
        }
    }

    @Test
    void archivesInsideArchivesHaveNoOrigin() throws IOException {
        Path outer = directory.resolve("outer.zip");
        try (ZipOutputStream out = new ZipOutputStream(Files.newOutputStream(outer))) {
            out.putNextEntry(new ZipEntry("files.zip"));
            Files.copy(zip, out);
        }
        try (FileSystem system = FileSystems.newFileSystem(outer);
                FileSystem inner = FileSystems.newFileSystem(system.getPath("files.zip"));
                InputStream in = Files.newInputStream(inner.getPath("deflated.properties"))) {
            assertNull(StreamOrigins.of(in, new Steps()));
        }
    }

    /** Nobody builds such a chain, and a chain that leads back to itself must end. */
    @Test
    void chainsAreFollowedForSixteenSteps() throws IOException {
        try (InputStream in = new FileInputStream(file.toFile())) {
            assertFile(wrapped(in, 14));
            assertNull(StreamOrigins.of(wrapped(in, 15), new Steps()));
            InputStream returned = wrapped(in, 30);
            ClassLoader loader = new ClassLoader(null) {};
            LoaderResources.OF_JVM.handedOut(returned, loader);
            assertNull(StreamOrigins.of(returned, new Steps()));
            LoaderResources.OF_JVM.defines(loader);
            StreamOrigin origin = StreamOrigins.of(returned, new Steps());
            assertNotNull(origin);
            assertTrue(origin.resource());
            assertEquals("a class path resource (java.io.BufferedInputStream)", origin.toString());
        }
    }

    @Test
    void readersThatALibraryKnowsAreFollowedByTheirField() {
        Reader text = new StringReader("");
        assertSame(text, StreamOrigins.filtered(new PushbackReader(text)));
    }

    /** Everything that is followed lies in these packages; nothing else of the JDK is opened. */
    @Test
    void onlyTheListedPackagesAreOpenedAndOnlyToTheAgent() {
        Map<String, Map<String, Set<Module>>> opened = new HashMap<>();
        StreamOrigins.openWith((Instrumentation) Proxy.newProxyInstance(
                getClass().getClassLoader(), new Class<?>[] {Instrumentation.class}, (proxy, method, arguments) -> {
                    assertEquals("redefineModule", method.getName());
                    assertEquals(
                            List.of(Set.of(), Map.of(), Set.of(), Map.of()),
                            List.of(arguments[1], arguments[2], arguments[4], arguments[5]));
                    @SuppressWarnings("unchecked")
                    Map<String, Set<Module>> opens = (Map<String, Set<Module>>) arguments[3];
                    opened.put(((Module) arguments[0]).getName(), opens);
                    return null;
                }));
        new Steps();
        Set<Module> agent = Set.of(StreamOrigins.class.getModule());
        assertEquals(
                Map.of(
                        "java.base",
                        Map.of(
                                "java.io", agent,
                                "java.util.zip", agent,
                                "java.util.jar", agent,
                                "sun.nio.ch", agent,
                                "sun.nio.cs", agent,
                                "sun.net.www.protocol.jar", agent),
                        "jdk.zipfs",
                        Map.of("jdk.nio.zipfs", agent)),
                opened);
    }

    private static InputStream wrapped(InputStream in, int times) {
        InputStream outer = in;
        for (int i = 0; i < times; i++) {
            outer = new BufferedInputStream(outer);
        }
        return outer;
    }

    private void assertFile(Object stream) {
        StreamOrigin origin = StreamOrigins.of(stream, new Steps());
        assertNotNull(origin, stream.getClass().getName());
        assertEquals(file.toString(), origin.path());
        assertTrue(!origin.archive());
    }

    private void assertArchive(Object stream, String entry) {
        StreamOrigin origin = StreamOrigins.of(stream, new Steps());
        assertNotNull(origin, stream.getClass().getName());
        assertEquals(zip.toString(), origin.path());
        assertTrue(origin.archive());
        assertEquals(entry, origin.entry());
        assertEquals(entry == null ? zip.toString() : entry + " in " + zip, origin.toString());
    }
}
