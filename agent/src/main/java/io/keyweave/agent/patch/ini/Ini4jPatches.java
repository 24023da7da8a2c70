package io.keyweave.agent.patch.ini;

import io.keyweave.agent.document.DocumentFormat;
import io.keyweave.agent.document.Documents;
import io.keyweave.agent.document.ParserLibrary;
import io.keyweave.agent.instrument.Call;
import io.keyweave.agent.instrument.Hook;
import io.keyweave.agent.instrument.Interceptor;
import io.keyweave.agent.instrument.PatchList;
import io.keyweave.agent.patch.MarkedText;
import io.keyweave.agent.patch.ReaderPatch;
import io.keyweave.agent.patch.Reflected;
import java.io.Reader;
import org.jspecify.annotations.Nullable;

/** {@code IniSource}, in which every way of reading ends, and {@code unescapeValue}, through which each value goes. */
public final class Ini4jPatches {

    private static final ParserLibrary INI4J = ParserLibrary.of("ini4j", "org.ini4j.");

    private Ini4jPatches() {}

    public static PatchList list() {
        return new PatchList("ini4j", "placeholders in INI files")
                .reads(false, "*.ini")
                .addFirst(
                        "org.ini4j.spi.IniSource",
                        name -> ReaderPatch.of(
                                name,
                                new Hook(
                                        "<init>",
                                        "(Ljava/io/Reader;Lorg/ini4j/spi/HandlerBase;Ljava/lang/String;Lorg/ini4j/Config;)V",
                                        new IniReader(),
                                        0)))
                .add(
                        "org.ini4j.spi.AbstractParser",
                        name -> ReaderPatch.of(name, new Hook("unescapeValue", null, new Ini4jValue())));
    }

    private static final class IniReader implements Interceptor {
        @Override
        public Object @Nullable [] enter(Call call) throws Throwable {
            if (!(call.self() instanceof Reader reader)) {
                return null;
            }
            Reader instead = Documents.exchangeMarkedOrFail(reader, innermost(reader), DocumentFormat.INI, INI4J);
            return instead == null ? null : new Object[] {instead};
        }

        /** Its own reader holds the stream it was given. */
        private static @Nullable Object innermost(Reader reader) throws ReflectiveOperationException {
            return reader.getClass().getName().equals("org.ini4j.spi.UnicodeInputStreamReader")
                    ? Reflected.filtered(reader, "_stream")
                    : reader;
        }
    }

    private static final class Ini4jValue implements Interceptor {
        @Override
        public boolean isInactive(@Nullable Object argument) {
            return MarkedText.none();
        }

        @Override
        public Object @Nullable [] enter(Call call) throws Throwable {
            Object value = call.proceed();
            // It takes blanks away around a value, afterwards.
            return new Object[] {
                value instanceof String text && MarkedText.in(text) ? MarkedText.present(call, text.strip()) : value
            };
        }
    }
}
