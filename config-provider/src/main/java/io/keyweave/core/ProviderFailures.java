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
            return ResolverMessages.NO_MEMORY.failure(Failure.Kind.SERVICE_ERROR, ref);
        }
        String className = e.getMessage();
        if (e instanceof NoClassDefFoundError && className != null && ofTheJdk(className)) {
            return ResolverMessages.NO_JDK_CLASS.failure(
                    Failure.Kind.MALFORMED, ref, "class", className.replace('/', '.'));
        }
        return ResolverMessages.PROVIDER_FAILED.failure(
                Failure.Kind.SERVICE_ERROR,
                ref,
                "scheme",
                ref.scheme(),
                "exception",
                e.getClass().getName() + where(e));
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
