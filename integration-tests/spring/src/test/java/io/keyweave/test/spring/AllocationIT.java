package io.keyweave.test.spring;

import static org.junit.jupiter.api.Assertions.assertTrue;

import io.keyweave.test.EveryJdk;
import io.keyweave.test.ForkedJvm;
import io.keyweave.test.Jdk;
import io.keyweave.test.Outcome;
import io.keyweave.test.spring.allocation.CountsBytes;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.junit.jupiter.api.io.TempDir;

/**
 * What {@code Environment.getProperty} costs is held in bytes, which a busy machine does not change; the JVM's compiler that could hide an
 * allocation is off. Spring itself allocates 2,500 for each read.
 */
class AllocationIT {

    /** The two arguments of the method that every read of every property passes. */
    private static final long ORDINARY = 24;

    /** And the call, its arguments again, and the box of the answer. */
    private static final long PLACEHOLDER = 88;

    @TempDir
    Path directory;

    @EveryJdk
    void aReadAllocatesLittleMoreThanWithoutTheAgent(Jdk jdk) throws IOException {
        Path secrets = Files.writeString(
                directory.resolve("secrets.properties"),
                "contoso/odd=odd\ncontoso/one=1\ncontoso/two=2\ncontoso/cred={\"user\"\\:\"u\",\"password\"\\:\"p\"}\n");
        Outcome without = jvm(jdk).run().expect(0);
        Outcome with = jvm(jdk).agent("log=off,offline=" + secrets).run().expect(0);
        holds("app.host", ORDINARY, without, with);
        holds("app.password", PLACEHOLDER, without, with);
    }

    private static void holds(String name, long more, Outcome without, Outcome with) {
        long before = bytes(name, without);
        long after = bytes(name, with);
        assertTrue(after <= before + more, name + ": " + after + " bytes instead of " + before);
    }

    private static long bytes(String name, Outcome outcome) {
        for (String line : outcome.out()) {
            if (line.startsWith(name + "=")) {
                return Long.parseLong(line.substring(name.length() + 1));
            }
        }
        throw new AssertionError("no " + name + " in " + outcome);
    }

    private static ForkedJvm jvm(Jdk jdk) {
        return ForkedJvm.on(jdk)
                .property("sys.secret", "$<kv:contoso/odd>")
                .classPath(Arrays.stream(System.getProperty("java.class.path").split(File.pathSeparator, -1))
                        .map(Path::of)
                        .toArray(Path[]::new))
                .main(CountsBytes.class, "app.host", "app.password");
    }
}
