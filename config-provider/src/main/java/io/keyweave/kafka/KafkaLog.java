package io.keyweave.kafka;

import io.keyweave.EventLog;
import io.keyweave.LogEvent;
import io.keyweave.LogLine;
import io.keyweave.SystemLog;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;

/**
 * Our lines in Kafka's own log, under {@code io.keyweave}.
 *
 * <p>SLF4J is called by name because in Kafka's packages every reference to it is redirected to a silent copy, which keeps the Azure
 * SDK from writing into Kafka's log. The name is put together at run time, since the redirection also rewrites constants.
 */
final class KafkaLog implements EventLog {

    private static final String API = String.join(".", "org", "slf4j", "");

    private record Calls(Method write, Method enabled) {}

    private final Object logger;
    private final Map<Level, Calls> calls;

    private KafkaLog(Object logger, Map<Level, Calls> calls) {
        this.logger = logger;
        this.calls = calls;
    }

    /** Kafka's log; the JDK's where there is no SLF4J, which no Kafka lacks. */
    static EventLog open() {
        try {
            Class<?> factory = Class.forName(API + "LoggerFactory");
            Class<?> type = Class.forName(API + "Logger");
            Map<Level, Calls> calls = new EnumMap<>(Level.class);
            for (Level level : Level.values()) {
                String name = level.name().toLowerCase(Locale.ROOT);
                String enabled = "is" + level.name().charAt(0) + name.substring(1) + "Enabled";
                calls.put(level, new Calls(type.getMethod(name, String.class), type.getMethod(enabled)));
            }
            return new KafkaLog(factory.getMethod("getLogger", String.class).invoke(null, "io.keyweave"), calls);
        } catch (ReflectiveOperationException e) {
            return new SystemLog();
        }
    }

    @Override
    public void write(LogEvent event) {
        Calls call = calls.get(event.level());
        if (call != null) {
            invoke(call.write, LogLine.coded(event));
        }
    }

    @Override
    public boolean enabled(Level level) {
        Calls call = calls.get(level);
        return call != null && Boolean.TRUE.equals(invoke(call.enabled));
    }

    private Object invoke(Method method, Object... arguments) {
        try {
            return method.invoke(logger, arguments);
        } catch (IllegalAccessException | InvocationTargetException e) {
            // A log that fails is nobody's reason to fail.
            return Boolean.FALSE;
        }
    }
}
