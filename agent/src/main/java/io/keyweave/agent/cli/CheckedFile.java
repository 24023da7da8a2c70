package io.keyweave.agent.cli;

import io.keyweave.agent.trust.StreamOrigin;
import java.nio.file.Path;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * A file, or an entry of an archive, in which a placeholder may stand.
 *
 * @param name without directories
 * @param place for messages: a path, or {@code application.yml in app.jar}
 * @param bytes of it
 * @param origin what trust is asked about; null for an entry that no class loader serves
 * @param file on the disk; null for an entry
 */
record CheckedFile(String name, String place, byte[] bytes, @Nullable StreamOrigin origin, @Nullable Path file) {

    boolean endsWith(String... endings) {
        return nameEndsWith(name, endings);
    }

    static boolean nameEndsWith(String name, String... endings) {
        String lower = name.toLowerCase(Locale.ROOT);
        for (String ending : endings) {
            if (lower.endsWith(ending)) {
                return true;
            }
        }
        return false;
    }
}
