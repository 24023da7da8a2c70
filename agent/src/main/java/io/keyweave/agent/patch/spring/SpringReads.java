package io.keyweave.agent.patch.spring;

import io.keyweave.SecretException;
import io.keyweave.agent.instrument.Interceptor;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Who reads a property source: Spring, which renders what it has made of the markers, or somebody who takes what he gets. Spring's two busy
 * readers say so beforehand, which allocates nothing; for all others the stack is looked at, only where a marker stands.
 */
final class SpringReads {

    private static final StackWalker WALKER =
            StackWalker.getInstance(Set.of(StackWalker.Option.RETAIN_CLASS_REFERENCE));

    private static final String SPRING = "org.springframework.";

    /** Applications of their own in Spring's package. */
    private static final String SAMPLES = "org.springframework.samples.";

    private static final class Expected {
        @Nullable
        String name;
    }

    private static final ThreadLocal<Expected> EXPECTED = ThreadLocal.withInitial(Expected::new);

    private SpringReads() {}

    /** Whether Spring reads the property. The very text is compared: Spring hands on the one it announced. */
    @SuppressWarnings("ReferenceEquality")
    static boolean bySpring(String name) {
        if (EXPECTED.get().name == name) {
            return true;
        }
        return WALKER.walk(frames -> frames.dropWhile(SpringReads::isRead)
                .findFirst()
                .map(frame -> isSpring(frame.getClassName()))
                .orElse(false));
    }

    /** What Spring has announced has been read, more than once perhaps: its text is rendered now. */
    static void ended() {
        EXPECTED.get().name = null;
    }

    /** Ours, the JDK's, and {@code getProperty} of a source on top of another. */
    private static boolean isRead(StackWalker.StackFrame frame) {
        Class<?> type = frame.getDeclaringClass();
        if (type.getClassLoader() == null || type.getClassLoader() == SpringReads.class.getClassLoader()) {
            return true;
        }
        if (!frame.getMethodName().equals("getProperty")) {
            return false;
        }
        for (Class<?> parent = type; parent != null; parent = parent.getSuperclass()) {
            if (parent.getName().equals("org.springframework.core.env.PropertySource")) {
                return true;
            }
        }
        return false;
    }

    private static boolean isSpring(String className) {
        return className.startsWith(SPRING) && !className.startsWith(SAMPLES);
    }

    /** For a reader that is not Spring; null when the secret is not available. */
    static @Nullable String rendered(String text) {
        try {
            return SpringMarkers.OF_JVM.render(text);
        } catch (SecretException refused) {
            return null;
        }
    }

    /** A method of Spring that is about to read the property which is its first argument. */
    static final class Announced implements Interceptor.Direct {
        @Override
        public Object @Nullable [] enter(Object self, @Nullable Object arguments) {
            Object first = arguments instanceof Object[] all ? all[0] : arguments;
            if (first instanceof String name && (SpringMarkers.OF_JVM.any() || !PropertySources.none())) {
                EXPECTED.get().name = name;
            }
            return null;
        }
    }
}
