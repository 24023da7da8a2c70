package io.keyweave.core;

import io.keyweave.Failure;
import io.keyweave.SecretException;
import io.keyweave.SecretRef;
import org.jspecify.annotations.Nullable;

/** What a failed call of a provider is told as. */
final class ProviderFailures {

    private ProviderFailures() {}

    /** As the provider says. */
    static Failure of(SecretRef ref, SecretException e) {
        return e.failures().isEmpty() ? defect(ref, e) : e.failures().get(0);
    }

    /** The message of an unexpected exception stays out: nobody knows what a library puts into it. */
    static Failure defect(SecretRef ref, Throwable e) {
        if (e instanceof OutOfMemoryError) {
            return Failure.local(
                    Failure.Kind.SERVICE_ERROR,
                    ref,
                    "This JVM had no memory left to ask for it.",
                    "Find what fills the heap, or give the JVM more (-Xmx); it is tried again.");
        }
        String className = e.getMessage();
        if (e instanceof NoClassDefFoundError && className != null && ofTheJdk(className)) {
            return Failure.local(
                    Failure.Kind.MALFORMED,
                    ref,
                    "This JVM was made without the class " + className.replace('/', '.') + " of the JDK.",
                    "Add its module to the jlink command; Key Vault needs java.xml (--add-modules java.xml).");
        }
        return Failure.local(
                Failure.Kind.SERVICE_ERROR,
                ref,
                "The provider of the scheme " + ref.scheme() + " failed with "
                        + e.getClass().getName() + where(e) + ".",
                "This is a defect: please report it with this line.");
    }

    /** A class that failed to initialise is reported in other words, so these are names only. */
    private static boolean ofTheJdk(String className) {
        return className.startsWith("java/") || className.startsWith("javax/");
    }

    private static String where(Throwable e) {
        StackTraceElement @Nullable [] stack = e.getStackTrace();
        return stack == null || stack.length == 0 ? "" : " at " + stack[0];
    }
}
