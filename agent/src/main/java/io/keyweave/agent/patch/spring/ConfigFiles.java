package io.keyweave.agent.patch.spring;

import io.keyweave.Origin;
import io.keyweave.SecretException;
import io.keyweave.agent.instrument.Call;
import io.keyweave.agent.instrument.InternalErrors;
import io.keyweave.agent.patch.Reflected;
import io.keyweave.agent.patch.jdk.PropertiesPatch;
import io.keyweave.agent.runtime.Agent;
import io.keyweave.agent.runtime.Refusals;
import io.keyweave.agent.trust.StreamOrigin;
import io.keyweave.agent.views.LiveProperties;
import io.keyweave.agent.views.Marker;
import java.io.File;
import java.io.InputStream;
import java.lang.reflect.Method;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Properties;
import org.jspecify.annotations.Nullable;

/** What Spring Boot's loaders read from {@code application.properties}, YAML and their like, with markers for placeholders. */
final class ConfigFiles {

    private static final String IMPORT = "spring.config.import";

    private static final List<String> LIBRARIES = List.of("org.springframework.");

    private ConfigFiles() {}

    /**
     * Exchanges values in what a loader returned.
     *
     * @param documents a list of maps; a value may be an {@code OriginTrackedValue}
     * @param resource Spring's resource they come from
     */
    static void mark(Call call, List<Object> documents, Object resource) throws Throwable {
        boolean found = false;
        for (int i = 0; i < documents.size(); i++) {
            if (documents.get(i) instanceof Properties properties) {
                documents.set(i, plain(properties));
            } else if (documents.get(i) instanceof Map<?, ?> map) {
                found |= mayHold(map);
            }
        }
        boolean imports = imports(documents);
        if (!found && !imports) {
            return;
        }
        try {
            if (!(found ? trusted(resource) : quietlyTrusted(resource))) {
                return;
            }
            if (imports) {
                trustImports(documents, resource);
            }
            SpringTexts texts = new SpringTexts();
            for (Object document : documents) {
                if (document instanceof Map<?, ?> map) {
                    exchange(map, resource.toString(), texts);
                }
            }
            texts.require();
        } catch (SecretException refused) {
            throw call.raise(StartFailures.of(refused));
        } catch (ReflectiveOperationException | RuntimeException | LinkageError accident) {
            throw call.raise(new IllegalStateException(Refusals.broken(accident, resource.toString())));
        }
    }

    private static boolean imports(List<Object> documents) {
        for (Object document : documents) {
            if (document instanceof Map<?, ?> map && !(document instanceof Properties)) {
                for (Object key : map.keySet()) {
                    if (key instanceof String name && name.startsWith(IMPORT)) {
                        return true;
                    }
                }
            }
        }
        return false;
    }

    /** Files that a trusted file imports are the same operator's. A path without {@code file:} begins at the file that names it. */
    private static void trustImports(List<Object> documents, Object resource) throws ReflectiveOperationException {
        Object file = fileOf(resource);
        for (Object document : documents) {
            if (document instanceof Map<?, ?> map && !(document instanceof Properties)) {
                for (Map.Entry<?, ?> entry : map.entrySet()) {
                    if (entry.getKey() instanceof String name && name.startsWith(IMPORT)) {
                        Agent.running()
                                .trust()
                                .trustSpringImport(
                                        String.valueOf(unwrapped(entry.getValue())),
                                        file == null ? null : ((File) file).getParent());
                    }
                }
            }
        }
    }

    private static @Nullable Object fileOf(Object resource) {
        try {
            Object plain = plain(resource);
            return plain.getClass().getName().equals("org.springframework.core.io.FileSystemResource")
                            || plain.getClass().getName().equals("org.springframework.core.io.FileUrlResource")
                    ? Reflected.get(plain, "getFile")
                    : null;
        } catch (ReflectiveOperationException e) {
            return null;
        }
    }

    private static Object plain(Object resource) throws ReflectiveOperationException {
        Object plain = resource;
        while (plain.getClass().getName().startsWith("org.springframework.boot.origin.OriginTrackedResource")) {
            plain = Objects.requireNonNull(Reflected.get(plain, "getResource"));
        }
        return plain;
    }

    /** As {@link #trusted}, for a file in which nothing would be resolved. */
    private static boolean quietlyTrusted(Object resource) throws ReflectiveOperationException {
        if (plain(resource).getClass().getName().equals("org.springframework.core.io.ClassPathResource")) {
            return true;
        }
        return fileOf(resource) instanceof File file
                && Agent.running().trust().trusts(StreamOrigin.file(file.getPath()));
    }

    private static boolean mayHold(Map<?, ?> map) throws ReflectiveOperationException {
        for (Object value : map.values()) {
            if (SpringTexts.mayHold(unwrapped(value))) {
                return true;
            }
        }
        return false;
    }

    /** An XML file: {@code Properties} that was trusted or not when it was loaded. */
    private static Object plain(Properties properties) {
        Map<String, Marker> markers =
                PropertiesPatch.templatesExpected() ? LiveProperties.markers(properties) : Map.of();
        if (markers.isEmpty()) {
            return properties;
        }
        Map<Object, Object> plain = new LinkedHashMap<>();
        for (Object key : properties.keySet()) {
            Marker marker = markers.get(key);
            plain.put(key, marker == null ? properties.get(key) : marked(String.valueOf(key), marker));
        }
        return plain;
    }

    private static String marked(String key, Marker marker) {
        return SpringMarkers.OF_JVM.mark(Agent.running().resolver(), marker.text(), Origin.of("property " + key), key);
    }

    @SuppressWarnings("unchecked")
    private static void exchange(Map<?, ?> map, String place, SpringTexts texts) throws ReflectiveOperationException {
        boolean conditional = ConditionalSecrets.conditional(map);
        for (Map.Entry<Object, Object> entry : ((Map<Object, Object>) map).entrySet()) {
            Object value = entry.getValue();
            Object text = unwrapped(value);
            if (SpringTexts.mayHold(text)) {
                String key = String.valueOf(entry.getKey());
                Object where = text == value
                        ? null
                        : type(value).getMethod("getOrigin").invoke(value);
                Origin origin = Origin.of((where == null ? place : where) + " (" + key + ")");
                String written = String.valueOf(text);
                String marked =
                        conditional ? texts.markConditionally(written, origin, key) : texts.mark(written, origin, key);
                entry.setValue(text == value ? marked : wrapped(value, marked, where));
            }
        }
    }

    private static boolean tracked(@Nullable Object value) {
        return value != null
                && value.getClass().getName().startsWith("org.springframework.boot.origin.OriginTrackedValue");
    }

    static @Nullable Object unwrapped(@Nullable Object value) throws ReflectiveOperationException {
        if (value == null || !tracked(value)) {
            return value;
        }
        return type(value).getMethod("getValue").invoke(value);
    }

    /** The public class, whose methods may be called; the value's own is private. */
    private static Class<?> type(Object tracked) throws ClassNotFoundException {
        return Class.forName(
                "org.springframework.boot.origin.OriginTrackedValue",
                true,
                tracked.getClass().getClassLoader());
    }

    private static @Nullable Object wrapped(Object tracked, String text, @Nullable Object origin)
            throws ReflectiveOperationException {
        for (Method method : type(tracked).getMethods()) {
            if (method.getName().equals("of") && method.getParameterCount() == 2) {
                return method.invoke(null, text, origin);
            }
        }
        throw new NoSuchMethodException("OriginTrackedValue.of");
    }

    /**
     * The class path is trusted, whatever class its streams are of in a nested jar or a web application; anything else is judged by its
     * stream.
     */
    private static boolean trusted(Object resource) {
        try {
            Object plain = resource;
            while (plain.getClass().getName().startsWith("org.springframework.boot.origin.OriginTrackedResource")) {
                plain = Objects.requireNonNull(Reflected.get(plain, "getResource"));
            }
            if (plain.getClass().getName().equals("org.springframework.core.io.ClassPathResource")) {
                return true;
            }
            Object opened = Objects.requireNonNull(Reflected.get(plain, "getInputStream"));
            try (InputStream stream = (InputStream) opened) {
                return Agent.running().trust().judge(stream, LIBRARIES).trusted();
            }
        } catch (Exception accident) {
            InternalErrors.add("judging " + resource.getClass().getName(), accident);
            return false;
        }
    }
}
