package io.keyweave.agent.instrument;

import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.security.AccessController;
import java.security.PrivilegedAction;
import java.security.PrivilegedActionException;
import java.security.PrivilegedExceptionAction;
import org.jspecify.annotations.Nullable;

/**
 * Calls a patched method itself, without virtual dispatch: an override in a subclass that calls {@code super} must not be entered
 * twice. Held per class by a {@link ClassValue}, so that a discarded class loader can be collected.
 */
final class Original {

    private final PatchedMethod method;
    private final ClassValue<MethodHandle> handles = new ClassValue<>() {
        @Override
        protected MethodHandle computeValue(Class<?> type) {
            return asAgent(type);
        }
    };

    /** It cannot be called: the agent's trouble, never the method's own exception. */
    private static final class Unreachable extends RuntimeException {

        private static final long serialVersionUID = 1L;

        Unreachable(PatchedMethod method, Exception why) {
            super("no " + method, why);
        }
    }

    /** Whether the method was not called at all. Asked here, and not by a type in a catch clause, which an idle JVM would have to load. */
    static boolean isUnreachable(Throwable thrown) {
        return thrown instanceof Unreachable;
    }

    /** With the agent's own rights, as {@link #asAgent}. */
    @SuppressWarnings("removal") // gone with the security manager itself
    static @Nullable ClassLoader loaderOf(Class<?> type) {
        return AccessController.doPrivileged((PrivilegedAction<@Nullable ClassLoader>) type::getClassLoader);
    }

    Original(PatchedMethod method) {
        this.method = method;
    }

    @Nullable
    Object invoke(Object self, @Nullable Object[] arguments) throws Throwable {
        return handles.get(declaringClass(method, self)).invokeExact(self, arguments);
    }

    /** With the agent's own rights: under a security manager they must not depend on who calls the method first. */
    @SuppressWarnings("removal") // gone with the security manager itself
    private MethodHandle asAgent(Class<?> type) {
        try {
            return AccessController.doPrivileged((PrivilegedExceptionAction<MethodHandle>) () -> find(type));
        } catch (PrivilegedActionException | SecurityException e) {
            throw new Unreachable(method, e);
        }
    }

    private MethodHandle find(Class<?> type) throws ReflectiveOperationException {
        Jvm.open(type);
        MethodHandles.Lookup lookup = MethodHandles.privateLookupIn(type, MethodHandles.lookup());
        MethodType signature = MethodType.fromMethodDescriptorString(method.descriptor, type.getClassLoader());
        MethodHandle found;
        try {
            found = lookup.findSpecial(type, method.name, signature, type);
        } catch (IllegalAccessException | NoSuchMethodException isStatic) {
            found = MethodHandles.dropArguments(lookup.findStatic(type, method.name, signature), 0, Object.class);
        }
        // Of a method with varargs the last argument is the array itself, not one of its elements.
        return found.asFixedArity()
                .asSpreader(Object[].class, signature.parameterCount())
                .asType(MethodType.methodType(Object.class, Object.class, Object[].class));
    }

    static Class<?> declaringClass(PatchedMethod method, Object self) {
        if (method.isStatic(self)) {
            return (Class<?>) self;
        }
        for (Class<?> type = self.getClass(); type != null; type = type.getSuperclass()) {
            if (type.getName().equals(method.owner)) {
                return type;
            }
        }
        throw new IllegalStateException(self.getClass().getName() + " does not extend " + method.owner);
    }
}
