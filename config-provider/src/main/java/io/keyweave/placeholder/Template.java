package io.keyweave.placeholder;

import io.keyweave.Origin;
import java.util.List;
import java.util.Objects;

/**
 * A text with placeholders, parsed once: literals and references in turn, beginning and ending with a literal that may be empty.
 * A text whose placeholders are all escaped has one literal and no reference. Immutable.
 */
public final class Template {

    private final String text;
    private final Origin origin;
    private final List<String> literals;
    private final List<Reference> references;

    Template(String text, Origin origin, List<String> literals, List<Reference> references) {
        this.text = Objects.requireNonNull(text, "text");
        this.origin = Objects.requireNonNull(origin, "origin");
        this.literals = List.copyOf(literals);
        this.references = List.copyOf(references);
        if (this.literals.size() != this.references.size() + 1) {
            throw new IllegalArgumentException("a template begins and ends with a literal");
        }
    }

    /** The text as written, placeholders and all. */
    public String text() {
        return text;
    }

    /** Where it stands. */
    public Origin origin() {
        return origin;
    }

    /** The literals, one more than references, escapes already undone. */
    public List<String> literals() {
        return literals;
    }

    /** The references in order, possibly none, at most {@link PlaceholderParser#MAX_PLACEHOLDERS}. */
    public List<Reference> references() {
        return references;
    }

    /** The same with every reference trimmed. */
    public Template trimmed() {
        return new Template(
                text,
                origin,
                literals,
                references.stream().map(Reference::trimmed).toList());
    }

    /** Origin and references; literals stay out, they may be half a password. */
    @Override
    public String toString() {
        return "Template[" + origin + ", " + references + "]";
    }
}
