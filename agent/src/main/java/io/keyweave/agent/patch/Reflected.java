package io.keyweave.agent.patch;

import io.keyweave.agent.instrument.Jvm;
import java.io.FilterInputStream;
import java.lang.reflect.Field;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import org.jspecify.annotations.Nullable;

/** Libraries' objects, read by name: none of their classes is on our class path. */
public final class Reflected {

    private Reflected() {}

    /** The result of a public method without arguments. */
    public static @Nullable Object get(Object target, String method) throws ReflectiveOperationException {
        return method(target, method).invoke(target);
    }

    /** The same as a text; null when the method returns null. */
    public static @Nullable String text(Object target, String method) throws ReflectiveOperationException {
        Object value = get(target, method);
        return value == null ? null : value.toString();
    }

    /** A public method, also of a class that is not. */
    public static Method method(Object target, String name, Class<?>... types) throws ReflectiveOperationException {
        Method method = target.getClass().getMethod(name, types);
        Jvm.open(method.getDeclaringClass());
        method.setAccessible(true);
        return method;
    }

    /** Calls a method and throws what it throws. */
    public static @Nullable Object call(Method method, Object target, @Nullable Object... arguments) throws Throwable {
        try {
            return method.invoke(target, arguments);
        } catch (InvocationTargetException e) {
            throw e.getCause();
        }
    }

    /** What the {@code FilterInputStream} in a field of the object reads from; null when there is another one. */
    public static @Nullable Object filtered(Object target, String field) throws ReflectiveOperationException {
        Object stream = field(target, field).get(target);
        return stream instanceof FilterInputStream ? field(stream, "in").get(stream) : null;
    }

    /** A field of an object, private or not, its own or inherited. */
    public static Field field(Object target, String name) throws ReflectiveOperationException {
        for (Class<?> type = target.getClass(); type != null; type = type.getSuperclass()) {
            for (Field field : type.getDeclaredFields()) {
                if (field.getName().equals(name)) {
                    Jvm.open(type);
                    field.setAccessible(true);
                    return field;
                }
            }
        }
        throw new NoSuchFieldException(target.getClass().getName() + "." + name);
    }
}
