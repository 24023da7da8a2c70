package io.keyweave.store;

import io.keyweave.Failure;
import io.keyweave.time.Moment;
import java.time.Duration;
import java.util.HashMap;
import java.util.Iterator;
import java.util.Map;

/**
 * What of a vault's failures is worth a line: one when they begin, one when the last secret concerned has been fetched again. A vault that throttles
 * refuses some requests and answers others, for minutes: that is one incident and not one for each of them. Guarded by the store's lock.
 */
final class Incidents {

    /** While it lasts, the same cause is told again after this time. */
    private static final long REPEAT = Duration.ofMinutes(10).toNanos();

    /** What comes back this soon after it was told is told again only when one secret has failed for as long as this. */
    private static final long LASTING = Duration.ofMinutes(1).toNanos();

    private static final class OpenIncident {
        private final Map<StoredSecret, Moment> failing = new HashMap<>();
        private Moment told;
        private boolean open;

        OpenIncident(Moment told) {
            this.told = told;
        }
    }

    private final Map<String, OpenIncident> byCause = new HashMap<>();

    /** A refresh has failed; returns whether to tell. */
    boolean failed(StoredSecret secret, Failure failure, Moment now) {
        String cause = failure.kind() + " " + failure.code() + " "
                + secret.ref().scheme() + ":" + secret.ref().container();
        OpenIncident known = byCause.get(cause);
        boolean first = known == null;
        OpenIncident incident = known == null ? new OpenIncident(now) : known;
        if (first) {
            byCause.put(cause, incident);
        }
        Moment since = incident.failing.putIfAbsent(secret, now);
        long lasted = since == null ? 0 : since.until(now);
        boolean tell = first || incident.told.until(now) >= REPEAT || !incident.open && lasted >= LASTING;
        if (tell) {
            incident.told = now;
            incident.open = true;
        }
        return tell;
    }

    /** A secret was fetched again; returns whether that ends something that was told. */
    boolean recovered(StoredSecret secret, Moment now) {
        boolean ended = false;
        for (Iterator<OpenIncident> all = byCause.values().iterator(); all.hasNext(); ) {
            OpenIncident incident = all.next();
            if (incident.failing.remove(secret) == null) {
                continue;
            }
            incident.failing.keySet().removeIf(other -> other.readers.isEmpty());
            if (incident.failing.isEmpty()) {
                ended |= incident.open;
                incident.open = false;
                if (incident.told.until(now) >= REPEAT) {
                    all.remove();
                }
            }
        }
        return ended;
    }

    /** Nobody reads the secret any more. */
    void forget(StoredSecret secret) {
        for (OpenIncident incident : byCause.values()) {
            incident.failing.remove(secret);
        }
    }
}
