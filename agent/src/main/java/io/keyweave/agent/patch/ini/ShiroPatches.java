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
import java.io.IOException;
import java.io.Reader;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** {@code Ini.load}, and the pairs of each section that it makes of the text. */
public final class ShiroPatches {

    private static final ParserLibrary SHIRO = ParserLibrary.of("Shiro", "org.apache.shiro.");

    /** Set while this thread reads a document: sections are made of other texts, too. */
    private static final ThreadLocal<@Nullable Boolean> READING = new ThreadLocal<>();

    private ShiroPatches() {}

    public static PatchList list() {
        return new PatchList("Shiro", "placeholders in INI files")
                .reads(false, "*.ini")
                .addFirst(
                        "org.apache.shiro.config.Ini",
                        name -> ReaderPatch.of(name, new Hook("load", "(Ljava/io/Reader;)V", new IniRead())))
                .add(
                        "org.apache.shiro.config.Ini$Section",
                        name -> ReaderPatch.of(name, new Hook("toMapProps", null, new SectionValues())));
    }

    private static final class IniRead implements Interceptor {
        @Override
        public Object @Nullable [] enter(Call call) throws Throwable {
            if (!(call.arguments()[0] instanceof Reader reader)) {
                return null;
            }
            Reader instead;
            try {
                instead = Documents.exchangeMarked(reader, reader, DocumentFormat.INI, SHIRO);
            } catch (IOException refused) {
                // Its scanner takes an exception for the end of the file.
                throw call.raise(new IllegalStateException(refused.getMessage(), refused));
            }
            if (instead == null) {
                return null;
            }
            READING.set(Boolean.TRUE);
            try {
                return new Object[] {call.proceed(instead)};
            } finally {
                READING.remove();
            }
        }
    }

    private static final class SectionValues implements Interceptor {
        @Override
        public boolean isInactive(@Nullable Object argument) {
            return MarkedText.none() || READING.get() == null;
        }

        @Override
        public Object @Nullable [] enter(Call call) throws Throwable {
            Object pairs = call.proceed();
            if (!(pairs instanceof Map<?, ?> read)) {
                return new Object[] {pairs};
            }
            Map<Object, Object> resolved = new LinkedHashMap<>(read);
            for (Iterator<Map.Entry<Object, Object>> all = resolved.entrySet().iterator(); all.hasNext(); ) {
                Map.Entry<Object, Object> pair = all.next();
                if (pair.getValue() instanceof String text && MarkedText.in(text)) {
                    String value = MarkedText.value(call, text);
                    if (value == null) {
                        all.remove();
                    } else {
                        pair.setValue(value);
                    }
                }
            }
            return new Object[] {resolved};
        }
    }
}
