package io.keyweave.kafka;

import io.keyweave.Failure;
import io.keyweave.SecretException;
import java.util.ArrayList;
import java.util.List;

/** What a person reads in the trace of a connector or task that could not start: whether it starts again by itself, or by which call. */
final class StartAdvice {

    private final boolean restarted;
    private final boolean ticks;

    /**
     * @param restarted whether we restart connectors by the REST interface
     * @param ticks whether Connect's ticks do
     */
    StartAdvice(boolean restarted, boolean ticks) {
        this.restarted = restarted;
        this.ticks = ticks;
    }

    /** The same with the advice, where Connect starts a connector or task. */
    SecretException with(SecretException failure, HerderCall call) {
        if (!call.ofConnector()) {
            return failure;
        }
        boolean outage = true;
        List<Failure> failures = new ArrayList<>();
        for (Failure one : failure.failures()) {
            outage &= one.kind() != Failure.Kind.MALFORMED && one.kind() != Failure.Kind.NOT_ALLOWED;
            failures.add(one);
        }
        if (!outage) {
            return failure;
        }
        return new SecretException(failure.getMessage() + "\n  " + text(), failures);
    }

    private String text() {
        if (restarted) {
            return "What failed is restarted by itself when the secret is available (connect-restart).";
        }
        if (ticks) {
            return "It starts again by itself when the secret is available (connect-ttl).";
        }
        return "Connect does not start it again by itself. When the secret is available: POST"
                + " /connectors/NAME/restart?includeTasks=true&onlyFailed=true. With connect-restart that is done for you.";
    }
}
