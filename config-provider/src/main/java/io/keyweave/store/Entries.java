package io.keyweave.store;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.Expiry;
import com.github.benmanes.caffeine.cache.Policy;
import io.keyweave.SecretRef;
import io.keyweave.placeholder.Origin;
import io.keyweave.settings.DurationText;
import java.lang.ref.ReferenceQueue;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The entries, in a Caffeine cache on our clock: for ever while somebody reads them, then for one ttl. Guarded by the store's lock.
 */
final class Entries {

    private static final Duration FOR_EVER = Duration.ofNanos(Long.MAX_VALUE);

    private final Rules rules;
    private final ReferenceQueue<Object> collected = new ReferenceQueue<>();
    private final Cache<SecretRef, StoredSecret> cache;
    private final Policy.VarExpiration<SecretRef, StoredSecret> expiry;

    /** Rebuilt when uses change; the beat runs through it more often than it changes. */
    private @Nullable List<StoredSecret> inUse;

    private double slowest = 1;

    Entries(Rules rules, TimeSource time) {
        this.rules = rules;
        this.cache = Caffeine.newBuilder()
                .expireAfter(Expiry.<SecretRef, StoredSecret>creating((ref, secret) -> FOR_EVER))
                .ticker(time::nanos)
                // Without it, maintenance would run in the application's common pool.
                .executor(Runnable::run)
                .build();
        this.expiry = cache.policy().expireVariably().orElseThrow();
    }

    /** Adds a reader; returns a warning when the rate of requests has become too high for the ttl asked for. */
    @Nullable
    String use(StoredSecret secret, @Nullable Duration ttl, Origin origin, Object reader) {
        secret.uses.add(new Use(reader, secret, ttl, origin, collected));
        inUse = null;
        return ratesChanged();
    }

    /** Lets go of readers that were garbage-collected. */
    void forgetCollected() {
        for (Object gone = collected.poll(); gone != null; gone = collected.poll()) {
            Use use = (Use) gone;
            if (use.secret.uses.remove(use)) {
                usesChanged(use.secret);
            }
        }
    }

    /** The entry of that secret, made if need be; the caller adds its {@link #use}. */
    StoredSecret of(SecretRef ref, Moment now) {
        StoredSecret held = cache.getIfPresent(ref);
        if (held == null) {
            held = new StoredSecret(ref, rules, now);
            cache.put(ref, held);
        } else if (held.uses.isEmpty()) {
            expiry.setExpiresAfter(ref, FOR_EVER);
            if (held.dueIn(now) == 0) {
                // Nobody kept it fresh meanwhile: what is older than its ttl is not handed out again.
                held = new StoredSecret(ref, rules, now);
                cache.put(ref, held);
            }
        }
        return held;
    }

    /** After a use has gone. */
    void usesChanged(StoredSecret secret) {
        inUse = null;
        if (secret.uses.isEmpty()) {
            expiry.setExpiresAfter(secret.ref(), secret.ttl());
        }
        ratesChanged();
    }

    /** All entries somebody reads. */
    Collection<StoredSecret> inUse() {
        List<StoredSecret> list = inUse;
        if (list == null) {
            list = new ArrayList<>();
            for (StoredSecret secret : cache.asMap().values()) {
                if (!secret.uses.isEmpty()) {
                    list.add(secret);
                }
            }
            inUse = list;
        }
        return list;
    }

    /**
     * Gives every entry the smallest ttl its readers ask for, stretched where all together would need more requests than allowed.
     *
     * @return a warning when that has become necessary, or worse, since the last one
     */
    @Nullable
    String ratesChanged() {
        double perSecond = 0;
        int refreshed = 0;
        for (StoredSecret secret : inUse()) {
            if (!secret.ref().pinned()) {
                perSecond += 1e9 / wantedTtl(secret).toNanos();
                refreshed++;
            }
        }
        double stretch = Math.max(1, perSecond / rules.getsPerSecond());
        for (StoredSecret secret : inUse()) {
            Duration wanted = wantedTtl(secret);
            secret.ttl(stretch == 1 ? wanted : Duration.ofNanos((long) (wanted.toNanos() * stretch)));
        }
        if (stretch <= slowest * 1.1) {
            return null;
        }
        slowest = stretch;
        Duration effective = Duration.ofSeconds(Math.max(1, refreshed / rules.getsPerSecond()));
        return refreshed + " secrets at their ttl need more than " + rules.getsPerSecond()
                + " requests a second: the effective ttl is about " + DurationText.of(effective)
                + ". Raise ttl, or keep several values in one JSON secret.";
    }

    private Duration wantedTtl(StoredSecret secret) {
        Duration smallest = null;
        for (Use use : secret.uses) {
            Duration ttl = use.ttl == null ? rules.ttl() : use.ttl;
            if (smallest == null || ttl.compareTo(smallest) < 0) {
                smallest = ttl;
            }
        }
        return smallest == null ? rules.ttl() : smallest;
    }
}
