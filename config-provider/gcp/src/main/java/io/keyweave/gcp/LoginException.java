package io.keyweave.gcp;

import java.util.function.UnaryOperator;

/** There is no token. Which facts the message needs is known where it failed, about which secret it is only later. */
final class LoginException extends Exception {

    private static final long serialVersionUID = 1L;

    private final transient GcpMessage row;
    private final transient UnaryOperator<FailureFacts> facts;

    /** @param facts completes what is known about the secret */
    LoginException(GcpMessage row, UnaryOperator<FailureFacts> facts) {
        super(row.name(), null, false, false);
        this.row = row;
        this.facts = facts;
    }

    GcpMessage row() {
        return row;
    }

    FailureFacts complete(FailureFacts aboutSecret) {
        return facts.apply(aboutSecret);
    }
}
