package io.keyweave.agent.patch;

import io.keyweave.agent.instrument.Hook;
import io.keyweave.agent.instrument.Patch;
import java.util.List;

/**
 * A patch of one class of a library that reads documents.
 *
 * @param className as {@code Class.getName} writes it
 * @param hooks its methods
 */
public record ReaderPatch(String className, List<Hook> hooks) implements Patch {

    /** @param name internal name, with slashes */
    public static Patch of(String name, Hook... hooks) {
        return new ReaderPatch(name.replace('/', '.'), List.of(hooks));
    }
}
