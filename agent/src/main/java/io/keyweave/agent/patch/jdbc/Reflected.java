package io.keyweave.agent.patch.jdbc;

import io.keyweave.agent.start.Jvm;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import org.jspecify.annotations.Nullable;

/** Public methods of drivers' objects, called by name. */
final class Reflected {

    private Reflected() {}

    /** The result of a public method without arguments. */
    static @Nullable Object get(Object target, String method) throws ReflectiveOperationException {
        return method(target, method).invoke(target);
    }

    static @Nullable String text(Object target, String method) throws ReflectiveOperationException {
        Object value = get(target, method);
        return value == null ? null : value.toString();
    }

    static Method method(Object target, String name, Class<?>... types) throws ReflectiveOperationException {
        Method method = target.getClass().getMethod(name, types);
        Jvm.open(method.getDeclaringClass());
        method.setAccessible(true);
        return method;
    }

    /** Calls a method and throws what it throws. */
    static @Nullable Object call(Method method, Object target, @Nullable Object... arguments) throws Throwable {
        try {
            return method.invoke(target, arguments);
        } catch (InvocationTargetException e) {
            throw e.getCause();
        }
    }
}
