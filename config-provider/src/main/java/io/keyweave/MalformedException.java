package io.keyweave;

import java.util.List;

/** A text that was meant as a placeholder and is none. The failure's cause begins with the place. */
public class MalformedException extends SecretException {

    private static final long serialVersionUID = 1L;

    static final MessageCode MALFORMED = new MessageCode(
            "KW-5001",
            Log.Level.ERROR,
            "{origin}, column {column}: {problem}",
            "The placeholder at that place does not follow the grammar; the message says what is there and what was expected. See"
                    + " [configuration](configuration.md). In XML write `$&lt;kv:vault/secret>`, in a shell quote the text.");

    private final String place;
    private final String reason;

    /**
     * @param place where the text stands, with the column
     * @param reason what is wrong with it, a sentence
     * @param remedy what to do, a sentence
     */
    public MalformedException(String place, String reason, String remedy) {
        this(
                place,
                reason,
                Failure.local(Failure.Kind.MALFORMED, null, place + ": " + reason, remedy)
                        .coded(MALFORMED.code()));
    }

    private MalformedException(String place, String reason, Failure failure) {
        super(failure.cause() + " " + failure.remedy(), List.of(failure));
        this.place = place;
        this.reason = reason;
    }

    /** Where the text stands, with the column. */
    public String place() {
        return place;
    }

    /** What is wrong with it, wherever it stands. */
    public String reason() {
        return reason;
    }
}
