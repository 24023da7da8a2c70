package io.keyweave.deploy;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The copy program of the image, compiled as {@code image/build} does and run with the image's root as its root: where a C compiler and chroot are. */
class ImageTest {

    @TempDir
    private Path root;

    private Path output;

    private int run(List<String> command) throws Exception {
        output = Files.createTempFile(root, "output", ".txt");
        Process process;
        try {
            process = new ProcessBuilder(command)
                    .redirectErrorStream(true)
                    .redirectOutput(output.toFile())
                    .start();
        } catch (java.io.IOException absent) {
            assumeTrue(false, command.get(0) + " is not on this machine: " + absent.getMessage());
            return -1;
        }
        try {
            assertTrue(process.waitFor(120, TimeUnit.SECONDS), command + " did not end");
            return process.exitValue();
        } finally {
            process.destroyForcibly();
        }
    }

    private void compile() throws Exception {
        Matcher flags = Pattern.compile("-Os [^\\n]*\\\\\\n[^\\n]*-s(?= -o)")
                .matcher(Files.readString(Path.of("image", "build")));
        assertTrue(flags.find(), "the flags of image/build");
        String command =
                "cc " + flags.group().replace("\\\n", " ") + " -o " + root.resolve("keyweave-copy") + " image/copy.c";
        assumeTrue(
                run(List.of("sh", "-c", "command -v cc && command -v chroot && test $(id -u) = 0")) == 0,
                "cc, chroot and root");
        assertEquals(0, run(List.of("sh", "-c", command)), () -> text());
    }

    private String text() {
        try {
            return Files.readString(output);
        } catch (java.io.IOException e) {
            return e.toString();
        }
    }

    private int copy(String... arguments) throws Exception {
        return run(Stream.concat(Stream.of("chroot", root.toString(), "/keyweave-copy"), Stream.of(arguments))
                .toList());
    }

    @Test
    void copiesTheWholeJarAndTwiceOver() throws Exception {
        compile();
        byte[] jar = new byte[1_000_003];
        new Random(7).nextBytes(jar);
        Files.write(root.resolve("keyweave-agent.jar"), jar);
        Path target = Files.createDirectory(root.resolve("target"));
        Files.write(target.resolve("keyweave-agent.jar.part"), new byte[2_000_000]);

        for (int i = 0; i < 2; i++) {
            assertEquals(0, copy("/target"), this::text);
            assertArrayEquals(jar, Files.readAllBytes(target.resolve("keyweave-agent.jar")));
        }
        assertFalse(Files.exists(target.resolve("keyweave-agent.jar.part")));
    }

    @Test
    void saysWhatIsWrong() throws Exception {
        compile();
        Files.write(root.resolve("keyweave-agent.jar"), new byte[1]);

        assertEquals(1, copy("/none"));
        assertTrue(text().contains("cannot write") && text().contains("/none/keyweave-agent.jar"), text());
        assertEquals(1, copy());
        assertTrue(text().contains("usage: /keyweave-copy DIRECTORY"), text());
        Files.delete(root.resolve("keyweave-agent.jar"));
        assertEquals(1, copy("/"));
        assertTrue(text().contains("cannot read /keyweave-agent.jar"), text());
    }
}
