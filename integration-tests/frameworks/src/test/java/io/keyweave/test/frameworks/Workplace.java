package io.keyweave.test.frameworks;

import io.keyweave.test.Contoso;
import io.keyweave.test.ForkedJvm;
import io.keyweave.test.Jdk;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;

/** A vault with secrets that are hard to carry, and directories for the files of an application. */
final class Workplace implements AutoCloseable {

    /** What YAML, JSON, XML and properties have a meaning for, and no framework's expressions. */
    static final String PASSWORD = "s3cr\"e\\t's: , #<&>%\u00fc";

    /** What expressions are made of. */
    static final String EXPRESSION = "a${b}#{c}{{d}}";

    /** Digits that no parser may take for a number. */
    static final String PIN = "0012345";

    private final Contoso vault = new Contoso();

    Workplace() {
        vault.vault().put("db-password", PASSWORD);
        vault.vault().put("expression", EXPRESSION);
        vault.vault().put("pin", PIN);
    }

    Contoso vault() {
        return vault;
    }

    /** A file below a directory, with its parents. */
    static void write(Path directory, String name, String... lines) {
        try {
            Path file = directory.resolve(name);
            Files.createDirectories(file.getParent());
            Files.writeString(file, String.join("\n", lines) + "\n");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** A JVM with the class path of this module behind a directory of resources. */
    ForkedJvm jvm(Jdk jdk, Path resources, Path directory, String... settings) {
        ForkedJvm jvm = vault.jvm(jdk, settings)
                // On a machine that does other things as well a whole framework starts beside the first secret.
                .environment("KEYWEAVE_STARTUP_TIMEOUT", "2m")
                .classPath(resources)
                .directory(directory);
        Arrays.stream(System.getProperty("java.class.path").split(File.pathSeparator, -1))
                .map(Path::of)
                .forEach(jvm::classPath);
        return jvm;
    }

    @Override
    public void close() {
        vault.close();
    }
}
