package io.keyweave.store;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.Expiry;
import com.github.benmanes.caffeine.cache.Policy;
import io.keyweave.Origin;
import io.keyweave.SecretRef;
import io.keyweave.settings.DurationText;
import io.keyweave.time.Moment;
import io.keyweave.time.TimeSource;
import java.lang.ref.ReferenceQueue;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The entries, in a Caffeine cache on our clock: for ever while somebody reads them, then for one ttl. Guarded by the store's lock.
 */
final class SecretCache {

    private static final Duration FOR_EVER = Duration.ofNanos(Long.MAX_VALUE);

    private final Rules rules;
    private final ReferenceQueue<Object> collected = new ReferenceQueue<>();
    private final Cache<SecretRef, StoredSecret> cache;
    private final Policy.VarExpiration<SecretRef, StoredSecret> expiry;

    /**
     * Made anew after a change of who is read how often, and only when it is asked for: a hundred placeholders at start are a hundred
     * changes and one list.
     */
    private @Nullable List<StoredSecret> inUse;

    private double slowest = 1;
    private @Nullable String warning;

    SecretCache(Rules rules, TimeSource time) {
        this.rules = rules;
        this.cache = Caffeine.newBuilder()
                .expireAfter(Expiry.<SecretRef, StoredSecret>creating((ref, secret) -> FOR_EVER))
                .ticker(time::nanos)
                // Without it, maintenance would run in the application's common pool.
                .executor(Runnable::run)
                .build();
        this.expiry = cache.policy().expireVariably().orElseThrow();
    }

    /** Adds a reader. Costs the same however many there are. */
    ReaderReference use(StoredSecret secret, @Nullable Duration ttl, Origin origin, Object reader) {
        ReaderReference use = new ReaderReference(reader, secret, ttl, origin, collected);
        boolean first = secret.uses.isEmpty();
        Duration before = secret.uses.ttl(rules.ttl());
        secret.uses.add(use);
        if (first || !secret.uses.ttl(rules.ttl()).equals(before)) {
            inUse = null;
        }
        return use;
    }

    /** Lets go of readers that were garbage-collected. */
    void forgetCollected() {
        for (Object gone = collected.poll(); gone != null; gone = collected.poll()) {
            forget((ReaderReference) gone);
        }
    }

    /** Lets go of a reader. */
    void forget(ReaderReference use) {
        StoredSecret secret = use.secret;
        Duration before = secret.uses.ttl(rules.ttl());
        if (!secret.uses.remove(use)) {
            return;
        }
        if (secret.uses.isEmpty()) {
            inUse = null;
            expiry.setExpiresAfter(secret.ref(), secret.ttl());
        } else if (!secret.uses.ttl(rules.ttl()).equals(before)) {
            inUse = null;
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

    /** All entries somebody reads, each with the ttl it is to have. */
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
            share(list);
        }
        return list;
    }

    /** Gives every entry the smallest ttl its readers ask for, stretched where all together would need more requests than allowed. */
    private void share(List<StoredSecret> list) {
        double perSecond = 0;
        int refreshed = 0;
        for (StoredSecret secret : list) {
            if (!secret.ref().pinned()) {
                perSecond += 1e9 / secret.uses.ttl(rules.ttl()).toNanos();
                refreshed++;
            }
        }
        double stretch = Math.max(1, perSecond / rules.getsPerSecond());
        for (StoredSecret secret : list) {
            Duration wanted = secret.uses.ttl(rules.ttl());
            secret.ttl(stretch == 1 ? wanted : Duration.ofNanos((long) (wanted.toNanos() * stretch)));
        }
        if (stretch > slowest * 1.1) {
            slowest = stretch;
            Duration effective = Duration.ofSeconds(Math.max(1, refreshed / rules.getsPerSecond()));
            warning = refreshed + " secrets at their ttl need more than " + rules.getsPerSecond()
                    + " requests a second: the effective ttl is about " + DurationText.of(effective)
                    + ". Raise ttl, or keep several values in one JSON secret.";
        }
    }

    /** A warning, once, when the rate of requests has become too high for the ttls asked for, or worse since the last one. */
    @Nullable
    String warning() {
        String due = warning;
        warning = null;
        return due;
    }
}
