package io.keyweave.azure;

import io.keyweave.Failure.Kind;
import java.util.Map;

/** One row of the table from what happened to what a person reads. A text says {@code {fact}}; see {@link MessageTemplate}. */
interface FailureMessage {

    /** In capitals: how tests and pages name the row. */
    String name();

    /** What it is about. */
    FailurePattern pattern();

    Kind kind();

    /** What happened, to be filled. */
    String cause();

    /** What to do, to be filled. */
    String remedy();

    default String cause(Map<String, String> facts) {
        return MessageTemplate.fill(cause(), facts);
    }

    default String remedy(Map<String, String> facts) {
        return MessageTemplate.fill(remedy(), facts);
    }
}
