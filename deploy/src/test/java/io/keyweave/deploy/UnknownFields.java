package io.keyweave.deploy;

import java.lang.reflect.Method;
import java.util.Collection;
import java.util.Map;
import java.util.Optional;

/** Finds what the Kubernetes model kept of a manifest without knowing it: its classes collect such fields as additional properties. */
final class UnknownFields {

    private UnknownFields() {}

    /** @return the path of one field that the model does not have */
    static Optional<String> in(Object read) {
        return in("", read);
    }

    private static Optional<String> in(String path, Object value) {
        if (value instanceof Collection<?> values) {
            return first(path + "[]", values);
        }
        if (value == null || !value.getClass().getName().startsWith("io.fabric8.kubernetes.api.model")) {
            return Optional.empty();
        }
        for (Method getter : value.getClass().getMethods()) {
            if (getter.getParameterCount() != 0
                    || !getter.getName().startsWith("get")
                    || getter.getDeclaringClass() == Object.class) {
                continue;
            }
            Object part;
            try {
                part = getter.invoke(value);
            } catch (ReflectiveOperationException e) {
                continue;
            }
            if (getter.getName().equals("getAdditionalProperties")) {
                if (part instanceof Map<?, ?> unknown && !unknown.isEmpty()) {
                    return Optional.of(path + "." + unknown.keySet().iterator().next());
                }
                continue;
            }
            Optional<String> found = in(path + "." + getter.getName().substring(3), part);
            if (found.isPresent()) {
                return found;
            }
        }
        return Optional.empty();
    }

    private static Optional<String> first(String path, Collection<?> values) {
        for (Object value : values) {
            Optional<String> found = in(path, value);
            if (found.isPresent()) {
                return found;
            }
        }
        return Optional.empty();
    }
}
