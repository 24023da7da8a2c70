package io.keyweave.agent.document;

import io.keyweave.agent.document.ReadScope.Handling;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** A document that may hold placeholders, which its reader has a rule of its own for. */
final class HandledDocument {

    private HandledDocument() {}

    /** The text, rewritten; null when it may stay as it is. */
    static @Nullable String rewritten(
            String text, Object source, DocumentFormat format, ParserLibrary library, Handling handling)
            throws IOException {
        if (!Documents.mayHaveOrigin(source)) {
            return null;
        }
        try {
            return (String) ReadScope.handled(handling, () -> Documents.rewritten(text, source, format, library));
        } catch (IOException | RuntimeException | Error thrown) {
            throw thrown;
        } catch (Throwable impossible) {
            throw new IllegalStateException(impossible);
        }
    }
}
