package io.keyweave.agent.instrument;

import java.lang.ref.WeakReference;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Finds classes that the JVM has defined without their patch. Where a thread has next to no stack left, the JVM cannot call a transformer, or
 * {@code sun.instrument} ignores its error: nobody of ours is told, and the class is defined as it is. So each class of a library is an occasion to look at
 * those which its loader has defined since the last look. Thread-safe.
 */
public final class UnseenClasses {

    private static final class Seen {
        private final WeakReference<ClassLoader> loader;
        private int classes;

        Seen(ClassLoader loader) {
            this.loader = new WeakReference<>(loader);
        }
    }

    private final Function<ClassLoader, @Nullable Object> definedClasses;

    /** Few: of loaders that have defined a class of a library with patches. The last one that was asked for is the first. */
    private final List<Seen> loaders = new ArrayList<>(1);

    /** @param definedClasses gives the list in which a loader has its classes, guarded by its monitor; null where there is none */
    public UnseenClasses(Function<ClassLoader, @Nullable Object> definedClasses) {
        this.definedClasses = definedClasses;
    }

    /** Whether one of the classes that were defined since the last call needs a patch. */
    boolean any(ClassLoader loader, PatchTransformer transformer) {
        if (!(definedClasses.apply(loader) instanceof List<?> classes)) {
            return false;
        }
        Seen seen = seen(loader);
        int from = seen.classes;
        Object[] added;
        synchronized (classes) {
            int size = classes.size();
            if (size <= from) {
                return false;
            }
            added = classes.subList(from, size).toArray();
        }
        boolean any = false;
        for (Object one : added) {
            any |= one instanceof Class<?> type && transformer.needsPatch(type);
        }
        // Not before: the stack may end here, too.
        seen.classes = from + added.length;
        return any;
    }

    private synchronized Seen seen(ClassLoader loader) {
        for (int i = 0; i < loaders.size(); i++) {
            Seen one = loaders.get(i);
            if (one.loader.refersTo(loader)) {
                if (i > 0) {
                    loaders.set(i, loaders.get(0));
                    loaders.set(0, one);
                }
                return one;
            }
        }
        for (int i = loaders.size() - 1; i >= 0; i--) {
            if (loaders.get(i).loader.refersTo(null)) {
                loaders.remove(i);
            }
        }
        Seen one = new Seen(loader);
        loaders.add(one);
        return one;
    }
}
