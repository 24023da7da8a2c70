package io.keyweave.store;

import io.keyweave.settings.Setting;
import io.keyweave.settings.Settings;
import java.time.Duration;

/**
 * The figures the store goes by, from the settings where they are settable.
 *
 * @param ttl age at which a value is refreshed, unless its references say otherwise
 * @param maxStale how long after that it is served while the vault cannot be reached
 * @param refusedStale the same after a 401 or 403
 * @param confirmMissing time between the two 404s that drop a value
 * @param getsPerSecond the most requests in any second after the start
 * @param attemptTimeout the most one request may take
 * @param failOnExpired whether an expired secret counts as revoked
 */
public record Rules(
        Duration ttl,
        Duration maxStale,
        Duration refusedStale,
        Duration confirmMissing,
        int getsPerSecond,
        Duration attemptTimeout,
        boolean failOnExpired) {

    /** Under this ttl a warning is due. */
    public static final Duration SHORT_TTL = Duration.ofSeconds(30);

    /** From here on it is warned about what expires: a secret, or what an identity proves itself with. */
    public static final Duration EXPIRY_NEAR = Duration.ofDays(30);

    /** From here on the warning says so. */
    public static final Duration EXPIRY_SOON = Duration.ofDays(7);

    private static final int GETS_PER_SECOND = 5;
    private static final int OFFLINE_READS_PER_SECOND = 10_000;
    private static final Duration OFFLINE_TTL = Duration.ofSeconds(2);

    /** The rules of the design, with what the settings say. A file instead of a vault is looked at often and may be. */
    public static Rules of(Settings settings) {
        boolean offline = settings.isSet(Setting.OFFLINE);
        Duration ttl = settings.duration(Setting.TTL);
        return new Rules(
                offline && ttl.compareTo(OFFLINE_TTL) > 0 ? OFFLINE_TTL : ttl,
                settings.duration(Setting.MAX_STALE),
                Duration.ofHours(1),
                Duration.ofSeconds(30),
                offline ? OFFLINE_READS_PER_SECOND : GETS_PER_SECOND,
                Duration.ofSeconds(10),
                settings.flag(Setting.FAIL_ON_EXPIRED));
    }
}
