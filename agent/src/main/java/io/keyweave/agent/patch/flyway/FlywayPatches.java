package io.keyweave.agent.patch.flyway;

import io.keyweave.agent.document.DocumentFormat;
import io.keyweave.agent.document.Documents;
import io.keyweave.agent.document.ParserLibrary;
import io.keyweave.agent.document.ReadScope;
import io.keyweave.agent.instrument.Call;
import io.keyweave.agent.instrument.Hook;
import io.keyweave.agent.instrument.Patch;
import io.keyweave.agent.instrument.PatchList;
import io.keyweave.agent.patch.MarkedText;
import io.keyweave.agent.patch.ReaderPatch;
import io.keyweave.agent.trust.StreamOrigin;
import java.io.File;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * {@code ConfigUtils.loadConfigurationFile}, whose values are exchanged once they are parsed, because Flyway has rules of its own for backslashes; and
 * {@code FileUtils.readFileAsString}, which reads {@code flyway.toml}.
 */
public final class FlywayPatches {

    private static final String PROPERTIES = "org.flywaydb.core.internal.configuration.ConfigUtils";
    private static final String FILES = "org.flywaydb.core.internal.util.FileUtils";

    private static final ParserLibrary FLYWAY = ParserLibrary.of("Flyway", "org.flywaydb.");

    private FlywayPatches() {}

    public static PatchList list() {
        return new PatchList("Flyway", "placeholders in flyway.conf and flyway.toml")
                .reads(false, "flyway.conf", "flyway.toml", "flyway.user.toml")
                .addFirst(PROPERTIES, FlywayPatches::find)
                .addFirst(FILES, FlywayPatches::find);
    }

    private static @Nullable Patch find(String name) {
        return switch (name) {
            case PROPERTIES ->
                ReaderPatch.of(name, new Hook("loadConfigurationFile", null, FlywayPatches::properties).optional());
            // Older versions have no TOML.
            case FILES -> ReaderPatch.of(name, new Hook("readFileAsString", null, FlywayPatches::toml).optional());
            default -> null;
        };
    }

    private static Object @Nullable [] properties(Call call) throws Throwable {
        Object values = ReadScope.propertiesUntouched(call::proceed);
        if (!(values instanceof Map<?, ?> read) || !(call.arguments()[0] instanceof File file)) {
            return new Object[] {values};
        }
        StreamOrigin origin = StreamOrigin.file(file.getPath());
        Map<Object, Object> resolved = new LinkedHashMap<>(read);
        for (Map.Entry<?, ?> entry : read.entrySet()) {
            String marked = entry.getValue() instanceof String text ? exchanged(call, text, origin) : null;
            if (marked != null) {
                String value = MarkedText.value(call, marked);
                if (value == null) {
                    resolved.remove(entry.getKey());
                } else {
                    resolved.put(entry.getKey(), value);
                }
            }
        }
        return new Object[] {resolved};
    }

    private static @Nullable String exchanged(Call call, String text, StreamOrigin origin) {
        try {
            return Documents.exchange(text, origin, DocumentFormat.MARKED, FLYWAY);
        } catch (IOException refused) {
            throw call.raise(new IllegalStateException(refused.getMessage(), refused));
        }
    }

    private static Object @Nullable [] toml(Call call) throws Throwable {
        if (!(call.arguments()[0] instanceof File file) || !file.getName().endsWith(".toml")) {
            return null;
        }
        Object text = call.proceed();
        try {
            String instead = text instanceof String toml
                    ? Documents.exchange(toml, StreamOrigin.file(file.getPath()), DocumentFormat.TOML, FLYWAY)
                    : null;
            return new Object[] {instead == null ? text : instead};
        } catch (IOException refused) {
            throw call.raise(refused);
        }
    }
}
