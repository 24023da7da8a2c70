package io.keyweave.agent.patch.commonsconfiguration;

import io.keyweave.agent.document.DocumentFormat;
import io.keyweave.agent.document.Documents;
import io.keyweave.agent.document.ParserLibrary;
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

/** {@code PropertiesConfiguration.read}, {@code INIConfiguration.read}. Its XML goes through the JDK's parser, its YAML through SnakeYAML and its JSON through Jackson. */
public final class CommonsConfigurationPatches {

    private static final ParserLibrary LIBRARY =
            ParserLibrary.of("Commons Configuration", "org.apache.commons.configuration2.", "org.apache.commons.io.");

    private static final String PROPERTIES = "org.apache.commons.configuration2.PropertiesConfiguration";
    private static final String INI = "org.apache.commons.configuration2.INIConfiguration";
    private static final String READ = "(Ljava/io/Reader;)V";

    private CommonsConfigurationPatches() {}

    public static PatchList list() {
        return new PatchList("Commons Configuration", "placeholders in its files")
                .reads(false, "*.properties", "*.ini")
                .addFirst(PROPERTIES, CommonsConfigurationPatches::find)
                .addFirst(INI, CommonsConfigurationPatches::find);
    }

    private static @Nullable Patch find(String name) {
        return switch (name) {
            case PROPERTIES -> ReaderPatch.of(name, new Hook("read", READ, new Read(false)));
            case INI ->
                ReaderPatch.of(
                        name,
                        new Hook("read", READ, new Read(true)),
                        new Hook("createValueNodes", null, new IniValue()));
            default -> null;
        };
    }

    /** @param ini whether each value is looked at once more when it is parsed, as INI knows quotes and comments that properties do not */
    private record Read(boolean ini) implements Interceptor {
        @Override
        public Object @Nullable [] enter(Call call) throws Throwable {
            if (!(call.arguments()[0] instanceof Reader reader)) {
                return null;
            }
            Reader instead;
            try {
                instead = ini
                        ? Documents.exchangeMarked(reader, reader, DocumentFormat.INI, LIBRARY)
                        : Documents.exchange(reader, reader, DocumentFormat.PROPERTIES, LIBRARY);
            } catch (IOException refused) {
                throw call.raise(refused);
            }
            return instead == null ? null : new Object[] {call.proceed(instead)};
        }
    }

    /** A value as it has been parsed, without quotes and comment. */
    private static final class IniValue implements Interceptor {
        @Override
        public boolean isInactive(@Nullable Object argument) {
            return MarkedText.none();
        }

        @Override
        public Object @Nullable [] enter(Call call) throws Throwable {
            @Nullable Object[] arguments = call.arguments();
            if (!(arguments[2] instanceof String text) || !MarkedText.in(text)) {
                return null;
            }
            String value = MarkedText.value(call, text);
            if (value == null) {
                return new Object[] {null};
            }
            arguments[2] = value;
            return new Object[] {call.proceed(arguments)};
        }
    }
}
