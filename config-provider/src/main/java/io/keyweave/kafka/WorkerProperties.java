package io.keyweave.kafka;

import java.lang.reflect.Field;
import java.net.URI;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.kafka.common.config.AbstractConfig;
import org.jspecify.annotations.Nullable;

/**
 * What the file of a Connect worker says besides our parameters. Kafka does not tell it; but Connect returns the parameters as a view that notes
 * which of the worker's properties were read, and that view knows its prefix {@code config.providers.NAME.param.} and the properties (Kafka
 * 3.6 to 4.4).
 *
 * @param provider the name that the file gives to this provider, {@code kv} of <code>${kv:vault:secret}</code>: other providers may have
 *     variables of the same look; {@code null} where it is not known
 * @param listener how this process reaches the worker's own REST interface, {@code null} where it is not known or there is none
 * @param standalone whether the worker is one, whose REST interface waits for the thread that asks us
 */
record WorkerProperties(@Nullable String provider, @Nullable URI listener, boolean standalone) {

    private static final String BEFORE = "config.providers.";
    private static final String BEHIND = ".param.";
    private static final String RUNTIME = "org.apache.kafka.connect.runtime.";
    private static final String MIRROR_MAKER = "org.apache.kafka.connect.mirror.MirrorMaker";

    /** What Connect takes for {@code listeners}. */
    private static final Pattern LISTENER =
            Pattern.compile("(https?)://\\[?([0-9a-zA-Z.:_-]*)\\]?:([0-9]+)", Pattern.CASE_INSENSITIVE);

    private static final String USUAL_LISTENERS = "http://:8083";

    /** @param parameters what Kafka gave to {@code configure} */
    static WorkerProperties of(Map<String, ?> parameters) {
        String provider = provider(parameters);
        if (!(field(parameters, "this$0") instanceof AbstractConfig config)
                || !config.getClass().getName().startsWith(RUNTIME)) {
            return new WorkerProperties(provider, null, false);
        }
        Object listeners = config.originals().get("listeners");
        return new WorkerProperties(
                provider,
                inMirrorMaker() ? null : listener(listeners == null ? USUAL_LISTENERS : listeners.toString()),
                config.getClass().getSimpleName().startsWith("Standalone"));
    }

    private static @Nullable String provider(Map<String, ?> parameters) {
        return field(parameters, "prefix") instanceof String text
                        && text.startsWith(BEFORE)
                        && text.endsWith(BEHIND)
                        && text.length() > BEFORE.length() + BEHIND.length()
                ? text.substring(BEFORE.length(), text.length() - BEHIND.length())
                : null;
    }

    /** {@code null} in clients and brokers, which return a plain map. */
    private static @Nullable Object field(Map<String, ?> parameters, String name) {
        try {
            Field field = parameters.getClass().getDeclaredField(name);
            field.setAccessible(true);
            return field.get(parameters);
        } catch (ReflectiveOperationException | RuntimeException e) {
            return null;
        }
    }

    /** Its workers have no REST interface, and the usual port may be another worker's. */
    private static boolean inMirrorMaker() {
        return StackWalker.getInstance()
                .walk(frames -> frames.anyMatch(frame -> frame.getClassName().startsWith(MIRROR_MAKER)));
    }

    /** The one to use from here: http before https, which may want a certificate that we do not have. */
    static @Nullable URI listener(String listeners) {
        URI found = null;
        for (String one : listeners.split(",", -1)) {
            Matcher matcher = LISTENER.matcher(one.trim());
            if (!matcher.matches() || matcher.group(3).equals("0")) {
                continue;
            }
            String scheme = matcher.group(1).toLowerCase(Locale.ROOT);
            if (found == null || scheme.equals("http") && found.getScheme().equals("https")) {
                found = URI.create(scheme + "://" + host(matcher.group(2)) + ":" + matcher.group(3));
            }
        }
        return found;
    }

    private static String host(String listener) {
        return switch (listener) {
            case "", "0.0.0.0", "::" -> "localhost";
            default -> listener.indexOf(':') < 0 ? listener : "[" + listener + "]";
        };
    }
}
