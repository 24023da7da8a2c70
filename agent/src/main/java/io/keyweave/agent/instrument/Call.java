package io.keyweave.agent.instrument;

import org.jspecify.annotations.Nullable;

/** One call of a patched method, seen by its {@link Interceptor}. Belongs to the calling thread. */
public interface Call {

    /** The object the method was called on; null for a static method. */
    @Nullable
    Object self();

    /** The name of the method. */
    String method();

    /** The arguments as passed, boxed. Changing the array changes nothing. */
    @Nullable
    Object[] arguments();

    /** The loader of the class that declares the method; null for the boot loader. */
    @Nullable
    ClassLoader loader();

    /**
     * Runs the method itself, not an override of it, with the arguments as passed. May be called again.
     *
     * @return its result, boxed; null for {@code void}
     * @throws Throwable what the method throws, unwrapped
     */
    @Nullable
    Object proceed() throws Throwable;

    /** As {@link #proceed()} with other arguments; as many, of types the method accepts. */
    @Nullable
    Object proceed(@Nullable Object... arguments) throws Throwable;

    /** As {@link #proceed()} on another object of the declaring class. */
    @Nullable
    Object proceedOn(Object self) throws Throwable;

    /**
     * Marks an exception as meant for the caller: {@code throw call.raise(new IOException(report))}. Without it an exception of the
     * interceptor is taken for an internal error.
     */
    <T extends Throwable> T raise(T exception);
}
