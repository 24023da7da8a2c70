package io.keyweave.agent;

import java.io.IOException;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * All that {@code ./fuzz} found worth keeping, once more. A line of a corpus is an input in base64; the file is named after the class it is for, and so is the
 * folder of inputs that were kept by hand, which broke something once.
 */
class FuzzCorpusTest {

    private static final Path CORPORA = Path.of("src/test/resources/fuzz");
    private static final String SUFFIX = ".corpus";

    static List<String> targets() throws IOException {
        try (Stream<Path> files = Files.list(CORPORA)) {
            return files.map(file -> file.getFileName().toString())
                    .filter(name -> name.endsWith(SUFFIX))
                    .map(name -> name.substring(0, name.length() - SUFFIX.length()))
                    .sorted()
                    .toList();
        }
    }

    @ParameterizedTest
    @MethodSource("targets")
    void nothingIsBroken(String target) throws Throwable {
        MethodHandle fuzz = MethodHandles.publicLookup()
                .findStatic(
                        Class.forName(target), "fuzzerTestOneInput", MethodType.methodType(void.class, byte[].class));
        for (String line : Files.readAllLines(CORPORA.resolve(target + SUFFIX))) {
            run(fuzz, Base64.getDecoder().decode(line));
        }
        Path folder = CORPORA.resolve(target);
        if (Files.isDirectory(folder)) {
            try (Stream<Path> files = Files.list(folder)) {
                for (Path file : files.sorted().toList()) {
                    run(fuzz, Files.readAllBytes(file));
                }
            }
        }
    }

    private static void run(MethodHandle fuzz, byte[] input) {
        try {
            fuzz.invokeExact(input);
        } catch (Throwable broken) {
            throw new AssertionError("broken by " + Base64.getEncoder().encodeToString(input), broken);
        }
    }
}
