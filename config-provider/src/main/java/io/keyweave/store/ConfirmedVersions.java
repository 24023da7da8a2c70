package io.keyweave.store;

import io.keyweave.time.Moment;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;

/** When the vault last confirmed each version of a secret; the newest few. Guarded by the store's lock. */
final class ConfirmedVersions {

    private static final int MOST = 8;

    private final Map<String, Moment> byVersion = new LinkedHashMap<>(4);

    void confirm(String version, Moment when) {
        byVersion.remove(version);
        byVersion.put(version, when);
        if (byVersion.size() > MOST) {
            byVersion.remove(byVersion.keySet().iterator().next());
        }
    }

    /** How long ago that was, the version confirmed last at the end. */
    Map<String, Duration> ago(Moment now) {
        if (byVersion.size() == 1) {
            // Most secrets; a scrape asks for all of them.
            Map.Entry<String, Moment> only = byVersion.entrySet().iterator().next();
            return Map.of(only.getKey(), ago(only, now));
        }
        Map<String, Duration> ago = new LinkedHashMap<>(byVersion.size() * 2);
        for (Map.Entry<String, Moment> one : byVersion.entrySet()) {
            ago.put(one.getKey(), ago(one, now));
        }
        return ago;
    }

    private static Duration ago(Map.Entry<String, Moment> one, Moment now) {
        return Duration.ofNanos(one.getValue().until(now));
    }
}
