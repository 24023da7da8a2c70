package io.keyweave.agent.patch.hocon;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.keyweave.agent.instrument.InternalErrors;
import java.io.IOException;
import java.io.Reader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class HoconPatchesTest {

    private static final String[] CONF = {
        "db { password = \"$<kv:p>\", port = \"$<kv:port>\" } # comment behind",
        "# comment before",
        "list = [a, \"$<kv:p>\", b]",
        "substituted = ${db.password}",
        "concatenated = \"jdbc:x?user=u&password=\"${db.password}\"&ssl=true\"",
        "\"key $<kv:p>\" = 1",
    };

    @TempDir
    Path directory;

    private long accidents;
    private FakeTemplates templates;

    @BeforeEach
    void start() {
        accidents = InternalErrors.count();
        templates = new FakeTemplates(directory + "/trusted/");
        templates.secrets.put("p", "s3cret");
        templates.secrets.put("port", "5432");
    }

    @AfterEach
    void nothingWentWrongInside() {
        System.clearProperty("test.file");
        assertEquals(accidents, InternalErrors.count(), () -> String.valueOf(InternalErrors.lines()));
    }

    private Map<String, Supplier<Object>> load(String name, String... lines) throws Exception {
        Path file = directory.resolve(name);
        Files.createDirectories(file.getParent());
        Files.write(file, List.of(lines));
        System.setProperty("test.file", file.toString());
        return load();
    }

    @SuppressWarnings("unchecked")
    private Map<String, Supplier<Object>> load() throws Exception {
        return (Map<String, Supplier<Object>>) new WovenHocon(templates).run("Reads");
    }

    private static Object read(Map<String, Supplier<Object>> reads, String name) {
        return reads.get(name).get();
    }

    @Test
    void everyReadSeesTheCurrentSecret() throws Exception {
        Map<String, Supplier<Object>> reads = load("trusted/app.conf", CONF);
        for (String secret : List.of("s3cret", "rotated")) {
            templates.secrets.put("p", secret);
            assertEquals(secret, read(reads, "string"));
            assertEquals(true, read(reads, "hasPath"));
            assertEquals(5432, read(reads, "int"));
            assertEquals(secret, read(reads, "anyRef"));
            assertEquals(secret, read(reads, "value"));
            assertEquals(secret, read(reads, "held"));
            assertEquals(List.of("a", secret, "b"), read(reads, "list"));
            assertEquals(secret + " 5432", read(reads, "bean"));
            assertEquals(secret, ((Map<?, ?>) ((Map<?, ?>) read(reads, "unwrapped")).get("db")).get("password"));
            assertEquals(secret, ((Map<?, ?>) read(reads, "entries")).get("db.password"));
            assertEquals(secret, read(reads, "substituted"));
            assertEquals("jdbc:x?user=u&password=" + secret + "&ssl=true", read(reads, "concatenated"));
            assertEquals(secret, read(reads, "serialised"));
            assertEquals(secret, read(reads, "merged"));
            assertEquals(secret, read(reads, "withFallbackOfSameKey"));
            assertEquals(true, read(reads, "equal"));
            assertEquals(true, read(reads, "equalToPlain"));
        }
    }

    @Test
    void renderingShowsThePlaceholder() throws Exception {
        Map<String, Supplier<Object>> reads = load("trusted/app.conf", CONF);
        for (String name : List.of("render", "renderConcise", "toString")) {
            String text = (String) read(reads, name);
            assertTrue(text.contains("$<kv:p>"), text);
            assertFalse(text.contains("s3cret"), text);
            assertFalse(text.contains("Keyweave"), text);
        }
        assertTrue(((String) read(reads, "render")).contains("jdbc:x?user=u&password=$<kv:p>&ssl=true"));
        assertTrue(((String) read(reads, "renderSerialised")).contains("s3cret"), "a serialised copy has the value");
    }

    @Test
    void keysAreNeverResolved() throws Exception {
        Map<String, Supplier<Object>> reads = load("trusted/app.conf", CONF);
        assertEquals(1, ((Map<?, ?>) read(reads, "unwrapped")).get("key $<kv:p>"));
    }

    @Test
    void aRevokedSecretIsNotThere() throws Exception {
        Map<String, Supplier<Object>> reads = load("trusted/app.conf", CONF);
        templates.secrets.remove("p");
        assertEquals(false, read(reads, "hasPath"));
        assertEquals(false, read(reads, "isNull"));
        assertTrue(((String) read(reads, "missing")).contains("db.password"), (String) read(reads, "missing"));
        assertThrows(RuntimeException.class, () -> read(reads, "held"));
        assertEquals("NULL", read(reads, "heldType"));
        assertEquals(Set.of("port"), read(reads, "names"));
        assertEquals(1, read(reads, "size"));
        assertEquals(Map.of("port", "5432"), ((Map<?, ?>) read(reads, "unwrapped")).get("db"));
        assertFalse(((Map<?, ?>) read(reads, "entries")).containsKey("db.password"));
        assertFalse(((Map<?, ?>) read(reads, "entries")).containsKey("concatenated"));
        assertEquals(List.of("a", "b"), read(reads, "list"));
        assertEquals(2, read(reads, "listSize"));

        templates.secrets.put("p", "restored");
        assertEquals("restored", read(reads, "string"));
        assertEquals(2, read(reads, "size"));
        assertEquals(List.of("a", "restored", "b"), read(reads, "list"));
    }

    @Test
    void anUnresolvablePlaceholderFailsTheLoadWithItsLine() {
        Exception failure = assertThrows(
                Exception.class, () -> load("trusted/app.conf", "a = 1", "", "db.password = \"$<kv:unknown>\""));
        assertEquals(
                "com.typesafe.config.ConfigException$Generic",
                failure.getClass().getName());
        assertEquals(
                "keyweave: 1 placeholder cannot be resolved: " + directory + "/trusted/app.conf: 3",
                failure.getMessage());
    }

    @Test
    void untrustedFilesStayTextAndWarnOnce() throws Exception {
        Map<String, Supplier<Object>> reads = load("uploads/app.conf", CONF);
        assertEquals("$<kv:p>", read(reads, "string"));
        assertEquals("jdbc:x?user=u&password=$<kv:p>&ssl=true", read(reads, "concatenated"));
        assertEquals(List.of(), templates.bound);
        assertEquals(1, templates.warnings.size(), templates.warnings.toString());
        assertTrue(templates.warnings.get(0).contains("uploads/app.conf, read by example.hocon.Reads:"));
        assertTrue(templates.warnings.get(0).contains("trust=" + directory + "/uploads/app.conf"));
    }

    @Test
    void anIncludeIsJudgedByItsOwnOrigin() throws Exception {
        Files.createDirectories(directory.resolve("uploads"));
        Files.writeString(directory.resolve("uploads/evil.conf"), "db.password = \"$<kv:p>\"");
        Map<String, Supplier<Object>> trustedIncludesUpload = load(
                "trusted/app.conf",
                "include \"" + directory.resolve("uploads/evil.conf") + "\"",
                "mine = \"$<kv:p>\"",
                "list = [\"$<kv:p>\"]");
        assertEquals("$<kv:p>", read(trustedIncludesUpload, "string"));
        assertEquals(List.of("s3cret"), read(trustedIncludesUpload, "list"));

        Map<String, Supplier<Object>> uploadIncludesTrusted = load(
                "uploads/app.conf",
                "include \"" + directory.resolve("trusted/app.conf") + "\"",
                "db.password = \"$<kv:p>\"",
                "concatenated = ${mine}");
        assertEquals("$<kv:p>", read(uploadIncludesTrusted, "string"));
        assertEquals("s3cret", read(uploadIncludesTrusted, "concatenated"));
    }

    @Test
    void jsonAndEscapedPlaceholdersAreFound() throws Exception {
        Map<String, Supplier<Object>> reads =
                load("trusted/app.json", "{ \"db\": { \"password\": \"\\u0024\\u003ckv:p\\u003e\" } }");
        assertEquals("s3cret", read(reads, "string"));
        assertTrue(((String) read(reads, "render")).contains("$<kv:p>"));
    }

    @Test
    void propertiesFilesHoldTemplates() throws Exception {
        Map<String, Supplier<Object>> reads =
                load("trusted/app.properties", "db.password=$<kv:p>", "db.port=$<kv:port>", "list.0=$<kv:p>", "x=y");
        assertEquals("s3cret", read(reads, "string"));
        assertEquals(5432, read(reads, "int"));
        assertFalse(((String) read(reads, "render")).contains("s3cret"));
        templates.secrets.put("p", "rotated");
        assertEquals("rotated", read(reads, "string"));
        assertEquals(List.of("rotated"), read(reads, "list"));
        assertTrue(templates.bound.contains(directory + "/trusted/app.properties: db.password $<kv:p>"));

        Exception failure =
                assertThrows(Exception.class, () -> load("trusted/other.properties", "db.password=$<kv:unknown>"));
        assertTrue(failure.getMessage().contains("other.properties: db.password"), failure.getMessage());
        Map<String, Supplier<Object>> upload = load("uploads/app.properties", "db.password=$<kv:p>");
        assertEquals("$<kv:p>", read(upload, "string"));
    }

    @Test
    void environmentAndSystemPropertiesAreTemplatesInHoconsCopies() throws Exception {
        templates.environment.put("PATH", templates.template("$<kv:p>"));
        templates.systemProperties.put("test.file", templates.template("$<kv:port>"));
        Map<String, Supplier<Object>> reads = load(
                "uploads/app.conf", "db.password = ${?PATH}", "list = [${PATH}]", "concatenated = \"a \"${PATH}\" b\"");
        for (String secret : List.of("s3cret", "rotated")) {
            templates.secrets.put("p", secret);
            assertEquals(secret, read(reads, "string"));
            assertEquals("a " + secret + " b", read(reads, "concatenated"));
            assertFalse(((String) read(reads, "render")).contains(secret));
        }
        Map<?, ?> properties = (Map<?, ?>) new WovenHocon(templates).run("SystemProperties");
        assertEquals("5432", properties.get("value"));
        assertTrue(((String) properties.get("render")).contains("$<kv:port>"));
        assertFalse(((String) properties.get("render")).contains("5432"));
    }

    @Test
    void stringsReadersAndProgramsAreNotTrusted() throws Exception {
        Map<?, ?> results = (Map<?, ?>) new WovenHocon(templates).run("Uploads");
        results.forEach((how, value) -> assertEquals("$<kv:p>", value, how.toString()));
        assertTrue(results.size() >= 5, results.toString());
        assertEquals(List.of(), templates.bound);
        assertFalse(templates.warnings.isEmpty());
    }

    @Test
    void aReaderOfATrustedFileIsTrusted() throws Exception {
        Files.createDirectories(directory.resolve("trusted"));
        Files.writeString(directory.resolve("trusted/read.conf"), "a = \"$<kv:p>\"");
        System.setProperty("test.file", directory.resolve("trusted/read.conf").toString());
        assertEquals("s3cret", new WovenHocon(templates).run("FromReader"));
    }

    @Test
    void resourcesOfAClassLoaderAreTrusted() throws Exception {
        Files.createDirectories(directory.resolve("resources"));
        Files.writeString(directory.resolve("resources/application.conf"), "a = 1\ndb.password = \"$<kv:p>\"");
        System.setProperty("test.file", directory.resolve("resources").toString());
        assertEquals("s3cret", new WovenHocon(templates).run("FromResource"));
        assertEquals(List.of("application.conf: 2 $<kv:p>"), templates.bound);
    }

    @Test
    void severalHoconsAreLiveAtOnce() throws Exception {
        Map<String, Supplier<Object>> first = load("trusted/app.conf", CONF);
        Map<String, Supplier<Object>> second = load();
        templates.secrets.put("p", "rotated");
        assertEquals("rotated", read(first, "string"));
        assertEquals("rotated", read(second, "string"));
    }

    @Test
    void whatCannotBeReadFailsAsInHocon() throws IOException {
        Document broken = Document.read(new Reader() {
            private int count;

            @Override
            public int read(char[] buffer, int from, int length) throws IOException {
                if (count++ > 0) {
                    throw new IOException("disk gone");
                }
                buffer[from] = 'a';
                return 1;
            }

            @Override
            public void close() {}
        });
        Reader again = broken.reader();
        assertEquals('a', again.read());
        assertEquals("disk gone", assertThrows(IOException.class, again::read).getMessage());
    }
}
