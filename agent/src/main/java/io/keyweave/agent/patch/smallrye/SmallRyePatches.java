package io.keyweave.agent.patch.smallrye;

import io.keyweave.agent.document.DocumentFormat;
import io.keyweave.agent.document.Documents;
import io.keyweave.agent.document.FailingStream;
import io.keyweave.agent.document.ParserLibrary;
import io.keyweave.agent.document.Piece;
import io.keyweave.agent.document.ReadScope;
import io.keyweave.agent.instrument.Call;
import io.keyweave.agent.instrument.Hook;
import io.keyweave.agent.instrument.Interceptor;
import io.keyweave.agent.instrument.Patch;
import io.keyweave.agent.instrument.PatchList;
import io.keyweave.agent.instrument.PatchTransformer;
import io.keyweave.agent.patch.MarkedText;
import io.keyweave.agent.patch.ReaderPatch;
import io.keyweave.agent.patch.Reflected;
import io.keyweave.agent.patch.copies.SourceCopies;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * SmallRye Config keeps what a file holds and evaluates it at each read, expressions included. So values keep their markers until the
 * outermost read, {@code SmallRyeConfig.getConfigValue}, returns: a secret that holds <code>${</code> is not an expression, a rotated one is
 * seen at the next read, and the secrets of a profile that is not in use are never asked for.
 */
public final class SmallRyePatches implements Function<String, @Nullable Patch> {

    private static final ParserLibrary SMALLRYE =
            ParserLibrary.of("SmallRye Config", "io.smallrye.", "io.quarkus.", "org.eclipse.microprofile.config.");

    /** Set while the outermost read runs on this thread. */
    private static final ThreadLocal<@Nullable Boolean> INSIDE = new ThreadLocal<>();

    private SmallRyePatches() {}

    public static PatchList list() {
        SmallRyePatches find = new SmallRyePatches();
        return new PatchList("SmallRye Config", "placeholders in its files")
                .reads(
                        true,
                        "application*.properties",
                        "application*.yml",
                        "application*.yaml",
                        "microprofile-config*.properties",
                        "microprofile-config*.yml",
                        "microprofile-config*.yaml")
                .addFirst("io.smallrye.config.ConfigValueConfigSource$ConfigValueProperties", find)
                .addFirst("io.smallrye.config.source.yaml.YamlConfigSource", find)
                .add("io.smallrye.config.SmallRyeConfig", find)
                .add("io.smallrye.config.SmallRyeConfigSources", find)
                .add("io.smallrye.config.ConfigValue", find)
                .add("io.smallrye.config.EnvConfigSource", find)
                .add("io.smallrye.config.common.MapBackedConfigSource", find);
    }

    /** The patch of a class. No lambda: a start without secrets would have the JVM write its class. */
    @Override
    public @Nullable Patch apply(String name) {
        return switch (name) {
            case "io.smallrye.config.ConfigValueConfigSource$ConfigValueProperties" ->
                ReaderPatch.of(
                        name,
                        new Hook("load", "(Ljava/io/Reader;)V", new SourceLoad(DocumentFormat.PROPERTIES), 0),
                        new Hook("load", "(Ljava/io/InputStream;)V", new SourceLoad(DocumentFormat.PROPERTIES), 0));
            case "io.smallrye.config.source.yaml.YamlConfigSource" ->
                ReaderPatch.of(
                        name,
                        new Hook(
                                "streamToMap",
                                "(Ljava/io/InputStream;)Ljava/util/Map;",
                                new SourceLoad(DocumentFormat.MARKED),
                                0));
            case "io.smallrye.config.SmallRyeConfig" ->
                ReaderPatch.of(
                        name,
                        new Hook(
                                "getConfigValue",
                                "(Ljava/lang/String;)Lio/smallrye/config/ConfigValue;",
                                new SmallRyeRead()));
            case "io.smallrye.config.SmallRyeConfigSources" ->
                ReaderPatch.of(
                        name,
                        new Hook(
                                "getValue",
                                "(Lio/smallrye/config/ConfigSourceInterceptorContext;Ljava/lang/String;)"
                                        + "Lio/smallrye/config/ConfigValue;",
                                new SourceRead()));
            case "io.smallrye.config.ConfigValue" ->
                ReaderPatch.of(name, new Hook("getValue", "()Ljava/lang/String;", new SmallRyeValue()));
            case "io.smallrye.config.common.MapBackedConfigSource" ->
                ReaderPatch.of(
                        name,
                        new Hook("getValue", "(Ljava/lang/String;)Ljava/lang/String;", new SmallRyeValue()),
                        new Hook("getProperties", "()Ljava/util/Map;", new Values()));
            case "io.smallrye.config.EnvConfigSource" ->
                ReaderPatch.of(
                        name,
                        SourceCopies.environment("getEnvProperties", "SmallRye Config")
                                .optional());
            default -> null;
        };
    }

    /** A file that is loaded into a map: the object itself, or what a static method returns. */
    private static final class SourceLoad implements Interceptor, ReadScope.Handling {

        private final DocumentFormat format;

        SourceLoad(DocumentFormat format) {
            this.format = format;
        }

        @Override
        public Object @Nullable [] enter(Call call) throws Throwable {
            Object source = call.arguments()[0];
            Object instead;
            try {
                instead = Documents.exchangeWhole(source, format, SMALLRYE, this);
            } catch (IOException refused) {
                if (format == DocumentFormat.PROPERTIES) {
                    throw call.raise(refused);
                }
                // SnakeYAML has an exception of its own for it.
                instead = new FailingStream(refused);
            }
            if (instead == null) {
                return null;
            }
            if (PatchTransformer.templateUnknown() || !SmallRyeMarkers.ALL.any()) {
                return Interceptor.exchanged(instead);
            }
            Object result = call.proceed(instead);
            SmallRyeMarkers.own(call.self() == null ? result : call.self());
            return new Object[] {result};
        }

        @Override
        public String rewritten(
                String text, List<Piece> pieces, DocumentFormat written, String place, ParserLibrary library) {
            return ReadScope.later(SmallRyeMarkers.ALL).rewritten(text, pieces, written, place, library);
        }
    }

    private static final class SmallRyeRead implements Interceptor {
        @Override
        public boolean isInactive(@Nullable Object argument) {
            return !SmallRyeMarkers.ALL.any();
        }

        @Override
        public Object @Nullable [] enter(Call call) throws Throwable {
            if (INSIDE.get() != null) {
                return null;
            }
            Object found;
            String text;
            INSIDE.set(Boolean.TRUE);
            try {
                found = call.proceed();
                text = found == null ? null : Reflected.text(found, "getValue");
            } finally {
                INSIDE.remove();
            }
            if (found == null || text == null || !SmallRyeMarkers.ALL.in(text)) {
                return new Object[] {found};
            }
            Object builder = Objects.requireNonNull(Reflected.get(found, "from"));
            set(builder, "withValue", MarkedText.value(call, text, SmallRyeMarkers.ALL));
            String raw = Reflected.text(found, "getRawValue");
            set(builder, "withRawValue", raw == null ? null : SmallRyeMarkers.ALL.reveal(raw));
            return new Object[] {Reflected.get(builder, "build")};
        }

        private static void set(Object builder, String method, @Nullable String value) throws Throwable {
            Object unused = Reflected.call(Reflected.method(builder, method, String.class), builder, value);
        }
    }

    /** What a source says, before anything is made of it: a marker counts in the very text of its file. */
    private static final class SourceRead implements Interceptor {
        @Override
        public boolean isInactive(@Nullable Object argument) {
            return !SmallRyeMarkers.ALL.any();
        }

        @Override
        public Object @Nullable [] enter(Call call) throws Throwable {
            Object found = call.proceed();
            Object text = found == null ? null : Reflected.field(found, "value").get(found);
            if (found == null || !SmallRyeMarkers.ALL.in(text) || SmallRyeMarkers.genuine(text)) {
                return new Object[] {found};
            }
            Object builder = Objects.requireNonNull(Reflected.get(found, "from"));
            SmallRyeRead.set(builder, "withValue", SmallRyeMarkers.ALL.disarmed((String) Objects.requireNonNull(text)));
            return new Object[] {Reflected.get(builder, "build")};
        }
    }

    /** Read past {@code SmallRyeConfig}: from a source, or a value somebody got from one. */
    private static final class SmallRyeValue implements Interceptor {
        @Override
        public boolean isInactive(@Nullable Object argument) {
            return !SmallRyeMarkers.ALL.any() || INSIDE.get() != null;
        }

        @Override
        public Object @Nullable [] enter(Call call) throws Throwable {
            Object value = call.proceed();
            return new Object[] {
                value instanceof String text && SmallRyeMarkers.genuine(text)
                        ? MarkedText.value(call, text, SmallRyeMarkers.ALL)
                        : value
            };
        }
    }

    private static final class Values implements Interceptor {
        @Override
        public boolean isInactive(@Nullable Object argument) {
            return !SmallRyeMarkers.ALL.any() || INSIDE.get() != null;
        }

        @Override
        public Object @Nullable [] enter(Call call) throws Throwable {
            Object values = call.proceed();
            if (!(values instanceof Map<?, ?> map) || map.values().stream().noneMatch(SmallRyeMarkers::genuine)) {
                return new Object[] {values};
            }
            Map<Object, Object> resolved = new LinkedHashMap<>();
            for (Map.Entry<?, ?> entry : map.entrySet()) {
                Object value = entry.getValue() instanceof String text && SmallRyeMarkers.genuine(text)
                        ? MarkedText.value(call, text, SmallRyeMarkers.ALL)
                        : entry.getValue();
                if (value != null) {
                    resolved.put(entry.getKey(), value);
                }
            }
            return new Object[] {resolved};
        }
    }
}
