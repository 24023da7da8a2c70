package io.keyweave.test.databases;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.keyweave.test.EveryJdk;
import io.keyweave.test.ForkedJvm;
import io.keyweave.test.Jdk;
import io.keyweave.test.OneJdk;
import io.keyweave.test.Outcome;
import io.keyweave.test.databases.app.LoadsDriver;
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.List;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import java.util.jar.JarOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A driver of next year, whose method has another name: one warning tells it, and only where a placeholder is in play. */
class UnknownVersionIT {

    private static final String DRIVER = "org/postgresql/Driver.class";

    @TempDir
    Path work;

    private ForkedJvm jvm(Jdk jdk, Path driver) throws IOException {
        Path secrets = Files.writeString(work.resolve("secrets.properties"), "contoso/app-secret=the-secret-value\n");
        return ForkedJvm.on(jdk).classPath(driver).agent("offline=" + secrets).main(LoadsDriver.class);
    }

    @EveryJdk
    void aRenamedMethodIsOneWarning(Jdk jdk) throws Exception {
        Outcome outcome = jvm(jdk, renamed())
                .property("app.secret", "$<kv:contoso/app-secret>")
                .run()
                .expect(0);

        List<String> warnings = outcome.err().stream()
                .filter(line -> line.contains("Unknown version of the PostgreSQL driver"))
                .toList();
        assertEquals(1, warnings.size(), outcome.toString());
        String warning = warnings.get(0);
        assertTrue(warning.contains("(postgresql-renamed.jar, version 4"), warning);
        assertTrue(warning.contains("org.postgresql.Driver has no makeConnection("), warning);
        assertTrue(warning.contains("a rotated password for new connections"), warning);
        assertTrue(warning.contains("report this line as an issue"), warning);
        assertEquals(List.of("loaded twice, secret=the-secret-value"), outcome.out());
    }

    @OneJdk
    void withoutAPlaceholderNothingIsSaid(Jdk jdk) throws Exception {
        Outcome outcome = jvm(jdk, renamed()).run().expect(0);

        assertTrue(outcome.err().stream().noneMatch(line -> line.contains("Unknown version")), outcome.toString());
    }

    @Test
    void theCopyHasNoSuchMethodAnyMore() throws Exception {
        try (JarFile jar = new JarFile(renamed().toFile());
                InputStream in = jar.getInputStream(jar.getEntry(DRIVER))) {
            String text = new String(in.readAllBytes(), StandardCharsets.ISO_8859_1);
            assertTrue(text.contains("nameConnection") && !text.contains("makeConnection"), text);
        }
    }

    /** The real driver with a method renamed: a name of the same length needs no other change. */
    private Path renamed() throws Exception {
        File driver = new File(Class.forName("org.postgresql.Driver")
                .getProtectionDomain()
                .getCodeSource()
                .getLocation()
                .toURI());
        Path copy = work.resolve("postgresql-renamed.jar");
        try (JarFile jar = new JarFile(driver);
                OutputStream file = Files.newOutputStream(copy);
                JarOutputStream out = new JarOutputStream(file)) {
            for (JarEntry entry : Collections.list(jar.entries())) {
                byte[] bytes;
                try (InputStream in = jar.getInputStream(entry)) {
                    bytes = in.readAllBytes();
                }
                if (entry.getName().equals(DRIVER)) {
                    bytes = new String(bytes, StandardCharsets.ISO_8859_1)
                            .replace("makeConnection", "nameConnection")
                            .getBytes(StandardCharsets.ISO_8859_1);
                }
                out.putNextEntry(new JarEntry(entry.getName()));
                out.write(bytes);
                out.closeEntry();
            }
        }
        return copy;
    }
}
