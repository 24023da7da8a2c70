package io.keyweave.devvault;

import java.io.Closeable;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** Closing what the other side may have closed already. */
final class Quiet {

    private Quiet() {}

    static void close(@Nullable Closeable resource) {
        if (resource != null) {
            try {
                resource.close();
            } catch (IOException e) {
                // Gone is what was wanted.
            }
        }
    }
}
