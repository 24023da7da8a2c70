package io.keyweave.agent.patch.commonsconfiguration;

import io.keyweave.agent.document.DocumentFormat;
import io.keyweave.agent.document.Documents;
import io.keyweave.agent.document.ParserLibrary;
import io.keyweave.agent.instrument.Call;
import io.keyweave.agent.instrument.Hook;
import io.keyweave.agent.instrument.Interceptor;
import io.keyweave.agent.instrument.Patch;
import io.keyweave.agent.instrument.PatchList;
import io.keyweave.agent.patch.ReaderPatch;
import java.io.IOException;
import java.io.Reader;
import org.jspecify.annotations.Nullable;

/** {@code PropertiesConfiguration.read}. Its XML goes through the JDK's parser, its YAML through SnakeYAML and its JSON through Jackson. */
public final class CommonsConfigurationPatches {

    private static final ParserLibrary LIBRARY =
            ParserLibrary.of("Commons Configuration", "org.apache.commons.configuration2.", "org.apache.commons.io.");

    private CommonsConfigurationPatches() {}

    public static PatchList list() {
        return new PatchList("Commons Configuration", "placeholders in its files")
                .reads(false, "*.properties")
                .addFirst(
                        "org.apache.commons.configuration2.PropertiesConfiguration", CommonsConfigurationPatches::find);
    }

    private static @Nullable Patch find(String name) {
        return name.equals("org.apache.commons.configuration2.PropertiesConfiguration")
                ? ReaderPatch.of(name, new Hook("read", "(Ljava/io/Reader;)V", new ConfigurationRead()))
                : null;
    }

    private static final class ConfigurationRead implements Interceptor {
        @Override
        public Object @Nullable [] enter(Call call) throws Throwable {
            if (!(call.arguments()[0] instanceof Reader reader)) {
                return null;
            }
            Reader instead;
            try {
                instead = Documents.exchange(reader, reader, DocumentFormat.PROPERTIES, LIBRARY);
            } catch (IOException refused) {
                throw call.raise(refused);
            }
            return instead == null ? null : new Object[] {call.proceed(instead)};
        }
    }
}
