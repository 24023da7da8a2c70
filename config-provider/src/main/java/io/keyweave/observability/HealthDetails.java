package io.keyweave.observability;

import io.keyweave.SecretStatus;
import io.keyweave.SecretStatus.State;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** What a health check and a page about the application say of the secrets: names, versions and counts, in types of the JDK. */
public final class HealthDetails {

    private static final int MOST_NAMES = 20;

    private HealthDetails() {}

    /** {@code UP}, also with values that are stale but served; {@code OUT_OF_SERVICE}. */
    public static String status(StatusSnapshot snapshot) {
        return (snapshot.taken().totals().health() == Health.OUT_OF_SERVICE ? Health.OUT_OF_SERVICE : Health.UP).name();
    }

    /** What is behind the status. */
    public static Map<String, Object> of(StatusSnapshot snapshot) {
        StatusSnapshot.Taken taken = snapshot.taken();
        List<String> unavailable = new ArrayList<>();
        List<String> stale = new ArrayList<>();
        List<String> absent = new ArrayList<>();
        for (SecretStatus status : taken.all()) {
            if (status.state() == State.UNAVAILABLE) {
                add(unavailable, status);
            } else if (status.state() == State.ABSENT) {
                add(absent, status);
            } else if (status.failure() != null) {
                add(stale, status);
            }
        }
        Map<String, Object> details = new LinkedHashMap<>();
        details.put("secrets", taken.totals().secrets());
        details.put("oldestAgeSeconds", Math.max(0, Math.round(taken.oldestAge())));
        put(details, "unavailable", unavailable);
        put(details, "stale", stale);
        put(details, "absent", absent);
        return details;
    }

    /** Which versions are served, and how many requests that took. */
    public static Map<String, Object> info(StatusSnapshot snapshot) {
        StatusSnapshot.Taken taken = snapshot.taken();
        Map<String, Object> versions = new LinkedHashMap<>();
        for (VersionStatus version : taken.versions().values()) {
            if (version.served() && versions.size() < MOST_NAMES) {
                versions.put(version.vault() + "/" + version.secret(), version.version());
            }
        }
        Map<String, Object> info = new LinkedHashMap<>();
        info.put("secrets", taken.totals().secrets());
        info.put("requests", taken.requests());
        info.put("rotations", taken.totals().rotations());
        info.put("versions", versions);
        return info;
    }

    private static void put(Map<String, Object> details, String name, List<String> secrets) {
        if (!secrets.isEmpty()) {
            details.put(name, secrets);
        }
    }

    private static void add(List<String> names, SecretStatus status) {
        if (names.size() < MOST_NAMES) {
            names.add(status.ref() + (status.failure() == null ? "" : ": " + StatusTable.outcome(status)));
        }
    }
}
