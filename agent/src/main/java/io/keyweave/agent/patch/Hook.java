package io.keyweave.agent.patch;

import org.jspecify.annotations.Nullable;

/**
 * One method to intercept, wherever it is declared in the patched class (not where it is inherited).
 *
 * @param method its name; no constructor
 * @param descriptor its descriptor as in class files, {@code (Ljava/lang/String;)V}, or null for every method of that name
 * @param interceptor what to do when it is called; shared by all threads
 */
public record Hook(String method, @Nullable String descriptor, Interceptor interceptor) {

    boolean matches(String name, String type) {
        return method.equals(name) && (descriptor == null || descriptor.equals(type));
    }
}
