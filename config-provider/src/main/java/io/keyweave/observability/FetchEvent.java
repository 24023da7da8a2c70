package io.keyweave.observability;

import jdk.jfr.Description;
import jdk.jfr.Label;
import jdk.jfr.Name;
import org.jspecify.annotations.Nullable;

/** One request to a vault, from its begin to its outcome. */
@Name("io.keyweave.Fetch")
@Label("Secret fetch")
@Description("One request to a vault, from its begin to its outcome.")
final class FetchEvent extends SecretEvent {

    @Label("Outcome")
    @Description("OK, or the kind of failure")
    @Nullable
    String outcome;

    @Label("HTTP status")
    @Description("0 when there was no answer or it was a success")
    int status;

    @Label("Error code")
    @Nullable
    String code;

    @Label("Keyweave")
    @Description("The version of Keyweave")
    @Nullable
    String keyweave;
}
