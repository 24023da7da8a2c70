package io.keyweave;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;

/** Which version of Keyweave this is: the manifest of a jar is not available where the agent's classes come from one packed item. */
public final class KeyweaveVersion {

    private static final String FILE = "io/keyweave/version.txt";
    private static final String TEXT = read();

    private KeyweaveVersion() {}

    /** As in {@code Implementation-Version} of the jar; {@code unknown} when the file was left out of one. */
    public static String text() {
        return TEXT;
    }

    private static String read() {
        ClassLoader loader = KeyweaveVersion.class.getClassLoader();
        try (InputStream in =
                loader == null ? ClassLoader.getSystemResourceAsStream(FILE) : loader.getResourceAsStream(FILE)) {
            return in == null ? "unknown" : new String(in.readAllBytes(), StandardCharsets.UTF_8).trim();
        } catch (IOException e) {
            return "unknown";
        }
    }
}
