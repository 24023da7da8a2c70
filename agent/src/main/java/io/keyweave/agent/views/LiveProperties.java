package io.keyweave.agent.views;

import io.keyweave.agent.instrument.Jvm;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.lang.invoke.VarHandle;
import java.util.Hashtable;
import java.util.Map;
import java.util.Properties;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Reaches into {@code Properties}: exchanges the private map of an instance for a {@link TemplateMap} and makes copies of it. Loaded
 * when the first placeholder is met.
 */
public final class LiveProperties {

    private static final VarHandle MAP;
    private static final VarHandle DEFAULTS;
    private static final MethodHandle SHALLOW_CLONE;

    static {
        try {
            Jvm.open(Properties.class);
            MethodHandles.Lookup inside = MethodHandles.privateLookupIn(Properties.class, MethodHandles.lookup());
            MAP = inside.findVarHandle(Properties.class, "map", ConcurrentHashMap.class);
            DEFAULTS = inside.findVarHandle(Properties.class, "defaults", Properties.class);
            SHALLOW_CLONE =
                    inside.findVirtual(Hashtable.class, "cloneHashtable", MethodType.methodType(Hashtable.class));
        } catch (ReflectiveOperationException e) {
            throw new ExceptionInInitializerError(e);
        }
    }

    private LiveProperties() {}

    /**
     * How to tell that no secret has come or gone, so that nobody need look for keys to withdraw.
     *
     * @param count another number after each change; below zero as long as that is not known
     */
    public static void changes(LongSupplier count) {
        TemplateMap.changes(count);
    }

    /** Marks those system properties that still have the text they had at start. */
    public static void markSystem(Map<String, Marker> markers, Map<String, String> atStart) {
        if (markers.isEmpty()) {
            return;
        }
        Properties system = System.getProperties();
        synchronized (system) {
            TemplateMap templates = of(system, markers.size());
            for (Map.Entry<String, Marker> entry : markers.entrySet()) {
                if (String.valueOf(atStart.get(entry.getKey())).equals(system.get(entry.getKey()))) {
                    templates.mark(entry.getKey(), entry.getValue());
                }
            }
        }
    }

    /** Puts a template under a key. The caller holds the monitor of the instance, as every writer of a {@code Properties} does. */
    public static void mark(Properties properties, Object key, Marker marker) {
        of(properties, 1).mark(key, marker);
    }

    /** Does the same for many keys, of which each is put once or, when it comes again, replaced. */
    public static void mark(Properties properties, Object[] keys, Marker[] markers) {
        of(properties, keys.length).mark(keys, markers);
    }

    private static TemplateMap of(Properties properties, int count) {
        ConcurrentHashMap<?, ?> map = map(properties);
        if (map instanceof TemplateMap already) {
            return already;
        }
        TemplateMap templates = new TemplateMap(map, count);
        MAP.setVolatile(properties, templates);
        return templates;
    }

    /** The templates that the instance itself holds, present or absent, under keys that are strings. */
    public static Map<String, Marker> markers(Properties properties) {
        return map(properties) instanceof TemplateMap templates ? templates.markers() : Map.of();
    }

    /** The template under a key of the instance itself, or null. */
    public static @Nullable Marker marker(Properties properties, String key) {
        return map(properties) instanceof TemplateMap templates ? templates.marker(key) : null;
    }

    /** Whether any instance may hold a template under that key; certain unless there are many that hold templates. */
    public static boolean mayBeMarked(String key) {
        return LiveMaps.mayHold(key);
    }

    /** Whether the instance itself holds templates. */
    public static boolean templated(Properties properties) {
        return map(properties) instanceof TemplateMap;
    }

    /** Whether the instance or one in its chain of defaults holds templates. */
    public static boolean templatedAnywhere(Properties properties) {
        for (Properties one = properties; one != null; one = defaults(one)) {
            if (templated(one)) {
                return true;
            }
        }
        return false;
    }

    /** What {@code clone()} returns. */
    public static Properties cloneOf(Properties properties) {
        Properties clone = shallowClone(properties);
        MAP.setVolatile(clone, ((TemplateMap) map(properties)).copy());
        return clone;
    }

    /**
     * The same object of the same class, with its defaults, in which templates stand as written. For writing out: it belongs to the one
     * call that asked, so a callback of the application during that call still reads secrets from the original.
     */
    public static Properties rawCopy(Properties properties) {
        Properties copy = shallowClone(properties);
        ConcurrentHashMap<?, ?> map = map(properties);
        MAP.setVolatile(copy, map instanceof TemplateMap templates ? templates.raw() : new ConcurrentHashMap<>(map));
        Properties defaults = defaults(properties);
        if (defaults != null && templatedAnywhere(defaults)) {
            DEFAULTS.setVolatile(copy, rawCopy(defaults));
        }
        return copy;
    }

    private static Properties shallowClone(Properties properties) {
        try {
            return (Properties) (Hashtable<?, ?>) SHALLOW_CLONE.invoke(properties);
        } catch (Throwable e) {
            throw new IllegalStateException("a Properties cannot be cloned", e);
        }
    }

    private static ConcurrentHashMap<?, ?> map(Properties properties) {
        return (ConcurrentHashMap<?, ?>) MAP.getVolatile(properties);
    }

    private static @Nullable Properties defaults(Properties properties) {
        return (Properties) DEFAULTS.getVolatile(properties);
    }
}
