package io.keyweave.agent.patch.toml;

import io.keyweave.agent.document.DocumentFormat;
import io.keyweave.agent.document.Documents;
import io.keyweave.agent.document.ParserLibrary;
import io.keyweave.agent.instrument.Call;
import io.keyweave.agent.instrument.Interceptor;
import io.keyweave.agent.patch.MarkedText;
import io.keyweave.agent.patch.Reflected;
import java.io.Reader;
import java.util.Iterator;
import java.util.List;
import java.util.ListIterator;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** {@code Toml.read}: reads with markers, and exchanges them in the tables that come of it. */
record Toml4jRead(ParserLibrary library) implements Interceptor {

    @Override
    public Object @Nullable [] enter(Call call) throws Throwable {
        if (!(call.arguments()[0] instanceof Reader reader)) {
            return null;
        }
        Reader instead = Documents.exchangeMarkedOrFail(reader, reader, DocumentFormat.INI, library);
        if (instead == null) {
            return null;
        }
        Object read = call.proceed(instead);
        if (read != null
                && !MarkedText.none()
                && Reflected.field(read, "values").get(read) instanceof Map<?, ?> values) {
            exchange(call, values);
        }
        return new Object[] {read};
    }

    @SuppressWarnings("unchecked")
    private static void exchange(Call call, Map<?, ?> table) throws Throwable {
        for (Iterator<? extends Map.Entry<?, ?>> all = table.entrySet().iterator(); all.hasNext(); ) {
            Map.Entry<?, Object> entry = (Map.Entry<?, Object>) all.next();
            Object value = exchanged(call, entry.getValue());
            if (value == null) {
                all.remove();
            } else if (value != entry.getValue()) {
                entry.setValue(value);
            }
        }
    }

    private static void exchange(Call call, List<Object> array) throws Throwable {
        for (ListIterator<Object> all = array.listIterator(); all.hasNext(); ) {
            Object element = all.next();
            Object value = exchanged(call, element);
            if (value == null) {
                all.remove();
            } else if (value != element) {
                all.set(value);
            }
        }
    }

    /** The value with its secrets; null when one is absent. */
    @SuppressWarnings("unchecked")
    private static @Nullable Object exchanged(Call call, Object value) throws Throwable {
        if (value instanceof Map<?, ?> table) {
            exchange(call, table);
        } else if (value instanceof List<?> array) {
            exchange(call, (List<Object>) array);
        } else if (value instanceof String text && MarkedText.in(text)) {
            return MarkedText.value(call, text);
        }
        return value;
    }
}
