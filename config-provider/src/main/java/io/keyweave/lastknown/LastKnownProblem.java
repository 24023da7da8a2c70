package io.keyweave.lastknown;

/** What is wrong with the settings {@code last-known} and {@code last-known-key}: cause and remedy are sentences without their full stop. */
final class LastKnownProblem extends Exception {
    private static final long serialVersionUID = 1L;

    private final String cause;
    private final String remedy;

    LastKnownProblem(String cause, String remedy) {
        super(cause, null, false, false);
        this.cause = cause;
        this.remedy = remedy;
    }

    String cause() {
        return cause;
    }

    String remedy() {
        return remedy;
    }
}
