package io.keyweave.agent.instrument;

import java.net.URL;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Told of patches that do not fit. */
public interface PatchListener {

    /**
     * A class is there, and methods that its patch declares are not: a version that nobody knew.
     *
     * @param list the library's
     * @param className as {@code Class.getName} writes it
     * @param methods names and descriptors
     * @param location where the class came from, if that is known
     * @param of its package, which may know a version; null for a class of the JDK
     */
    void notMatched(
            PatchList list, String className, List<String> methods, @Nullable URL location, @Nullable Package of);
}
