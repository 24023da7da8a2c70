package io.keyweave.agent.patch.jackson;

import io.keyweave.agent.document.DocumentFormat;
import io.keyweave.agent.document.Documents;
import io.keyweave.agent.document.ParserLibrary;
import io.keyweave.agent.document.ReadScope;
import io.keyweave.agent.instrument.Call;
import io.keyweave.agent.instrument.Hook;
import io.keyweave.agent.instrument.Interceptor;
import io.keyweave.agent.instrument.Patch;
import io.keyweave.agent.instrument.PatchList;
import io.keyweave.agent.patch.MarkedCopies;
import io.keyweave.agent.patch.MarkedText;
import io.keyweave.agent.patch.ReaderPatch;
import io.keyweave.agent.patch.Reflected;
import java.io.IOException;
import java.io.InputStream;
import java.io.Reader;
import java.lang.reflect.Field;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Which methods of Jackson are patched. All ways of making a parser of a file, URL, stream or reader end in two methods of its factory. */
public final class JacksonPatches {

    private static final ParserLibrary JACKSON =
            ParserLibrary.of("Jackson", "com.fasterxml.jackson.", "tools.jackson.");

    private JacksonPatches() {}

    public static PatchList list() {
        Function<String, @Nullable Patch> find = JacksonPatches::find;
        return new PatchList("Jackson", "placeholders in JSON, YAML, TOML and properties files")
                .reads(false, "*.json")
                .readsWith("YAMLFactory", "*.yml", "*.yaml")
                .readsWith("TomlFactory", "*.toml")
                .addFirst(
                        find,
                        "com.fasterxml.jackson.core.JsonFactory",
                        "tools.jackson.core.json.JsonFactory",
                        "com.fasterxml.jackson.dataformat.javaprop.JavaPropsFactory",
                        "tools.jackson.dataformat.javaprop.JavaPropsFactory",
                        "com.fasterxml.jackson.dataformat.toml.TomlFactory",
                        "tools.jackson.dataformat.toml.TomlFactory",
                        "com.fasterxml.jackson.dataformat.yaml.YAMLFactory",
                        "tools.jackson.dataformat.yaml.YAMLFactory")
                .add(
                        find,
                        "com.fasterxml.jackson.dataformat.yaml.YAMLParser",
                        "tools.jackson.dataformat.yaml.YAMLParser");
    }

    private static @Nullable Patch find(String name) {
        return switch (name) {
            case "com.fasterxml.jackson.core.JsonFactory" -> ofJackson2(name, DocumentFormat.JSON);
            case "com.fasterxml.jackson.dataformat.toml.TomlFactory" -> ofJackson2(name, DocumentFormat.TOML);
            case "com.fasterxml.jackson.dataformat.javaprop.JavaPropsFactory" ->
                ofJackson2(name, DocumentFormat.PROPERTIES);
            case "tools.jackson.core.json.JsonFactory" -> ofJackson3(name, DocumentFormat.JSON);
            case "tools.jackson.dataformat.toml.TomlFactory" -> ofJackson3(name, DocumentFormat.TOML);
            case "tools.jackson.dataformat.javaprop.JavaPropsFactory" -> ofJackson3(name, DocumentFormat.PROPERTIES);
            case "com.fasterxml.jackson.dataformat.yaml.YAMLFactory", "tools.jackson.dataformat.yaml.YAMLFactory" ->
                ReaderPatch.of(name, new Hook("_createReader", null, new JacksonSource(DocumentFormat.MARKED)));
            case "com.fasterxml.jackson.dataformat.yaml.YAMLParser", "tools.jackson.dataformat.yaml.YAMLParser" ->
                ReaderPatch.of(name, new Hook("_decodeScalar", null, new JacksonScalar()));
            default -> null;
        };
    }

    private static Patch ofJackson2(String name, DocumentFormat format) {
        String rest = "Lcom/fasterxml/jackson/core/io/IOContext;)Lcom/fasterxml/jackson/core/JsonParser;";
        return ReaderPatch.of(
                name,
                new Hook("_createParser", "(Ljava/io/InputStream;" + rest, new JacksonSource(format)),
                new Hook("_createParser", "(Ljava/io/Reader;" + rest, new JacksonSource(format)));
    }

    private static Patch ofJackson3(String name, DocumentFormat format) {
        String begin = "(Ltools/jackson/core/ObjectReadContext;Ltools/jackson/core/io/IOContext;";
        String end = ")Ltools/jackson/core/JsonParser;";
        return ReaderPatch.of(
                name,
                new Hook("_createParser", begin + "Ljava/io/InputStream;" + end, new JacksonSource(format)),
                new Hook("_createParser", begin + "Ljava/io/Reader;" + end, new JacksonSource(format)));
    }

    /** A subclass may be the application's: the library is told by the class that is patched. */
    private static boolean ofJackson3(Object factory) {
        for (Class<?> type = factory.getClass(); type != null; type = type.getSuperclass()) {
            if (type.getName().startsWith("tools.jackson.")) {
                return true;
            }
        }
        return false;
    }

    private static final class JacksonSource implements Interceptor {

        private final DocumentFormat format;

        JacksonSource(DocumentFormat format) {
            this.format = format;
        }

        /** The body of a request and a text in memory end here. */
        @Override
        public boolean isInactive(@Nullable Object argument) {
            if (argument instanceof Object[] all) {
                for (Object one : all) {
                    if (one instanceof InputStream || one instanceof Reader) {
                        return !Documents.mayHaveOrigin(one) && !isMarkedCopy(one);
                    }
                }
            }
            return true;
        }

        @Override
        public Object @Nullable [] enter(Call call) throws Throwable {
            @Nullable Object[] arguments = call.arguments();
            for (int i = 0; i < arguments.length; i++) {
                if (isMarkedCopy(arguments[i])) {
                    Object made = call.proceed();
                    if (made != null) {
                        Documents.isMarked(made);
                    }
                    return new Object[] {made};
                }
                Object instead = instead(call, arguments[i]);
                if (instead != null) {
                    arguments[i] = instead;
                    // Properties are loaded from it on the way: what is in the text has been dealt with.
                    Object made = format == DocumentFormat.PROPERTIES
                            ? ReadScope.propertiesUntouched(() -> call.proceed(arguments))
                            : call.proceed(arguments);
                    if (format == DocumentFormat.MARKED && made != null) {
                        Documents.isMarked(made);
                    }
                    return new Object[] {made};
                }
            }
            return null;
        }

        /** Of Log4j, which reads its YAML before it parses it. */
        private boolean isMarkedCopy(@Nullable Object source) {
            return format == DocumentFormat.MARKED && MarkedCopies.in(source);
        }

        private @Nullable Object instead(Call call, @Nullable Object source) throws Throwable {
            try {
                return Documents.exchangeSource(source, format, JACKSON);
            } catch (IOException refused) {
                throw call.raise(ofLibrary(call, refused));
            }
        }

        /** Jackson 3 has an unchecked exception of its own for it. */
        private static Throwable ofLibrary(Call call, IOException refused) throws ReflectiveOperationException {
            Object factory = call.self();
            if (factory == null || !ofJackson3(factory)) {
                return refused;
            }
            return (Throwable) Class.forName("tools.jackson.core.exc.JacksonIOException", true, call.loader())
                    .getMethod("construct", IOException.class)
                    .invoke(null, refused);
        }
    }

    /** {@code YAMLParser._decodeScalar}: what kind of value it is has been settled by the marker, which is a text. */
    private static final class JacksonScalar implements Interceptor {
        @Override
        public boolean isInactive(@Nullable Object argument) {
            return MarkedText.none();
        }

        @Override
        public Object @Nullable [] enter(Call call) throws Throwable {
            Object token = call.proceed();
            Object parser = call.self();
            if (parser != null) {
                Field text = Reflected.field(parser, "_textValue");
                if (text.get(parser) instanceof String value && MarkedText.in(value)) {
                    text.set(parser, MarkedText.present(call, value));
                }
            }
            return new Object[] {token};
        }
    }
}
