package io.keyweave;

/**
 * A reference that is being read, character by character, from left to right and never back. Made by Keyweave; used by one thread.
 */
public interface ReferenceReader {

    /** ASCII lower-case letters. */
    String LOWER_CASE = "abcdefghijklmnopqrstuvwxyz";

    /** ASCII letters. */
    String LETTERS = LOWER_CASE + "ABCDEFGHIJKLMNOPQRSTUVWXYZ";

    /** ASCII digits. */
    String DIGITS = "0123456789";

    /** Whether the reference ends here: {@code #}, {@code ?}, {@code >} or nothing comes next. */
    boolean atEnd();

    /** Whether the text comes next. Takes nothing. */
    boolean at(String text);

    /** Takes the text if it comes next. */
    boolean take(String text);

    /**
     * Takes as many of those characters as there are.
     *
     * @param characters which may be in the word
     * @param most the longest that it may be
     * @param what how a message calls it, {@code secret name}
     * @return at least one character
     * @throws SecretException when there is none, or too many
     */
    String word(String characters, int most, String what);

    /** How many characters have been taken: what {@link #malformed(String, String, int)} points at. */
    int position();

    /** The next character as a message shows it: {@code 'x'}, {@code U+0020}, {@code end of text}. */
    String shown();

    /**
     * To be thrown: what is wrong with the next character.
     *
     * @param cause the end of a sentence, {@code the secret name is empty}, without a full stop and without a piece of the text that could be a password
     * @param remedy a sentence without a full stop
     */
    SecretException malformed(String cause, String remedy);

    /** To be thrown: what is wrong with the text from that position on. */
    SecretException malformed(String cause, String remedy, int position);
}
