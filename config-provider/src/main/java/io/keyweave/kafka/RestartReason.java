package io.keyweave.kafka;

/** Why a connector is restarted; the later one counts when there are several. */
enum RestartReason {
    /** What failed for want of it, only. */
    THERE_AGAIN("it had failed, and a secret it names has a value again"),
    /** The same. */
    WORKER_ANSWERS("it had failed, since the worker's REST interface did not answer yet"),
    /** The same. */
    ANSWERS_AGAIN("it had failed, and the vault answers again"),
    ROTATED("a secret it names was rotated");

    private final String text;

    RestartReason(String text) {
        this.text = text;
    }

    /** For the log. */
    String text() {
        return text;
    }

    boolean onlyFailed() {
        return this != ROTATED;
    }

    RestartReason and(RestartReason other) {
        return compareTo(other) > 0 ? this : other;
    }
}
