package io.keyweave.agent.instrument;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.typesafe.config.ConfigFactory;
import java.io.ByteArrayOutputStream;
import java.io.File;
import java.io.InputStream;
import java.io.PrintStream;
import java.lang.reflect.Method;
import java.nio.charset.StandardCharsets;
import java.util.jar.JarFile;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Any method of any class can be patched. The same runs on every JDK in the integration tests. */
class WeaveEverythingTest {

    @AfterEach
    void forget() {
        WeaverBridge.SEEN.clear();
    }

    @Test
    void theJvmVerifiesWhatWasWoven() throws Exception {
        String[] jars = Stream.of(System.getProperty("java.class.path").split(File.pathSeparator, -1))
                .filter(entry -> entry.endsWith(".jar"))
                .toArray(String[]::new);
        PrintStream before = System.out;
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        System.setOut(new PrintStream(out, true, StandardCharsets.UTF_8));
        try {
            WeaveEverything.main(jars);
        } finally {
            System.setOut(before);
        }
        String[] words = out.toString(StandardCharsets.UTF_8).split(" ", -1);
        assertTrue(Integer.parseInt(words[1]) > 5_000, out.toString(StandardCharsets.UTF_8));
        assertTrue(Integer.parseInt(words[4]) > 50_000, out.toString(StandardCharsets.UTF_8));
    }

    @Test
    void aLibraryWovenThroughoutWorks() throws Exception {
        WeaveEverything.Patched woven = new WeaveEverything.Patched();
        File file = new File(ConfigFactory.class
                .getProtectionDomain()
                .getCodeSource()
                .getLocation()
                .toURI());
        try (JarFile jar = new JarFile(file)) {
            for (var entry :
                    jar.stream().filter(e -> e.getName().endsWith(".class")).toList()) {
                try (InputStream in = jar.getInputStream(entry)) {
                    woven.add(entry.getName(), in.readAllBytes());
                }
            }
        }
        assertNull(WeaverBridge.answer);
        Class<?> factory = woven.loadClass(ConfigFactory.class.getName());
        Object config = factory.getMethod("parseString", String.class).invoke(null, "a { b = [1, 2], c = d }");
        Method value = woven.loadClass("com.typesafe.config.Config").getMethod("getIntList", String.class);
        assertEquals("[1, 2]", value.invoke(config, "a.b").toString());
        assertTrue(WeaverBridge.SEEN.size() > 1_000);
    }
}
