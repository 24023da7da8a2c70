package io.keyweave.observability;

import io.keyweave.SecretStatus;
import java.util.List;

/** How all secrets of one store are, in one word. */
public enum Health {
    /** Every value is served within its ttl. */
    UP,

    /** Values are served whose last refresh failed. */
    STALE,

    /** A value is not served any more: beyond {@code max-stale}, refused for an hour, or expired where that counts. */
    OUT_OF_SERVICE;

    /** A secret that was deleted or disabled is none of these: that is what its owner wanted. */
    static Health of(List<SecretStatus> all) {
        Health worst = UP;
        for (SecretStatus status : all) {
            if (status.state() == SecretStatus.State.UNAVAILABLE) {
                return OUT_OF_SERVICE;
            }
            if (status.state() == SecretStatus.State.PRESENT && status.failure() != null) {
                worst = STALE;
            }
        }
        return worst;
    }
}
