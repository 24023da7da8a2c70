package io.keyweave.azure;

import io.keyweave.Failure.Kind;
import io.keyweave.text.MessageTemplate;
import java.util.Map;

/** One row of the table from what happened to what a person reads. A text says {@code {fact}}; see {@link MessageTemplate}. */
interface FailureMessage {

    /** In capitals: how tests and pages name the row. */
    String name();

    MessageRow row();

    default FailurePattern pattern() {
        return row().pattern();
    }

    default Kind kind() {
        return row().kind();
    }

    default String cause(Map<String, String> facts) {
        return MessageTemplate.fill(row().cause(), facts);
    }

    default String remedy(Map<String, String> facts) {
        return MessageTemplate.fill(row().remedy(), facts);
    }
}
