package io.keyweave.agent.patch.opentelemetry;

import io.keyweave.agent.instrument.InternalErrors;
import io.keyweave.agent.instrument.Jvm;
import io.keyweave.agent.runtime.Agent;
import io.keyweave.core.CachingResolver;
import io.keyweave.observability.Metric;
import io.keyweave.observability.Metrics;
import io.keyweave.time.KeyweaveThreads;
import java.lang.ref.WeakReference;
import java.lang.reflect.Method;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Instruments in global meters that ask at each export. Where OpenTelemetry's agent runs only its own copy gets them: the application's ends there, too,
 * and everything would be counted twice. Thread-safe.
 */
final class GlobalMeters {

    static final GlobalMeters OF_JVM = new GlobalMeters();

    /** An agent that came first sets its own in {@code premain}; one that comes later is seen doing it. */
    private static final Duration AGENT_HAS_STARTED = Duration.ofSeconds(5);

    private boolean ofAgent;
    private boolean agentHasMeters;

    private GlobalMeters() {}

    /** OpenTelemetry's agent is here; perhaps it has set its global object before. */
    void agent(String shaded) {
        synchronized (this) {
            if (ofAgent) {
                return;
            }
            ofAgent = true;
        }
        later(() -> {
            Class<?> type = Class.forName(shaded + "io.opentelemetry.api.GlobalOpenTelemetry", false, null);
            var field = type.getDeclaredField("globalOpenTelemetry");
            Jvm.open(type);
            field.setAccessible(true);
            Object global = field.get(null);
            if (global != null && first()) {
                register(global, null, shaded);
            }
        });
    }

    private synchronized boolean first() {
        boolean first = !agentHasMeters;
        agentHasMeters = true;
        return first;
    }

    /** @param loader of the API */
    void set(Object global, @Nullable ClassLoader loader, String shaded) {
        synchronized (this) {
            if (ofAgent && shaded.isEmpty()) {
                return;
            }
        }
        WeakReference<Object> weak = new WeakReference<>(global);
        WeakReference<ClassLoader> weakLoader = new WeakReference<>(loader);
        later(() -> {
            Object now = weak.get();
            if (now != null && (shaded.isEmpty() || first())) {
                register(now, weakLoader.get(), shaded);
            }
        });
    }

    private interface MeterWork {
        void run() throws ReflectiveOperationException;
    }

    /** What is loaded already, as of an agent that came first, is patched before the resolver is open. */
    private static void later(MeterWork work) {
        Agent.whenOpen(resolver ->
                resolver.after(AGENT_HAS_STARTED, () -> KeyweaveThreads.single("keyweave-meters", () -> run(work))
                        .start()));
    }

    private static void run(MeterWork work) {
        try {
            work.run();
        } catch (ReflectiveOperationException | RuntimeException | LinkageError accident) {
            InternalErrors.add("OpenTelemetry's meter", accident);
        }
    }

    private static void register(Object global, @Nullable ClassLoader loader, String shaded)
            throws ReflectiveOperationException {
        CachingResolver resolver = Agent.openResolver();
        if (resolver == null) {
            return;
        }
        Api api = new Api(shaded + "io.opentelemetry.api.", loader);
        Object meter = api.method("OpenTelemetry", "getMeter", String.class).invoke(global, "io.keyweave");
        for (Metric metric : Metrics.all()) {
            boolean counter = metric.counter();
            Object builder = api.method("metrics.Meter", counter ? "counterBuilder" : "gaugeBuilder", String.class)
                    .invoke(meter, metric.name());
            if (counter) {
                builder = api.method("metrics.LongCounterBuilder", "ofDoubles").invoke(builder);
            }
            String type = counter ? "metrics.DoubleCounterBuilder" : "metrics.DoubleGaugeBuilder";
            builder = api.method(type, "setDescription", String.class).invoke(builder, metric.description());
            builder = api.method(type, "setUnit", String.class).invoke(builder, metric.seconds() ? "s" : "1");
            api.method(type, "buildWithCallback", Consumer.class)
                    .invoke(builder, new Observation(resolver.metrics(), metric, api));
        }
    }

    /** The API's interfaces by name: objects behind them are of classes that nobody may call. */
    private record Api(String packages, @Nullable ClassLoader loader) {

        Class<?> type(String name) throws ClassNotFoundException {
            return Class.forName(packages + name, true, loader);
        }

        Method method(String type, String name, Class<?>... parameters) throws ReflectiveOperationException {
            Class<?> declaring = type(type);
            Jvm.open(declaring);
            return declaring.getMethod(name, parameters);
        }
    }

    /** Tells one metric's numbers at each export. */
    private static final class Observation implements Consumer<Object> {

        private final Metrics metrics;
        private final Metric metric;
        private final Method tell;
        private final Method attributes;
        private final Method put;
        private final Method build;

        Observation(Metrics metrics, Metric metric, Api api) throws ReflectiveOperationException {
            this.metrics = metrics;
            this.metric = metric;
            this.tell = api.method(
                    "metrics.ObservableDoubleMeasurement", "record", double.class, api.type("common.Attributes"));
            this.attributes = api.method("common.Attributes", "builder");
            this.put = api.method("common.AttributesBuilder", "put", String.class, String.class);
            this.build = api.method("common.AttributesBuilder", "build");
        }

        @Override
        public void accept(Object measurement) {
            try {
                for (Map.Entry<Metrics.MetricRow, Double> row : metrics.rows().entrySet()) {
                    if (row.getKey().metric().equals(metric)) {
                        tell.invoke(
                                measurement, row.getValue(), labels(row.getKey().labels()));
                    }
                }
            } catch (ReflectiveOperationException | RuntimeException accident) {
                InternalErrors.add("OpenTelemetry's meter", accident);
            }
        }

        private @Nullable Object labels(List<String> labels) throws ReflectiveOperationException {
            Object builder = attributes.invoke(null);
            for (int i = 0; i + 1 < labels.size(); i += 2) {
                put.invoke(builder, labels.get(i), labels.get(i + 1));
            }
            return build.invoke(builder);
        }
    }
}
