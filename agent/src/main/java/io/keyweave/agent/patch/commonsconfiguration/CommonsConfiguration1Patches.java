package io.keyweave.agent.patch.commonsconfiguration;

import io.keyweave.agent.document.DocumentFormat;
import io.keyweave.agent.document.Documents;
import io.keyweave.agent.document.FailingReader;
import io.keyweave.agent.document.ParserLibrary;
import io.keyweave.agent.document.ReadScope;
import io.keyweave.agent.document.ValueMarkers;
import io.keyweave.agent.instrument.Call;
import io.keyweave.agent.instrument.Hook;
import io.keyweave.agent.instrument.Interceptor;
import io.keyweave.agent.instrument.Patch;
import io.keyweave.agent.instrument.PatchList;
import io.keyweave.agent.patch.MarkedText;
import io.keyweave.agent.patch.ReaderPatch;
import java.io.IOException;
import java.io.Reader;
import org.jspecify.annotations.Nullable;

/**
 * Commons Configuration 1 splits values at commas. So a secret takes its place behind that: where a value is stored. Its XML goes through the JDK's
 * parser.
 */
public final class CommonsConfiguration1Patches {

    private static final ParserLibrary LIBRARY =
            ParserLibrary.of("Commons Configuration 1", "org.apache.commons.configuration.");

    private static final String PROPERTIES = "org.apache.commons.configuration.PropertiesConfiguration";
    private static final String INI = "org.apache.commons.configuration.HierarchicalINIConfiguration";
    private static final String VALUES = "org.apache.commons.configuration.BaseConfiguration";
    private static final String NODES = "org.apache.commons.configuration.tree.DefaultConfigurationNode";

    /** Set while this thread reads a document: values are stored by others, too. */
    private static final ThreadLocal<@Nullable Boolean> READING = new ThreadLocal<>();

    private CommonsConfiguration1Patches() {}

    public static PatchList list() {
        return new PatchList("Commons Configuration 1", "placeholders in its files")
                .reads(false, "*.properties", "*.ini")
                .addFirst(CommonsConfiguration1Patches::find, PROPERTIES, INI)
                .add(CommonsConfiguration1Patches::find, VALUES, NODES);
    }

    private static @Nullable Patch find(String name) {
        return switch (name) {
            case PROPERTIES -> ReaderPatch.of(name, read(DocumentFormat.PROPERTIES));
            case INI -> ReaderPatch.of(name, read(DocumentFormat.INI));
            case VALUES -> ReaderPatch.of(name, new Hook("addPropertyDirect", null, new StoredValue()));
            case NODES -> ReaderPatch.of(name, new Hook("setValue", "(Ljava/lang/Object;)V", new StoredValue()));
            default -> null;
        };
    }

    private static Hook read(DocumentFormat format) {
        return new Hook("load", "(Ljava/io/Reader;)V", new ConfigurationRead(format));
    }

    /** @param format by which placeholders are found: comments are kept by the library and written back */
    private record ConfigurationRead(DocumentFormat format) implements Interceptor {
        @Override
        public Object @Nullable [] enter(Call call) throws Throwable {
            if (!(call.arguments()[0] instanceof Reader reader)) {
                return null;
            }
            Object instead;
            try {
                instead = ReadScope.handled(
                        ReadScope.stored(ValueMarkers.OF_PARSERS),
                        () -> Documents.exchange(reader, reader, format, LIBRARY));
            } catch (IOException refused) {
                instead = FailingReader.of(refused);
            }
            if (instead == null) {
                return null;
            }
            Boolean including = READING.get();
            READING.set(Boolean.TRUE);
            try {
                return new Object[] {call.proceed(instead)};
            } finally {
                if (including == null) {
                    READING.remove();
                }
            }
        }
    }

    /** The value is the last argument. An absent one is not stored. */
    private static final class StoredValue implements Interceptor {
        @Override
        public boolean isInactive(@Nullable Object argument) {
            return MarkedText.none() || READING.get() == null;
        }

        @Override
        public Object @Nullable [] enter(Call call) throws Throwable {
            @Nullable Object[] arguments = call.arguments();
            int last = arguments.length - 1;
            if (!(arguments[last] instanceof String text) || !MarkedText.in(text)) {
                return null;
            }
            String value = MarkedText.value(call, text);
            if (value == null) {
                return new Object[] {null};
            }
            arguments[last] = value;
            return new Object[] {call.proceed(arguments)};
        }
    }
}
