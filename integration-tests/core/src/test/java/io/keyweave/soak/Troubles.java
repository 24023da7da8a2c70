package io.keyweave.soak;

import io.keyweave.devvault.Fault;
import io.keyweave.devvault.Forbidden;
import java.time.Duration;
import java.util.SplittableRandom;

/** The faults a soak draws from. */
final class Troubles {

    private Troubles() {}

    static Fault draw(SplittableRandom random) {
        return switch (random.nextInt(14)) {
            case 0 -> Fault.refused();
            case 1 -> Fault.unanswered();
            case 2 -> Fault.resetOnConnect();
            case 3 -> Fault.silence();
            case 4 -> Fault.resetInBody();
            case 5 -> Fault.truncatedBody();
            case 6 -> Fault.emptyReply();
            case 7 -> Fault.garbage();
            case 8 -> Fault.status(500);
            case 9 -> Fault.status(503);
            case 10 -> Fault.throttled(random.nextBoolean() ? "1" : "86400");
            case 11 -> Fault.html();
            case 12 -> Fault.forbidden(Forbidden.RBAC).authenticated();
            default -> Fault.dribble(Duration.ofMillis(50));
        };
    }
}
