package io.keyweave.agent.patch.spring;

import java.util.Collections;
import java.util.Map;
import java.util.Set;
import java.util.WeakHashMap;
import org.jspecify.annotations.Nullable;

/** Exceptions of ours that end a start, recognised when Spring Boot reports them. */
final class StartFailures {

    private static final int MAX_CAUSES = 20;
    private static final Set<Throwable> OURS = Collections.newSetFromMap(Collections.synchronizedMap(identity()));

    private StartFailures() {}

    private static Map<Throwable, Boolean> identity() {
        return new WeakHashMap<>();
    }

    /** An exception whose message is the report, of a class the application knows. */
    static IllegalStateException of(String report) {
        IllegalStateException failure = new IllegalStateException(report);
        OURS.add(failure);
        return failure;
    }

    /** The report behind an exception, or null when it is not ours. */
    static @Nullable String report(Throwable failure) {
        Throwable cause = failure;
        for (int i = 0; cause != null && i < MAX_CAUSES; i++) {
            if (OURS.contains(cause)) {
                return cause.getMessage();
            }
            cause = cause.getCause();
        }
        return null;
    }
}
