package io.keyweave.agent.patch.spring;

import io.keyweave.Origin;
import io.keyweave.SecretException;
import io.keyweave.agent.document.ParsedStream;
import io.keyweave.agent.instrument.Call;
import io.keyweave.agent.patch.Reflected;
import io.keyweave.agent.patch.jdk.PropertiesPatch;
import io.keyweave.agent.runtime.Agent;
import io.keyweave.agent.runtime.Refusals;
import io.keyweave.agent.trust.StreamOrigin;
import io.keyweave.agent.trust.Trust;
import io.keyweave.agent.views.LiveProperties;
import io.keyweave.agent.views.Marker;
import io.keyweave.placeholder.NearMiss;
import java.io.File;
import java.lang.reflect.Method;
import java.util.ArrayList;
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
     * Lets a loader load and exchanges values in what it returns: a list of maps, of which a value may be an {@code OriginTrackedValue}.
     *
     * @param resource Spring's resource they come from
     * @param parsing runs the loader
     */
    static @Nullable List<Object> load(Call call, Object resource, ParsedStream.Parsing parsing) throws Throwable {
        List<Object> documents = documents(parsing.run());
        if (documents != null && (mayHold(documents) || imports(documents) || nearMisses(documents))) {
            List<@Nullable List<Object>> again = new ArrayList<>(1);
            ParsedStream parsed = ParsedStream.during(() -> again.add(documents(parsing.run())));
            documents = again.get(0);
            if (documents != null) {
                mark(call, documents, resource, parsed);
            }
        }
        for (int i = 0; documents != null && i < documents.size(); i++) {
            if (documents.get(i) instanceof Properties properties) {
                documents.set(i, plain(properties));
            }
        }
        return documents;
    }

    @SuppressWarnings("unchecked")
    private static @Nullable List<Object> documents(@Nullable Object loaded) {
        return (List<Object>) loaded;
    }

    private static boolean mayHold(List<Object> documents) throws ReflectiveOperationException {
        for (Object document : documents) {
            if (!(document instanceof Properties) && document instanceof Map<?, ?> map && mayHold(map)) {
                return true;
            }
        }
        return false;
    }

    private static void mark(Call call, List<Object> documents, Object resource, ParsedStream parsed) throws Throwable {
        boolean imports = imports(documents);
        boolean found = mayHold(documents);
        try {
            if (!(found ? trusted(resource, parsed) : quietlyTrusted(parsed))) {
                return;
            }
            if (imports) {
                trustImports(documents, resource);
            }
            SpringTexts texts = new SpringTexts();
            for (Object document : documents) {
                if (!(document instanceof Properties) && document instanceof Map<?, ?> map) {
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

    /** Judged by the stream that was parsed: opened again, a resource may give another one. */
    private static boolean trusted(Object resource, ParsedStream parsed) {
        Object stream = parsed.stream();
        Trust trust = Agent.running().trust();
        return stream == null
                ? trust.judgeText(resource.toString(), LIBRARIES).trusted()
                : trust.judge(stream, parsed.origin(), LIBRARIES).trusted();
    }

    private static boolean nearMisses(List<Object> documents) throws ReflectiveOperationException {
        for (Object document : documents) {
            if (!(document instanceof Properties) && document instanceof Map<?, ?> map) {
                for (Object value : map.values()) {
                    if (unwrapped(value) instanceof CharSequence text && NearMiss.inAnyScheme(text.toString())) {
                        return true;
                    }
                }
            }
        }
        return false;
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
    private static boolean quietlyTrusted(ParsedStream parsed) {
        StreamOrigin origin = parsed.origin();
        return origin != null && Agent.running().trust().trusts(origin);
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
            boolean mayHold = SpringTexts.mayHold(text);
            if (mayHold || text instanceof CharSequence other && NearMiss.inAnyScheme(other.toString())) {
                String key = String.valueOf(entry.getKey());
                Object where = text == value
                        ? null
                        : type(value).getMethod("getOrigin").invoke(value);
                Origin origin = Origin.of((where == null ? place : where) + " (" + key + ")");
                String written = String.valueOf(text);
                if (!mayHold) {
                    Agent.running().nearMisses().look(written, origin);
                    continue;
                }
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
}
