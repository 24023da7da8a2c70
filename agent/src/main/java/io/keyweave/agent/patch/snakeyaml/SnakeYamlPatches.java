package io.keyweave.agent.patch.snakeyaml;

import io.keyweave.agent.document.DocumentFormat;
import io.keyweave.agent.document.Documents;
import io.keyweave.agent.document.ParsedStream;
import io.keyweave.agent.document.ParserLibrary;
import io.keyweave.agent.document.ValueMarkers;
import io.keyweave.agent.instrument.Call;
import io.keyweave.agent.instrument.Hook;
import io.keyweave.agent.instrument.Interceptor;
import io.keyweave.agent.instrument.Patch;
import io.keyweave.agent.instrument.PatchList;
import io.keyweave.agent.patch.MarkedText;
import io.keyweave.agent.patch.ReaderPatch;
import io.keyweave.agent.patch.Reflected;
import java.io.Reader;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Where SnakeYAML (1.26 and later) and SnakeYAML Engine begin to read, and where a scalar becomes a node. The type of a plain scalar has
 * been settled by then: a password of digits stays a text.
 */
public final class SnakeYamlPatches implements Function<String, @Nullable Patch> {

    private static final String MARKS = "Lorg/yaml/snakeyaml/error/Mark;Lorg/yaml/snakeyaml/error/Mark;";
    private static final String OPTIONAL_MARKS = "Ljava/util/Optional;Ljava/util/Optional;";

    private static final String UNICODE_READER = "org.yaml.snakeyaml.reader.UnicodeReader";
    private static final String UNICODE_READER_OF_ENGINE = "org.snakeyaml.engine.v2.api.YamlUnicodeReader";

    private static final ParserLibrary SNAKEYAML =
            ParserLibrary.of("SnakeYAML", "org.yaml.snakeyaml.", "org.snakeyaml.engine.");

    private SnakeYamlPatches() {}

    public static PatchList list() {
        SnakeYamlPatches find = new SnakeYamlPatches();
        return new PatchList("SnakeYAML", "placeholders in YAML files")
                .reads(false, "*.yml", "*.yaml")
                .addFirst(UNICODE_READER, find)
                .addFirst("org.yaml.snakeyaml.reader.StreamReader", find)
                .add("org.yaml.snakeyaml.nodes.ScalarNode", find)
                .addFirst("org.snakeyaml.engine.v2.scanner.StreamReader", find)
                .add("org.snakeyaml.engine.v2.nodes.ScalarNode", find)
                .add("org.yaml.snakeyaml.representer.BaseRepresenter", find)
                .add("org.snakeyaml.engine.v2.representer.BaseRepresenter", find);
    }

    /** The patch of a class. No lambda: a start without secrets would have the JVM write its class. */
    @Override
    public @Nullable Patch apply(String name) {
        return switch (name) {
            case UNICODE_READER ->
                ReaderPatch.of(name, exchanging("(Ljava/io/InputStream;)V", 0, new UnicodeReaderStream()));
            case "org.yaml.snakeyaml.reader.StreamReader" ->
                ReaderPatch.of(name, exchanging("(Ljava/io/Reader;)V", 0, new SnakeYamlSource()));
            case "org.yaml.snakeyaml.nodes.ScalarNode" ->
                ReaderPatch.of(
                        name,
                        scalar("(Lorg/yaml/snakeyaml/nodes/Tag;ZLjava/lang/String;" + MARKS
                                + "Lorg/yaml/snakeyaml/DumperOptions$ScalarStyle;)V"),
                        scalar("(Lorg/yaml/snakeyaml/nodes/Tag;ZLjava/lang/String;" + MARKS
                                + "Ljava/lang/Character;)V"));
            case "org.snakeyaml.engine.v2.scanner.StreamReader" ->
                ReaderPatch.of(
                        name,
                        exchanging(
                                "(Lorg/snakeyaml/engine/v2/api/LoadSettings;Ljava/io/Reader;)V",
                                1,
                                new SnakeYamlSource()),
                        exchanging(
                                "(Ljava/io/Reader;Lorg/snakeyaml/engine/v2/api/LoadSettings;)V",
                                0,
                                new SnakeYamlSource()));
            case "org.yaml.snakeyaml.representer.BaseRepresenter",
                    "org.snakeyaml.engine.v2.representer.BaseRepresenter" ->
                ReaderPatch.of(name, new Hook("representScalar", null, new WrittenScalar()));
            case "org.snakeyaml.engine.v2.nodes.ScalarNode" ->
                ReaderPatch.of(
                        name,
                        scalar("(Lorg/snakeyaml/engine/v2/nodes/Tag;ZLjava/lang/String;"
                                + "Lorg/snakeyaml/engine/v2/common/ScalarStyle;" + OPTIONAL_MARKS + ")V"));
            default -> null;
        };
    }

    private static Hook exchanging(String constructor, int position, Interceptor interceptor) {
        return new Hook("<init>", constructor, interceptor, position);
    }

    private static Hook scalar(String constructor) {
        return exchanging(constructor, 2, new MarkedText.ValueExchange(false));
    }

    /** What the application writes as YAML becomes nodes, too; a marker in it is a text of somebody's. */
    private static final class WrittenScalar implements Interceptor {
        @Override
        public boolean isInactive(@Nullable Object argument) {
            return MarkedText.none();
        }

        @Override
        public Object @Nullable [] enter(Call call) throws Throwable {
            @Nullable Object[] arguments = call.arguments();
            if (!(arguments[1] instanceof String text) || !MarkedText.in(text)) {
                return null;
            }
            arguments[1] = ValueMarkers.OF_PARSERS.disarmed(text);
            return new Object[] {call.proceed(arguments)};
        }
    }

    /** Made of the stream that is parsed. */
    private static final class UnicodeReaderStream implements Interceptor {
        @Override
        public Object @Nullable [] enter(Call call) {
            Object stream = call.self();
            Documents.makesReader(stream);
            if (ParsedStream.wanted() && stream != null) {
                ParsedStream.parses(stream);
            }
            return null;
        }
    }

    private static final class SnakeYamlSource implements Interceptor {
        @Override
        public Object @Nullable [] enter(Call call) throws Throwable {
            if (!(call.self() instanceof Reader reader)) {
                return null;
            }
            String type = reader.getClass().getName();
            if (type.equals(UNICODE_READER) && Documents.lookedThrough()) {
                return null;
            }
            // SnakeYAML's own reader holds the stream it was given.
            Object innermost = type.equals(UNICODE_READER) || type.equals(UNICODE_READER_OF_ENGINE)
                    ? Reflected.filtered(reader, "internalIn")
                    : reader;
            Reader instead = Documents.exchangeMarkedOrFail(reader, innermost, DocumentFormat.MARKED, SNAKEYAML);
            return instead == null ? null : new Object[] {instead};
        }
    }
}
