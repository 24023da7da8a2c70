package io.keyweave.test.faults;

import io.keyweave.Failure.Kind;
import java.util.List;

/** What must come out of one fault in one situation. */
sealed interface Expected {

    /** It fails within the start's time, and the report says all of this. */
    record Fails(Kind kind, List<String> texts) implements Expected {}

    /** The old value is served on; the log says all of this, and when it is tried again. */
    record Served(Kind kind, List<String> texts) implements Expected {}

    /** The value is gone at once, and the log says all of this. */
    record Revoked(List<String> texts) implements Expected {}

    /** The value is served until a second answer, 30 s after the first, says the same; then it is gone. */
    record RevokedWhenConfirmed(List<String> texts) implements Expected {}

    /** What is in the vault is what is read; the log says all of this, mostly nothing. */
    record Reads(String value, List<String> texts) implements Expected {}
}
