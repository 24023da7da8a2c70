package io.keyweave.agent.instrument;

import java.lang.ref.Reference;
import java.lang.ref.WeakReference;
import java.util.function.BiFunction;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** What the bridge calls for one patched method. Thread-safe. */
final class PatchedMethod implements BiFunction<Object, @Nullable Object, Object @Nullable []>, Predicate<Class<?>> {

    /** The method that the current thread is about to enter on purpose, past its interceptor. */
    private static final ThreadLocal<@Nullable PatchedMethod> PASSING = new ThreadLocal<>();

    final String owner;
    final String name;
    final String descriptor;
    private final Interceptor interceptor;
    private final @Nullable Reference<ClassLoader> loader;
    private volatile @Nullable WeakReference<Class<?>> caller;

    /** The interceptor again, when it is one: to ask an object for an interface is not free. */
    private final Interceptor.@Nullable Direct direct;

    private volatile boolean proceeded;
    private volatile @Nullable Original original;

    /** Counted at the first call: most patched methods are never called. Any thread counts the same. */
    private int arity = -1;

    /** @param loader of the class; null for the boot loader */
    PatchedMethod(
            String owner,
            String name,
            String descriptor,
            Interceptor interceptor,
            @Nullable Reference<ClassLoader> loader) {
        this.loader = loader;
        this.owner = owner;
        this.name = name;
        this.descriptor = descriptor;
        this.interceptor = interceptor;
        this.direct = interceptor instanceof Interceptor.Direct given ? given : null;
    }

    /** Whether a class is the one that was patched: nobody else is answered, whatever number it passes to the bridge. */
    @Override
    public boolean test(Class<?> asking) {
        WeakReference<Class<?>> known = caller;
        return known != null && known.refersTo(asking) || isOwner(asking);
    }

    private boolean isOwner(Class<?> asking) {
        if (!asking.getName().equals(owner)) {
            return false;
        }
        boolean same = loader == null ? asking.getClassLoader() == null : loader.refersTo(Original.loaderOf(asking));
        if (same) {
            caller = new WeakReference<>(asking);
        }
        return same;
    }

    @Override
    public Object @Nullable [] apply(Object self, @Nullable Object argument) {
        if (direct != null) {
            return directly(direct, self, argument);
        }
        if (proceeded && PASSING.get() == this) {
            PASSING.remove();
            return null;
        }
        if (interceptor.isInactive(argument)) {
            return null;
        }
        PatchedCall call = new PatchedCall(this, self, argument);
        try {
            return interceptor.enter(call);
        } catch (VirtualMachineError ofTheJvm) {
            // No internal error of ours: the application's stack or heap is at its end. Half of the work done would
            // pass for
            // all of it.
            throw ofTheJvm;
        } catch (Throwable thrown) {
            if (!call.meant(thrown)) {
                InternalErrors.add(toString(), thrown);
                return call.outcome();
            }
            throw PatchedMethod.<RuntimeException>unchecked(thrown);
        }
    }

    private Object @Nullable [] directly(Interceptor.Direct direct, Object self, @Nullable Object argument) {
        try {
            return direct.enter(self, argument);
        } catch (VirtualMachineError ofTheJvm) {
            throw ofTheJvm;
        } catch (Throwable accident) {
            InternalErrors.add(toString(), accident);
            return null;
        }
    }

    @Nullable
    Object invokeOriginal(Object self, @Nullable Object[] arguments) throws Throwable {
        Original method = original;
        if (method == null) {
            method = new Original(this);
            original = method;
        }
        proceeded = true;
        PASSING.set(this);
        try {
            return method.invoke(self, arguments);
        } finally {
            PASSING.remove();
        }
    }

    boolean isStatic(Object self) {
        return self instanceof Class<?> type && type.getName().equals(owner);
    }

    int arity() {
        if (arity < 0) {
            arity = count();
        }
        return arity;
    }

    private int count() {
        int count = 0;
        for (int at = 1; descriptor.charAt(at) != ')'; at++) {
            while (descriptor.charAt(at) == '[') {
                at++;
            }
            if (descriptor.charAt(at) == 'L') {
                at = descriptor.indexOf(';', at);
            }
            count++;
        }
        return count;
    }

    @SuppressWarnings({"unchecked", "TypeParameterUnusedInFormals"})
    static <T extends Throwable> T unchecked(Throwable thrown) throws T {
        throw (T) thrown;
    }

    @Override
    public String toString() {
        return owner.concat(".").concat(name);
    }
}
