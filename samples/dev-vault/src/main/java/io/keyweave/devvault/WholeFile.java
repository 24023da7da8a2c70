package io.keyweave.devvault;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;

/** Files that an application under test reads while they change: a reader sees the old content or the new one, never half of it. */
public final class WholeFile {

    private WholeFile() {}

    /** Replaces what is in the file, or makes it. */
    public static void write(Path file, String text) {
        try {
            Path fresh = Files.createTempFile(file.getParent(), "fresh", null);
            Files.writeString(fresh, text);
            Files.move(fresh, file, StandardCopyOption.REPLACE_EXISTING);
        } catch (IOException e) {
            throw new UncheckedIOException("the dev vault cannot write " + file, e);
        }
    }
}
