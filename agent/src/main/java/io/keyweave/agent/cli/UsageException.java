package io.keyweave.agent.cli;

/** A command line that cannot be understood. Its message says what, and the usage of the command follows. */
final class UsageException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    UsageException(String message) {
        super(message);
    }
}
