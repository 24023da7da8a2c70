package io.keyweave.core;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.example.aot.ReadsHocon;
import com.typesafe.config.Config;
import io.keyweave.test.ForkedJvm;
import io.keyweave.test.Jdk;
import io.keyweave.test.Outcome;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * An AOT cache that was trained with the module an agent needs is used under the agent too, and loads libraries before the agent is
 * there: their patches must take effect all the same.
 */
class AotCacheIT {

    private static final int FIRST_WITH_CACHE = 25;

    @TempDir
    Path directory;

    @Test
    void librariesFromTheCacheArePatched() throws IOException {
        Path application = application();
        Path secrets = Files.writeString(directory.resolve("secrets.properties"), "bench/secret=the-secret-value\n");
        Path cache = directory.resolve("application.aot");
        for (Jdk jdk : Jdk.all()) {
            if (jdk.feature() >= FIRST_WITH_CACHE) {
                jvm(jdk, application)
                        .option("-XX:AOTCacheOutput=" + cache)
                        .option("--add-modules=java.instrument")
                        .run()
                        .expect(0);
                Outcome outcome = jvm(jdk, application)
                        .agent("log=off,offline=" + secrets)
                        .option("-XX:AOTMode=on")
                        .option("-XX:AOTCache=" + cache)
                        .option("-Xlog:class+load:file=" + directory.resolve("classes.log"))
                        .run()
                        .expect(0);
                assertEquals(List.of("hocon=the-secret-value", "properties=the-secret-value"), outcome.out());
                assertTrue(
                        Files.readString(directory.resolve("classes.log"))
                                .contains("com.typesafe.config.impl.Parseable source: shared objects file"),
                        "the cache was not used");
            }
        }
    }

    private static ForkedJvm jvm(Jdk jdk, Path application) {
        return ForkedJvm.on(jdk)
                // A cache made under this collector has the objects of the JDK, too.
                .option("-XX:+UseG1GC")
                .classPath(application)
                .classPathOf(Config.class)
                .main(ReadsHocon.class.getName());
    }

    /** A jar, because a cache knows no directories. */
    private Path application() throws IOException {
        Path jar = directory.resolve("application.jar");
        try (OutputStream file = Files.newOutputStream(jar);
                JarOutputStream out = new JarOutputStream(file)) {
            for (String name : List.of(
                    ReadsHocon.class.getName().replace('.', '/') + ".class",
                    "allocation.properties",
                    "allocation.conf")) {
                out.putNextEntry(new JarEntry(name));
                try (var in = ReadsHocon.class.getResourceAsStream("/" + name)) {
                    out.write(in.readAllBytes());
                }
                out.closeEntry();
            }
        }
        return jar;
    }
}
