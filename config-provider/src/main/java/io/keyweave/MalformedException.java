package io.keyweave;

import java.util.List;

/** A text that was meant as a placeholder and is none. The failure's cause begins with the place. */
public class MalformedException extends SecretException {

    private static final long serialVersionUID = 1L;

    private final String place;
    private final String reason;

    /**
     * @param place where the text stands, with the column
     * @param reason what is wrong with it, a sentence
     * @param remedy what to do, a sentence
     */
    public MalformedException(String place, String reason, String remedy) {
        this(place, reason, Failure.local(Failure.Kind.MALFORMED, null, place + ": " + reason, remedy));
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
