package io.keyweave;

import java.util.List;
import java.util.Objects;

/**
 * One or more secrets are not available. The message is the whole report, ready for a person: every problem with origin, cause
 * and what to do. It never holds a value, a token or a client secret, and neither does any cause attached to it.
 */
public class SecretException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final transient List<Failure> failures;

    /**
     * @param message the report
     * @param failures what failed, at least one
     */
    public SecretException(String message, List<Failure> failures) {
        super(message);
        this.failures = List.copyOf(failures);
        if (this.failures.isEmpty()) {
            throw new IllegalArgumentException("a SecretException needs a failure");
        }
    }

    /** A single failure; the message is its cause and remedy. */
    public SecretException(Failure failure) {
        this(Objects.requireNonNull(failure).cause() + " " + failure.remedy(), List.of(failure));
    }

    /** All failures, at least one; empty only after Java deserialisation. */
    public List<Failure> failures() {
        return failures == null ? List.of() : failures;
    }

    /** The exit code a JVM that may not start ends with: 78 before 77 before 69. */
    public int exitCode() {
        int code = 69;
        for (Failure failure : failures()) {
            code = Math.max(code, failure.kind().exitCode());
        }
        return code;
    }
}
