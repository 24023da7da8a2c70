package io.keyweave.agent.patch.micrometer;

import io.keyweave.LogEvent;
import io.keyweave.agent.instrument.InternalErrors;
import io.keyweave.agent.patch.Reflected;
import io.keyweave.agent.runtime.Agent;
import io.keyweave.core.CachingResolver;
import io.keyweave.observability.Metrics;
import io.keyweave.time.KeyweaveThreads;
import java.lang.ref.WeakReference;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.ToDoubleFunction;
import org.jspecify.annotations.Nullable;

/**
 * The meter registries of this JVM, and the meters of ours in each. A registry that is being made may not be called, and one that has a meter before its
 * filters are set warns of it: so each gets its meters some seconds later, when the application has put its own in. On a thread of its own, because
 * registering calls filters and listeners of the application. Thread-safe.
 */
final class MeterRegistries {

    static final MeterRegistries OF_JVM = new MeterRegistries();

    private static final Duration BETWEEN_LOOKS = Duration.ofSeconds(5);

    /** A registry without any meter of the application's gets ours after so many looks. */
    private static final int PATIENCE = 4;

    private static final String INSTRUMENT = "io.micrometer.core.instrument.";

    private final List<BoundRegistry> registries = new ArrayList<>();
    private boolean looking;
    private boolean told;

    /** One registry. Used by one thread at a time. */
    private static final class BoundRegistry {
        private final WeakReference<Object> registry;
        private final Map<Metrics.MetricRow, WeakReference<Object>> meters = new HashMap<>();
        private int looks;

        BoundRegistry(Object registry) {
            this.registry = new WeakReference<>(registry);
        }
    }

    /** What a meter asks at each scrape: for a number of the JDK's types. */
    private record MeterValue(Metrics metrics, Metrics.MetricRow row) implements ToDoubleFunction<Object> {
        @Override
        public double applyAsDouble(Object ignored) {
            Double now = metrics.rows().get(row);
            return now != null ? now : row.metric().counter() ? 0 : Double.NaN;
        }
    }

    private MeterRegistries() {}

    /** A registry is being made. One that only hands on to others, which are made, too, needs none. */
    void made(Object registry) {
        for (Class<?> type = registry.getClass(); type != null; type = type.getSuperclass()) {
            if (type.getName().equals(INSTRUMENT + "composite.CompositeMeterRegistry")) {
                return;
            }
        }
        synchronized (this) {
            registries.add(new BoundRegistry(registry));
            lookLater();
        }
    }

    private synchronized void lookLater() {
        CachingResolver resolver = Agent.openResolver();
        if (!looking && resolver != null && !registries.isEmpty()) {
            looking = true;
            resolver.after(BETWEEN_LOOKS, () -> KeyweaveThreads.single("keyweave-meters", this::look)
                    .start());
        }
    }

    private void look() {
        CachingResolver resolver = Agent.openResolver();
        List<BoundRegistry> all;
        synchronized (this) {
            registries.removeIf(bound -> bound.registry.get() == null);
            all = new ArrayList<>(registries);
        }
        for (BoundRegistry bound : all) {
            Object registry = bound.registry.get();
            if (registry != null && resolver != null) {
                try {
                    update(bound, registry, resolver.metrics());
                } catch (InvocationTargetException applications) {
                    tell(registry, applications.getTargetException());
                } catch (ReflectiveOperationException | RuntimeException | LinkageError accident) {
                    InternalErrors.add("meters", accident);
                }
            }
        }
        synchronized (this) {
            looking = false;
        }
        lookLater();
    }

    private synchronized void tell(Object registry, Throwable thrown) {
        if (!told) {
            told = true;
            Agent.running()
                    .log()
                    .write(LogEvent.of(MicrometerMessages.METERS_MISSING)
                            .with("registry", registry.getClass().getName())
                            .with("exception", thrown.getClass().getName()));
        }
    }

    private static void update(BoundRegistry bound, Object registry, Metrics metrics)
            throws ReflectiveOperationException {
        bound.looks++;
        if (bound.meters.isEmpty()
                && bound.looks < PATIENCE
                && Reflected.get(registry, "getMeters") instanceof Collection<?> own
                && own.isEmpty()) {
            return;
        }
        Set<Metrics.MetricRow> now = metrics.rows().keySet();
        for (Metrics.MetricRow row : now) {
            if (!bound.meters.containsKey(row)) {
                bound.meters.put(row, new WeakReference<>(register(registry, row, metrics)));
            }
        }
        Iterator<Map.Entry<Metrics.MetricRow, WeakReference<Object>>> known =
                bound.meters.entrySet().iterator();
        while (known.hasNext()) {
            Map.Entry<Metrics.MetricRow, WeakReference<Object>> one = known.next();
            if (!now.contains(one.getKey())) {
                remove(registry, one.getValue().get());
                known.remove();
            }
        }
    }

    private static Object register(Object registry, Metrics.MetricRow row, Metrics metrics)
            throws ReflectiveOperationException {
        ClassLoader loader = registry(registry.getClass()).getClassLoader();
        boolean counter = row.metric().counter();
        Class<?> type = Class.forName(INSTRUMENT + (counter ? "FunctionCounter" : "Gauge"), true, loader);
        // The object is held weakly, and so must be one that stays: the function does not look at it.
        Object builder = type.getMethod("builder", String.class, Object.class, ToDoubleFunction.class)
                .invoke(null, row.metric().name(), ToDoubleFunction.class, new MeterValue(metrics, row));
        String unit = row.metric().seconds() ? "seconds" : null;
        builder = Reflected.method(builder, "tags", String[].class)
                .invoke(builder, (Object) row.labels().toArray(new String[0]));
        builder = Reflected.method(builder, "description", String.class)
                .invoke(builder, row.metric().description());
        builder = Reflected.method(builder, "baseUnit", String.class).invoke(builder, unit);
        return Reflected.method(builder, "register", registry(registry.getClass()))
                .invoke(builder, registry);
    }

    private static void remove(Object registry, @Nullable Object meter) throws ReflectiveOperationException {
        if (meter != null) {
            ClassLoader loader = registry(registry.getClass()).getClassLoader();
            Method remove = registry(registry.getClass())
                    .getMethod("remove", Class.forName(INSTRUMENT + "Meter", false, loader));
            remove.invoke(registry, meter);
        }
    }

    /** {@code MeterRegistry} itself, whose loader has all of Micrometer. */
    private static Class<?> registry(Class<?> type) throws ClassNotFoundException {
        for (Class<?> one = type; one != null; one = one.getSuperclass()) {
            if (one.getName().equals(INSTRUMENT + "MeterRegistry")) {
                return one;
            }
        }
        throw new ClassNotFoundException(type.getName());
    }
}
