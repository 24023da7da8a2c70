package io.keyweave.placeholder;

import io.keyweave.ReferenceGrammar;
import org.jspecify.annotations.Nullable;

/** The schemes there are. Thread-safe. */
public interface Grammars {

    /** How references of that scheme are written; {@code null} when there is no such scheme, and the text means itself. */
    @Nullable
    ReferenceGrammar of(String scheme);

    /**
     * Why nobody can say whether there is such a scheme, {@link #of} having found none: a sentence about what could provide it and cannot be used. Otherwise {@code null}.
     */
    @Nullable
    String unknowable();
}
