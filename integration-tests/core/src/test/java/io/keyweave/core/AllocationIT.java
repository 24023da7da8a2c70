package io.keyweave.core;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.example.allocation.CountsBytes;
import com.typesafe.config.Config;
import io.keyweave.test.EveryJdk;
import io.keyweave.test.ForkedJvm;
import io.keyweave.test.Jdk;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.io.TempDir;

/**
 * What reads cost is held in bytes, which a busy machine does not change: with the agent a read allocates not one more than without,
 * of an ordinary value and of a secret. The JVM's compiler that could hide an allocation is off.
 */
class AllocationIT {

    private static final List<String> KINDS = List.of("property", "variable", "file", "hocon");

    @TempDir
    Path directory;

    @EveryJdk
    void noReadAllocatesMoreThanWithoutTheAgent(Jdk jdk) throws IOException {
        Path secrets = Files.writeString(directory.resolve("secrets.properties"), "bench/secret=the-secret-value\n");
        Map<String, String> without = read(jvm(jdk));
        Map<String, String> with = read(jvm(jdk).agent("log=off,offline=" + secrets));
        List<String> differences = new ArrayList<>();
        for (String kind : KINDS) {
            assertEquals("the-secret-value", with.get(kind + ".value"));
            for (String value : List.of(kind + ".ordinary", kind + ".placeholder")) {
                if (Long.parseLong(with.get(value)) > Long.parseLong(without.get(value))) {
                    differences.add(value + ": " + with.get(value) + " bytes instead of " + without.get(value));
                }
            }
        }
        assertEquals(List.of(), differences);
    }

    private static ForkedJvm jvm(Jdk jdk) {
        return ForkedJvm.on(jdk)
                .property("app.user", "orders")
                .property("app.pass", "$<kv:bench/secret>")
                .environment("APP_USER", "orders")
                .environment("APP_PASS", "$<kv:bench/secret>")
                .classPathOf(Config.class)
                .main(CountsBytes.class);
    }

    private static Map<String, String> read(ForkedJvm jvm) {
        Map<String, String> values = new LinkedHashMap<>();
        for (String line : jvm.run().expect(0).out()) {
            int equals = line.indexOf('=');
            values.put(line.substring(0, equals), line.substring(equals + 1));
        }
        return values;
    }
}
