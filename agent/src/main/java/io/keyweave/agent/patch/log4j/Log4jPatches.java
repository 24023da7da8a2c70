package io.keyweave.agent.patch.log4j;

import io.keyweave.agent.document.DocumentFormat;
import io.keyweave.agent.document.Documents;
import io.keyweave.agent.document.ParserLibrary;
import io.keyweave.agent.instrument.Call;
import io.keyweave.agent.instrument.Hook;
import io.keyweave.agent.instrument.Interceptor;
import io.keyweave.agent.instrument.Patch;
import io.keyweave.agent.instrument.PatchList;
import io.keyweave.agent.patch.MarkedCopies;
import io.keyweave.agent.patch.ReaderPatch;
import java.io.IOException;
import java.io.InputStream;
import org.jspecify.annotations.Nullable;

/** {@code AbstractConfiguration.toByteArray}, through which the XML, JSON and YAML configurations of Log4j 2 are read. */
public final class Log4jPatches {

    private static final ParserLibrary LOG4J = ParserLibrary.of("Log4j", "org.apache.logging.log4j.");

    private Log4jPatches() {}

    public static PatchList list() {
        return new PatchList("Log4j", "placeholders in its configuration")
                .reads(
                        false,
                        "log4j2*.xml",
                        "log4j2*.json",
                        "log4j2*.jsn",
                        "log4j2*.yml",
                        "log4j2*.yaml",
                        "log4j2*.properties")
                .addFirst("org.apache.logging.log4j.core.config.AbstractConfiguration", Log4jPatches::find);
    }

    private static @Nullable Patch find(String name) {
        return name.equals("org.apache.logging.log4j.core.config.AbstractConfiguration")
                ? ReaderPatch.of(name, new Hook("toByteArray", "(Ljava/io/InputStream;)[B", new Log4jRead()))
                : null;
    }

    private static final class Log4jRead implements Interceptor {
        @Override
        public Object @Nullable [] enter(Call call) throws Throwable {
            if (!(call.arguments()[0] instanceof InputStream stream) || !Documents.mayHaveOrigin(stream)) {
                return null;
            }
            byte[] read = (byte[]) call.proceed();
            if (read == null) {
                return null;
            }
            try {
                DocumentFormat format = format(read);
                byte[] exchanged = Documents.exchange(read, stream, format, LOG4J);
                if (format == DocumentFormat.MARKED && exchanged != read) {
                    MarkedCopies.add(exchanged);
                }
                return new Object[] {exchanged};
            } catch (IOException refused) {
                throw call.raise(refused);
            }
        }

        private static DocumentFormat format(byte[] read) {
            for (byte one : read) {
                if (one == '<') {
                    return DocumentFormat.XML;
                }
                if (one == '{' || one == '[') {
                    return DocumentFormat.JSON;
                }
                if (one > ' ') {
                    break;
                }
            }
            return DocumentFormat.MARKED;
        }
    }
}
