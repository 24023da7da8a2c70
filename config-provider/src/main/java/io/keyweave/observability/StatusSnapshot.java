package io.keyweave.observability;

import io.keyweave.SecretRef;
import io.keyweave.SecretResolver;
import io.keyweave.SecretStatus;
import io.keyweave.settings.Setting;
import io.keyweave.time.TimeSource;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The store's state as one scrape sees it. A monitoring system asks for ten attributes of each of a thousand beans, one by one: each asking the
 * store would be ten million entries looked at, and no two answers of one time. So the state is taken once and answers for a second. Thread-safe.
 */
public final class StatusSnapshot {

    private static final long LIFETIME = 1_000_000_000L;

    /**
     * What was taken at one time.
     *
     * @param all of each secret, to be read at any place
     * @param perSecret where in {@code all} each is
     * @param perVersion the same by version
     * @param schemes what the requests of each scheme cost
     * @param requests so far
     * @param outcomes answered requests by outcome
     * @param oldestAge of a value served, in seconds; -1 without any
     * @param toExpiry seconds until the first version expires; NaN when none does
     * @param toIdentityEnd seconds until what an identity proves itself with ends; NaN when nothing does
     */
    record Taken(
            long at,
            List<SecretStatus> all,
            TakenPlaces perSecret,
            TakenVersions perVersion,
            Totals totals,
            List<SchemeTotals> schemes,
            long requests,
            Map<String, Long> outcomes,
            double oldestAge,
            double toExpiry,
            double toIdentityEnd) {
        Map<VersionStatus.VersionKey, VersionStatus> versions() {
            return perVersion.map();
        }

        /** Where in {@link #all} a secret is; null when nobody uses it. */
        @Nullable
        Integer place(SecretRef ref) {
            return perSecret.map().get(ref);
        }
    }

    /** Put together for the first who asks: as long as no secret comes or goes, each is where it was. */
    static final class TakenPlaces {
        private final List<SecretStatus> all;
        private @Nullable Map<SecretRef, Integer> map;

        TakenPlaces(List<SecretStatus> all) {
            this.all = all;
        }

        private synchronized Map<SecretRef, Integer> map() {
            Map<SecretRef, Integer> made = map;
            if (made == null) {
                made = new HashMap<>(all.size() * 2);
                for (int i = 0; i < all.size(); i++) {
                    made.put(all.get(i).ref(), i);
                }
                map = made;
            }
            return made;
        }
    }

    /** Put together for the first who asks: a scrape of the secrets alone need not pay for it. */
    static final class TakenVersions {
        private final List<SecretStatus> all;
        private final VersionUses uses;
        private @Nullable Map<VersionStatus.VersionKey, VersionStatus> map;

        TakenVersions(List<SecretStatus> all, VersionUses uses) {
            this.all = all;
            this.uses = uses;
        }

        private synchronized Map<VersionStatus.VersionKey, VersionStatus> map() {
            Map<VersionStatus.VersionKey, VersionStatus> made = map;
            if (made == null) {
                made = VersionStatus.of(all, uses);
                map = made;
            }
            return made;
        }
    }

    private final SecretResolver resolver;
    private final TimeSource time;
    private final VersionUses uses;
    private @Nullable Taken last;

    /** @param uses what is known of versions beside the store */
    public StatusSnapshot(SecretResolver resolver, TimeSource time, VersionUses uses) {
        this.resolver = resolver;
        this.time = time;
        this.uses = uses;
    }

    VersionUses uses() {
        return uses;
    }

    TimeSource time() {
        return time;
    }

    /** Whether no vault is asked, so that nothing costs anything. */
    boolean offline() {
        return resolver.settings().text(Setting.OFFLINE) != null;
    }

    synchronized Taken taken() {
        long now = time.nanos();
        Taken known = last;
        if (known == null || now - known.at >= LIFETIME) {
            known = take(now);
            last = known;
        }
        return known;
    }

    private Taken take(long now) {
        List<SecretStatus> all = resolver.status();
        Instant today = time.now();
        double oldest = -1;
        double expiry = Double.NaN;
        for (SecretStatus status : all) {
            Duration age = status.ref().pinned() ? null : status.age();
            oldest = age == null ? oldest : Math.max(oldest, age.toMillis() / 1000.0);
            expiry = sooner(expiry, status.expires(), today);
        }
        double end = Double.NaN;
        for (Instant ends : resolver.expiries().values()) {
            end = sooner(end, ends, today);
        }
        return new Taken(
                now,
                all,
                new TakenPlaces(all),
                new TakenVersions(all, uses),
                Totals.of(all),
                SchemeTotals.of(resolver.services(), all),
                resolver.requests(),
                resolver.outcomes(),
                oldest,
                expiry,
                end);
    }

    private static double sooner(double known, @Nullable Instant ends, Instant today) {
        if (ends == null) {
            return known;
        }
        double left = Duration.between(today, ends).toMillis() / 1000.0;
        return Double.isNaN(known) ? left : Math.min(known, left);
    }
}
