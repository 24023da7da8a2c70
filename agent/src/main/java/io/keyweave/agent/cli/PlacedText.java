package io.keyweave.agent.cli;

import io.keyweave.Origin;
import org.jspecify.annotations.Nullable;

/**
 * A text that may hold a placeholder, and what becomes of it.
 *
 * @param text as written
 * @param origin where it stands
 * @param name of the system property or the variable it is, null in a file
 */
record PlacedText(String text, Origin origin, @Nullable String name, Resolution resolution) {
    @Override
    public String toString() {
        return origin.toString();
    }
}
