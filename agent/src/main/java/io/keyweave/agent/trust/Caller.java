package io.keyweave.agent.trust;

import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The class that made the JDK or a library read text: the nearest one on the stack that is neither the JDK's, nor the library's, nor ours.
 * Looked for only when an untrusted text holds a placeholder.
 */
final class Caller {

    private static final StackWalker WALKER =
            StackWalker.getInstance(Set.of(StackWalker.Option.RETAIN_CLASS_REFERENCE));

    private Caller() {}

    static @Nullable Class<?> outside(List<String> libraries) {
        return WALKER.walk(frames -> frames.map(StackWalker.StackFrame::getDeclaringClass)
                .filter(type -> !ours(type) && !ofJdk(type) && !in(libraries, type))
                .findFirst()
                .orElse(null));
    }

    private static boolean ours(Class<?> type) {
        return type.getClassLoader() == Caller.class.getClassLoader()
                && type.getName().startsWith("io.keyweave.");
    }

    private static boolean ofJdk(Class<?> type) {
        ClassLoader loader = type.getClassLoader();
        return loader == null || loader == ClassLoader.getPlatformClassLoader();
    }

    private static boolean in(List<String> packages, Class<?> type) {
        for (String name : packages) {
            if (type.getName().startsWith(name)) {
                return true;
            }
        }
        return false;
    }
}
