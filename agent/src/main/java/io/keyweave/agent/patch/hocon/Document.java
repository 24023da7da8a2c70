package io.keyweave.agent.patch.hocon;

import io.keyweave.agent.trust.PlaceholderLike;
import java.io.IOException;
import java.io.Reader;
import java.io.StringReader;
import org.jspecify.annotations.Nullable;

/**
 * The text of one document, read to its end or to where reading failed; read again it fails there in the same way.
 *
 * @param text all of it
 * @param failure why it ended early, or null
 */
record Document(String text, @Nullable IOException failure) {

    static Document read(Reader reader) {
        StringBuilder text = new StringBuilder();
        char[] buffer = new char[4096];
        try {
            for (int count = reader.read(buffer); count >= 0; count = reader.read(buffer)) {
                text.append(buffer, 0, count);
            }
            return new Document(text.toString(), null);
        } catch (IOException e) {
            return new Document(text.toString(), e);
        }
    }

    /** Whether it is worth a look: a placeholder may be written with escapes, {@code $\u003ckv:..}, as JSON writers do. */
    boolean mayHoldPlaceholders() {
        return PlaceholderLike.mayBeIn(text) || text.contains("\\u");
    }

    boolean isProperties(Object options) throws ReflectiveOperationException {
        Object syntax = options.getClass().getMethod("getSyntax").invoke(options);
        return syntax != null && syntax.toString().equals("PROPERTIES");
    }

    Reader reader() {
        IOException end = failure;
        return end == null ? new StringReader(text) : new Failing(text, end);
    }

    private static final class Failing extends StringReader {

        private final IOException end;

        Failing(String text, IOException end) {
            super(text);
            this.end = end;
        }

        @Override
        public int read() throws IOException {
            return checked(super.read());
        }

        @Override
        public int read(char[] buffer, int from, int count) throws IOException {
            return checked(super.read(buffer, from, count));
        }

        private int checked(int result) throws IOException {
            if (result < 0) {
                throw end;
            }
            return result;
        }
    }
}
