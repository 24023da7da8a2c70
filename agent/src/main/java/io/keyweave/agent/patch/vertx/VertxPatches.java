package io.keyweave.agent.patch.vertx;

import io.keyweave.agent.document.DocumentFormat;
import io.keyweave.agent.document.Documents;
import io.keyweave.agent.document.ParserLibrary;
import io.keyweave.agent.document.ReadScope;
import io.keyweave.agent.document.ValueMarkers;
import io.keyweave.agent.instrument.Call;
import io.keyweave.agent.instrument.Hook;
import io.keyweave.agent.instrument.Patch;
import io.keyweave.agent.instrument.PatchList;
import io.keyweave.agent.patch.ReaderPatch;
import io.keyweave.agent.patch.Reflected;
import io.keyweave.agent.patch.copies.SourceCopies;
import io.keyweave.agent.trust.StreamOrigin;
import io.keyweave.agent.trust.WeakIdentityMap;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * {@code FileConfigStore.get}, whose text gets markers, and {@code ConfigurationProvider.get}, whose tree has values. What lies between is one of
 * Vert.x's processors, for JSON, YAML, HOCON or properties.
 */
public final class VertxPatches {

    private static final ParserLibrary VERTX = ParserLibrary.of("Vert.x Config", "io.vertx.", "io.netty.");

    /** Markers by the store that read them. */
    private static final WeakIdentityMap<ValueMarkers> STORES = new WeakIdentityMap<>();

    private VertxPatches() {}

    public static PatchList list() {
        return new PatchList("Vert.x Config", "placeholders in its files")
                .reads(false, "*.properties", "*.json", "*.conf", "*.yml", "*.yaml")
                .addFirst("io.vertx.config.impl.spi.FileConfigStore", VertxPatches::find)
                .add("io.vertx.config.impl.spi.EnvVariablesConfigStore", VertxPatches::find)
                .addFirst("io.vertx.config.impl.ConfigurationProvider", VertxPatches::find);
    }

    private static @Nullable Patch find(String name) {
        return switch (name) {
            case "io.vertx.config.impl.spi.FileConfigStore" ->
                ReaderPatch.of(name, new Hook("get", "()Lio/vertx/core/Future;", VertxPatches::text));
            case "io.vertx.config.impl.ConfigurationProvider" ->
                ReaderPatch.of(
                        name, new Hook("get", "(Lio/vertx/core/Vertx;)Lio/vertx/core/Future;", VertxPatches::tree));
            case "io.vertx.config.impl.spi.EnvVariablesConfigStore" ->
                ReaderPatch.of(name, SourceCopies.environment("get", "Vert.x Config"));
            default -> null;
        };
    }

    private static Object[] text(Call call) throws Throwable {
        Object store = Objects.requireNonNull(call.self());
        String path = String.valueOf(Reflected.field(store, "path").get(store));
        ClassLoader loader = call.loader();
        ValueMarkers markers = markersOf(store);
        return mapped(call, buffer -> marked(buffer, path, loader, markers));
    }

    /** Those of a store, which no other one knows. */
    private static ValueMarkers markersOf(Object store) {
        ValueMarkers made = ValueMarkers.ofOneObject();
        ValueMarkers known = STORES.putIfAbsent(store, made);
        return known == null ? made : known;
    }

    private static Object marked(Object buffer, String path, @Nullable ClassLoader loader, ValueMarkers markers) {
        try {
            // Bytes as characters: what is written for a placeholder is ASCII.
            byte[] bytes = (byte[]) Objects.requireNonNull(Reflected.get(buffer, "getBytes"));
            String text = new String(bytes, StandardCharsets.ISO_8859_1);
            Object rewritten = ReadScope.handled(
                    ReadScope.copied(markers),
                    () -> Documents.exchange(text, StreamOrigin.file(path), DocumentFormat.MARKED, VERTX));
            return rewritten == null
                    ? buffer
                    : Objects.requireNonNull(Class.forName("io.vertx.core.buffer.Buffer", true, loader)
                            .getMethod("buffer", byte[].class)
                            .invoke(null, (Object) rewritten.toString().getBytes(StandardCharsets.ISO_8859_1)));
        } catch (IOException refused) {
            throw VertxPatches.<RuntimeException>unchecked(refused);
        } catch (Throwable accident) {
            throw accident instanceof RuntimeException expected ? expected : new IllegalStateException(accident);
        }
    }

    private static Object[] tree(Call call) throws Throwable {
        Object provider = Objects.requireNonNull(call.self());
        Object store = Reflected.field(provider, "store").get(provider);
        return mapped(call, json -> {
            ValueMarkers markers = store == null ? null : STORES.get(store);
            if (markers != null && markers.any()) {
                try {
                    exchange((Map<?, ?>) Objects.requireNonNull(Reflected.get(json, "getMap")), markers);
                } catch (ReflectiveOperationException accident) {
                    throw new IllegalStateException(accident);
                }
            }
            return json;
        });
    }

    /** The future that the method returns, with what it will hold changed. A failure of the change is a failure of the future. */
    private static Object[] mapped(Call call, Function<Object, Object> change) throws Throwable {
        Object future = call.proceed();
        return new Object[] {
            future == null ? null : Reflected.call(Reflected.method(future, "map", Function.class), future, change)
        };
    }

    @SuppressWarnings("unchecked")
    private static void exchange(Map<?, ?> map, ValueMarkers markers) throws ReflectiveOperationException {
        for (Map.Entry<Object, Object> entry : ((Map<Object, Object>) map).entrySet()) {
            Object value = value(entry.getValue(), markers);
            if (value != entry.getValue()) {
                entry.setValue(value);
            }
        }
    }

    private static @Nullable Object value(@Nullable Object value, ValueMarkers markers)
            throws ReflectiveOperationException {
        if (value instanceof String text) {
            return markers.in(text) ? markers.render(text) : text;
        }
        if (value instanceof Map<?, ?> map) {
            Map<Object, Object> copy = new LinkedHashMap<>(map);
            exchange(copy, markers);
            return copy;
        }
        if (value instanceof List<?> list) {
            List<Object> copy = new ArrayList<>();
            for (Object item : list) {
                copy.add(value(item, markers));
            }
            return copy;
        }
        if (value != null && value.getClass().getName().equals("io.vertx.core.json.JsonObject")) {
            exchange((Map<?, ?>) Objects.requireNonNull(Reflected.get(value, "getMap")), markers);
        } else if (value != null && value.getClass().getName().equals("io.vertx.core.json.JsonArray")) {
            List<?> items = (List<?>) Objects.requireNonNull(Reflected.get(value, "getList"));
            return value.getClass().getConstructor(List.class).newInstance(value(items, markers));
        }
        return value;
    }

    @SuppressWarnings({"unchecked", "TypeParameterUnusedInFormals"})
    private static <T extends Throwable> T unchecked(Throwable thrown) throws T {
        throw (T) thrown;
    }
}
