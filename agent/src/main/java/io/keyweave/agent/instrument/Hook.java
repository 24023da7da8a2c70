package io.keyweave.agent.instrument;

import org.jspecify.annotations.Nullable;

/**
 * One method to intercept, wherever it is declared in the patched class (not where it is inherited).
 *
 * @param method its name
 * @param descriptor its descriptor as in class files, {@code (Ljava/lang/String;)V}, or null for every method of that name
 * @param interceptor what to do when it is called; shared by all threads
 * @param exchanged the position of the argument that may be exchanged, counted from 0, a reference; -1 for none
 * @param required whether the patch does not work without; of several hooks with one method name any will do
 */
public record Hook(
        String method, @Nullable String descriptor, Interceptor interceptor, int exchanged, boolean required) {

    /** A method. */
    public Hook(String method, @Nullable String descriptor, Interceptor interceptor) {
        this(method, descriptor, interceptor, -1);
    }

    /** A method or constructor of which an argument may be exchanged. */
    public Hook(String method, @Nullable String descriptor, Interceptor interceptor, int exchanged) {
        this(method, descriptor, interceptor, exchanged, true);
    }

    /** The same where some versions of the library have no such method and work without. */
    public Hook optional() {
        return new Hook(method, descriptor, interceptor, exchanged, false);
    }

    /**
     * A constructor, of which one argument is exchanged before anything else happens.
     *
     * @param position of the argument, counted from 0; a reference
     * @param interceptor sees the argument as {@code self} and null as {@code argument}; answers null to leave it, or a box with another
     */
    public static Hook ofConstructor(String descriptor, int position, Interceptor.Direct interceptor) {
        return new Hook("<init>", descriptor, interceptor, position);
    }

    boolean matches(String name, String type) {
        return method.equals(name) && (descriptor == null || descriptor.equals(type));
    }
}
