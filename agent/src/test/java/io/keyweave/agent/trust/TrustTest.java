package io.keyweave.agent.trust;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import example.Upload;
import io.keyweave.SecretException;
import io.keyweave.agent.LogInto;
import io.keyweave.settings.Settings;
import java.io.BufferedInputStream;
import java.io.BufferedReader;
import java.io.ByteArrayInputStream;
import java.io.DataInputStream;
import java.io.File;
import java.io.FileInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.SequenceInputStream;
import java.lang.reflect.Method;
import java.net.URI;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.jar.Attributes;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import java.util.zip.ZipEntry;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TrustTest {

    @TempDir
    Path directory;

    private final List<String> warnings = new ArrayList<>();
    private final Map<String, String> properties = new HashMap<>();
    private final Map<String, String> environment = new HashMap<>();

    @BeforeEach
    void startIn() throws IOException {
        directory = directory.toRealPath();
        properties.put("user.dir", directory.toString());
        properties.put("java.class.path", directory.resolve("classes").toString());
    }

    @Test
    void classPathDirectoriesAndJarsAreTrusted() throws IOException {
        Path jar = jar("app.jar", "lib/other.jar conf/");
        Path other = jar("lib/other.jar", null);
        Path stranger = jar("lib/stranger.jar", null);
        properties.put("java.class.path", directory.resolve("classes") + File.pathSeparator + jar);
        Path inClasses = write("classes/deep/db.properties");
        Path inConf = write("conf/db.properties");
        Path outside = write("classes-not/db.properties");
        Trust trust = trust("");

        assertTrue(trusts(trust, inClasses));
        assertTrue(trusts(trust, inConf), "a manifest's Class-Path is class path");
        assertFalse(trusts(trust, outside));
        assertTrue(trust.trusts(StreamOrigin.archive(jar.toString())));
        assertTrue(trust.trusts(StreamOrigin.archive("app.jar")), "relative, as opened");
        assertTrue(trust.trusts(StreamOrigin.archive(other.toString())));
        assertFalse(trust.trusts(StreamOrigin.archive(stranger.toString())));
        Path zipped = jar("classes/uploads.zip", null);
        assertFalse(trust.trusts(StreamOrigin.archive(zipped.toString())), "a zip is not trusted for where it lies");
    }

    /** A launcher that passes texts of users in variables passes them in these, too. */
    @Test
    void whatSourcesLeavesOutNamesNoTrustedFile() throws IOException {
        Path file = write("other/file.properties");
        environment.put("SMALLRYE_CONFIG_LOCATIONS", file.toString());
        assertTrue(trusts(trust(""), file));
        assertTrue(trusts(within("env:SMALLRYE_*"), file));
        assertFalse(trusts(within("env:DB_PASSWORD;property:*"), file));
        environment.clear();
        properties.put("spring.config.import", "file:" + file);
        assertTrue(trusts(within("env:DB_PASSWORD;property:*"), file));
        assertFalse(trusts(within("env:*"), file));
    }

    @Test
    void anEmptyClassPathEntryIsTheWorkingDirectory() throws IOException {
        properties.put("java.class.path", "");
        assertTrue(trusts(trust(""), write("db.properties")));
    }

    @Test
    void globsMatchThePathAsOpened() throws IOException {
        Path data = write("mounted/..data/db.properties");
        Path link = Files.createSymbolicLink(directory.resolve("mounted/db.properties"), data);
        Trust byLink = trust(directory + "/mounted/*.properties");
        assertTrue(trusts(byLink, link), "a ConfigMap's file counts by its link");
        assertFalse(trusts(byLink, data));
        assertTrue(trusts(trust("mounted/"), data), "relative to the working directory");
    }

    @Test
    void climbingOutOfATrustedDirectoryIsSeen() throws IOException {
        write("trusted/sub/x");
        Path upload = write("uploads/evil.properties");
        Path farAway = write("uploads/inner/x").getParent();
        Files.createSymbolicLink(directory.resolve("trusted/link"), farAway);
        Trust trust = trust(directory + "/trusted/**");
        assertFalse(trust.trusts(StreamOrigin.file(directory + "/trusted/../uploads/evil.properties")));
        assertTrue(trust.trusts(StreamOrigin.file(directory + "/uploads/../trusted/sub/x")));
        // The text normalises to trusted/evil.properties, the system opens uploads/evil.properties.
        String climbing = directory + "/trusted/link/../evil.properties";
        assertTrue(Files.isSameFile(Path.of(climbing), upload));
        assertFalse(trust.trusts(StreamOrigin.file(climbing)));
    }

    @Test
    void defaultLocationsAreThoseOfTheStart() throws IOException {
        Path config = write("anywhere/prod.conf");
        Path additional = write("spring/application-prod.yml");
        properties.put("config.file", "anywhere/prod.conf");
        environment.put("SPRING_CONFIG_ADDITIONALLOCATION", "optional:file:" + directory + "/spring/");
        Trust trust = trust("");
        assertTrue(trusts(trust, config));
        assertTrue(trusts(trust, additional));
        assertTrue(trusts(trust, write("config/application.properties")));
        assertFalse(trusts(trust, write("config/other.properties")));
        assertFalse(trusts(trust, write("anywhere/included.conf")), "an include is judged by its own origin");
    }

    @Test
    void oneWarningNamesOriginCallerAndSetting() throws IOException {
        Trust trust = trust("");
        Path upload = write("uploads/x.properties");
        try (InputStream in = new FileInputStream(upload.toFile())) {
            assertFalse(Upload.read(trust, in).trusted());
            assertFalse(Upload.read(trust, in).trusted());
        }
        assertEquals(1, warnings.size(), warnings.toString());
        String warning = warnings.get(0);
        assertTrue(warning.startsWith("WARN " + upload + ", read by example.Upload"), warning);
        assertTrue(warning.contains("set trust=" + upload + " "), warning);

        assertFalse(Upload.read(trust, new ByteArrayInputStream(new byte[0])).trusted());
        assertEquals(2, warnings.size());
        assertTrue(warnings.get(1).contains("java.io.ByteArrayInputStream"), warnings.get(1));
        assertTrue(warnings.get(1).contains("set trust=class:example.Upload"), warnings.get(1));
    }

    @Test
    void aWarningNamesASettingThatIsTaken() throws IOException {
        Path file = write("a[1]/{x}.properties");
        try (InputStream in = new FileInputStream(file.toFile())) {
            assertFalse(Upload.read(trust(""), in).trusted());
        }
        String warning = warnings.get(0);
        int begin = warning.indexOf("set trust=") + "set trust=".length();
        String advised = warning.substring(begin, warning.indexOf(' ', begin));
        assertEquals(List.of(), Settings.of(Map.of("trust", advised)).problems());
        assertTrue(trusts(trust(advised), file), warning);
    }

    @Test
    void manyUploadsDoNotFloodTheLog() {
        Trust trust = trust("");
        for (int i = 0; i < 1000; i++) {
            trust.judgeText("upload " + i, List.of());
        }
        assertTrue(warnings.size() <= 50, warnings.size() + " warnings");
    }

    @Test
    void namesThatUsersChooseCannotForgeLogLines() {
        Trust trust = trust("");
        trust.judgeText("upload\n[keyweave] error: \u001b[31mrun this\u2028" + "x".repeat(5_000), List.of());
        String warning = warnings.get(0);
        String place = "upload?[keyweave] error: ?[31mrun this?";
        assertTrue(warning.startsWith("WARN " + place + "x".repeat(500 - place.length()) + ", read by"), warning);
        assertTrue(warning.length() < 2_100, "cut");
    }

    @Test
    void aNamedReaderIsTrusted() {
        Trust trust = trust("class:example.Upload");
        assertTrue(Upload.read(trust, new ByteArrayInputStream(new byte[0])).trusted());
        assertTrue(Upload.readText(trust).trusted());
        assertFalse(
                Upload.readText(trust("class:example.Uploads;class:example.Up")).trusted());
    }

    @Test
    void streamsOfClassLoadersAreTrustedByIdentityAndBehindWhateverWrapsThem() throws IOException {
        Trust trust = trust("");
        ByteArrayInputStream returned = new ByteArrayInputStream(new byte[0]);
        ByteArrayInputStream ofResourcesOnly = new ByteArrayInputStream(new byte[0]);
        try (URLClassLoader parent = new URLClassLoader(new URL[0], null);
                URLClassLoader plugIn = new URLClassLoader(new URL[0], parent);
                URLClassLoader resources = new URLClassLoader(new URL[0], plugIn)) {
            LoaderResources.OF_JVM.handedOut(ofResourcesOnly, resources);
            LoaderResources.OF_JVM.handedOut(returned, parent);
            assertFalse(Upload.read(trust, returned).trusted());
            LoaderResources.OF_JVM.defines(plugIn);
            assertTrue(Upload.read(trust, returned).trusted());
            assertTrue(Upload.read(trust, new BufferedReader(new InputStreamReader(returned, UTF_8)))
                    .trusted());
            assertTrue(Upload.read(trust, new DataInputStream(new BufferedInputStream(returned)))
                    .trusted());
            assertFalse(Upload.read(trust, ofResourcesOnly).trusted());
            assertFalse(
                    Upload.read(trust, new ByteArrayInputStream(new byte[0])).trusted());
            assertFalse(Upload.read(trust, new SequenceInputStream(returned, ofResourcesOnly))
                    .trusted());

            LoaderResources.OF_JVM.handedOut(ofResourcesOnly, plugIn);
            LoaderResources.OF_JVM.handedOut(ofResourcesOnly, resources);
            assertTrue(Upload.read(trust, ofResourcesOnly).trusted(), "found by the plug-in, handed on by its child");
        }
    }

    @Test
    void theClassPathOfTheReadingCodeIsTrusted() throws IOException {
        Path webJar = jar("webapp/WEB-INF/lib/plugin.jar", null);
        Path inClasses = write("webapp/WEB-INF/classes/db.properties");
        Path outside = write("webapp/uploads/db.properties");
        Thread thread = Thread.currentThread();
        ClassLoader before = thread.getContextClassLoader();
        try (URLClassLoader web = new URLClassLoader(
                new URL[] {
                    directory.resolve("webapp/WEB-INF/classes").toUri().toURL(), new URL("jar:" + webJar.toUri() + "!/")
                },
                before)) {
            thread.setContextClassLoader(new ClassLoader(web) {});
            Trust trust = trust("");
            try (InputStream in = new FileInputStream(inClasses.toFile())) {
                assertFalse(Upload.read(trust, in).trusted(), "no class came from there");
            }
            LoaderResources.OF_JVM.defines(web);
            try (InputStream in = new FileInputStream(inClasses.toFile());
                    InputStream other = new FileInputStream(outside.toFile());
                    InputStream entry = web.getResourceAsStream("a.properties")) {
                assertTrue(Upload.read(trust, in).trusted());
                assertFalse(Upload.read(trust, other).trusted());
                assertTrue(Upload.read(trust, entry).trusted());
                thread.setContextClassLoader(before);
                assertFalse(Upload.read(trust, in).trusted());
                assertFalse(Upload.read(trust, entry).trusted());
            }
        } finally {
            thread.setContextClassLoader(before);
        }
    }

    /** The reader's own loader, where the thread has another one. */
    @Test
    void theClassPathOfTheReadersOwnLoaderIsTrusted() throws Exception {
        Path conf = write("plugin/conf/db.properties");
        write("plugin/other/db.properties");
        URL classes = Upload.class.getProtectionDomain().getCodeSource().getLocation();
        URL[] urls = {
            URI.create("http://example.test/x.jar").toURL(),
            new URL("file:" + directory + "/with a blank/"),
            conf.getParent().toUri().toURL(),
            classes
        };
        Trust trust = trust("");
        try (URLClassLoader plugin = new OwnCopies(urls, getClass().getClassLoader(), Upload.class.getName())) {
            Class<?> reader = plugin.loadClass(Upload.class.getName());
            LoaderResources.OF_JVM.defines(plugin);
            Method read = reader.getMethod("read", Trust.class, Object.class);
            try (InputStream in = new FileInputStream(conf.toFile());
                    InputStream other = new FileInputStream(directory + "/plugin/other/db.properties")) {
                assertFalse(Upload.read(trust, in).trusted());
                assertTrue(((Verdict) read.invoke(null, trust, in)).trusted());
                assertFalse(((Verdict) read.invoke(null, trust, other)).trusted());
            }
        }
    }

    @Test
    void aLibraryBetweenIsNotTheReader() {
        Trust trust = trust("class:example.library.Reader");
        assertFalse(Upload.readByLibrary(trust, new ByteArrayInputStream(new byte[0]))
                .trusted());
        assertTrue(warnings.get(0).contains("read by example.Upload"), warnings.toString());
        assertTrue(Upload.readByLibrary(trust("class:example.Upload"), new ByteArrayInputStream(new byte[0]))
                .trusted());
    }

    @Test
    void resourcesThatALibraryGotFromALoader() throws IOException {
        Trust trust = trust("");
        Path upload = write("uploads/x.properties");
        URL url = upload.toUri().toURL();
        try (InputStream in = new FileInputStream(upload.toFile());
                InputStream module = new ByteArrayInputStream(new byte[0])) {
            assertFalse(trust.judgeResource(url, in, List.of()).trusted());
            assertFalse(trust.trusts(url));
            ClassLoader loader = new ClassLoader(null) {};
            LoaderResources.OF_JVM.defines(loader);
            LoaderResources.OF_JVM.handedOut(url, loader);
            assertTrue(trust.judgeResource(url, in, List.of()).trusted());
            assertTrue(trust.trusts(url));
            URL ofImage = Object.class.getResource("Object.class");
            assertEquals("jrt", ofImage.getProtocol());
            assertTrue(trust.judgeResource(ofImage, module, List.of()).trusted());
            assertEquals(upload.toString(), trust.originOf(in).place());
            assertTrue(trust.judge(in, StreamOrigin.trusted("a deployed file"), List.of())
                    .trusted());
        }
    }

    /** Otherwise a misspelled name would take the trust from a file without anybody being told. */
    @Test
    void settingsWithProblemsRefuseWhatTheyMayHaveNamed() {
        Trust trust = new Trust(
                Settings.of(Map.of("truts", "/etc/**"), Map.of()), properties, environment, new LogInto(warnings));
        SecretException refused = assertThrows(SecretException.class, () -> trust.judgeText("a string", List.of()));
        assertTrue(refused.getMessage().contains("truts"), refused.getMessage());
    }

    /** What an application reads with means that nobody patches is text for it, and no reader sees it: the operator has named the file. */
    @Test
    void namedFilesThatNobodyHasRead() throws IOException {
        Path read = Files.writeString(write("etc/read.conf"), "a = $<kv:contoso/a>\n");
        Files.writeString(write("etc/unread.toml"), "# x\na = \"$<kv:contoso/a>\"\n");
        Path deep = Files.writeString(write("etc/deep/web.xml"), "<a b=\"$&lt;kv:contoso/a>\"/>");
        Files.writeString(write("one.plist"), "a = \"$<aws:eu-west-1/a>\";");
        Files.writeString(write("etc/..data/unread.toml"), "a = \"$<kv:contoso/a>\"\n");
        Files.writeString(
                write("etc/comment.ini"), "; a = $<kv:contoso/a>\n# $<kv:contoso/b>\nb = $$<kv:contoso/c>\nc = $<no\n");
        Files.writeString(write("elsewhere/unread.toml"), "a = \"$<kv:contoso/a>\"\n");
        try {
            Files.createSymbolicLink(directory.resolve("etc/loop"), directory.resolve("etc"));
        } catch (IOException | UnsupportedOperationException windows) {
            assertTrue(File.separatorChar == '\\');
        }
        Trust trust = trust("etc/**;one.plist;gone/*.conf");

        trust.judge("a stream", StreamOrigin.file(read.toString()), List.of());
        assertEquals(List.of("web.xml", "unread.toml", "one.plist"), names(trust.unread()));

        trust.judge("a stream", StreamOrigin.file("etc/../etc/unread.toml"), List.of());
        trust.judge("a stream", StreamOrigin.file(deep.toString()), List.of());
        assertEquals(List.of("one.plist"), names(trust.unread()));
        assertEquals(List.of(), trust("").unread());
        assertEquals(List.of(), warnings);
    }

    private static List<String> names(List<String> paths) {
        return paths.stream()
                .map(path -> path.substring(path.lastIndexOf('/') + 1))
                .toList();
    }

    @Test
    void filesNamedLaterAreTrustedUpToALimit() throws IOException {
        Trust trust = trust("");
        Path named = write("later/a[1].xml");
        Path imported = write("later/imported.yml");
        Path late = write("later/late.yml");
        assertFalse(trusts(trust, named));
        trust.trustFile(named.toString());
        assertTrue(trusts(trust, named));
        assertFalse(trusts(trust, imported));
        trust.trustSpringImport("optional:imported.yml", directory + "/later");
        assertTrue(trusts(trust, imported));
        for (int i = 0; i < 1_000; i++) {
            trust.trustSpringImport("file:/nowhere/" + i, null);
            trust.trustFile("/nowhere/too/" + i);
        }
        trust.trustFile(late.toString());
        trust.trustSpringImport("file:" + late, null);
        assertFalse(trusts(trust, late));
    }

    /** Loads a class again that its parent has, too, as a web application's loader does. */
    private static final class OwnCopies extends URLClassLoader {

        private final String own;

        OwnCopies(URL[] urls, ClassLoader parent, String own) {
            super(urls, parent);
            this.own = own;
        }

        @Override
        protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
            return name.equals(own) ? findClass(name) : super.loadClass(name, resolve);
        }
    }

    private Trust trust(String setting) {
        Map<String, String> settings = setting.isEmpty() ? Map.of() : Map.of("trust", setting);
        return new Trust(Settings.of(settings, Map.of()), properties, environment, new LogInto(warnings));
    }

    private Trust within(String sources) {
        return new Trust(
                Settings.of(Map.of("sources", sources), Map.of()), properties, environment, new LogInto(warnings));
    }

    private static boolean trusts(Trust trust, Path file) {
        return trust.trusts(StreamOrigin.file(file.toString()));
    }

    private Path write(String name) throws IOException {
        Path file = directory.resolve(name);
        Files.createDirectories(file.getParent());
        return Files.writeString(file, "a=1\n");
    }

    private Path jar(String name, String classPath) throws IOException {
        Path jar = directory.resolve(name);
        Files.createDirectories(jar.getParent());
        Manifest manifest = new Manifest();
        manifest.getMainAttributes().put(Attributes.Name.MANIFEST_VERSION, "1.0");
        if (classPath != null) {
            manifest.getMainAttributes().put(Attributes.Name.CLASS_PATH, classPath);
        }
        try (JarOutputStream out = new JarOutputStream(Files.newOutputStream(jar), manifest)) {
            out.putNextEntry(new ZipEntry("a.properties"));
        }
        return jar;
    }
}
