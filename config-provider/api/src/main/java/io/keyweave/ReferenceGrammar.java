package io.keyweave;

import java.util.Set;

/**
 * How the references of one scheme are written: what is in {@code $<scheme:...>} before {@code #field} and {@code ?options}, which are
 * Keyweave's. Stateless and thread-safe; makes no request.
 */
public interface ReferenceGrammar {

    /**
     * What a placeholder looks like, for the remedy of one that is malformed: {@code A placeholder is $<kv:vault/secret>, with #field and ?option
     * behind it}. Without a full stop.
     */
    String form();

    /** One placeholder, for messages that show how it is written: {@code $<kv:vault/secret>}. */
    String example();

    /**
     * Reads a reference and leaves the reader behind it, where Keyweave goes on: at {@code #}, {@code ?}, {@code >} or the end. Whatever else is there is reported as
     * malformed.
     *
     * <p>Every character is compared with a set of ASCII, and every word has a longest length: a reference becomes a part of a host name, of a
     * path or of a message.
     *
     * @throws SecretException as made by {@link ReferenceReader#malformed}
     */
    SecretRef parse(ReferenceReader in);

    /** The options of the scheme's own, lower case: {@code stage} in {@code ?stage=AWSPREVIOUS}. Each is given at most once, with a value. */
    default Set<String> options() {
        return Set.of();
    }

    /**
     * The reference with an option of the scheme's own.
     *
     * @param option one of {@link #options}
     * @param value percent-decoded, checked by nobody yet
     * @param in at the end of the option; its {@link ReferenceReader#malformed(String, String)} tells the column of the option
     */
    default SecretRef with(SecretRef ref, String option, String value, ReferenceReader in) {
        return ref;
    }

    /**
     * The reference under which the secret is kept: the same for all that name one secret. Where the service ignores case, in lower case.
     */
    default SecretRef canonical(SecretRef ref) {
        return ref;
    }
}
