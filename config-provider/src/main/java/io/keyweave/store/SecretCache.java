package io.keyweave.store;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.Expiry;
import com.github.benmanes.caffeine.cache.Policy;
import io.keyweave.Origin;
import io.keyweave.SecretRef;
import io.keyweave.time.Moment;
import io.keyweave.time.TimeSource;
import java.lang.ref.ReferenceQueue;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The entries, in a Caffeine cache on our clock: forever while somebody reads them, then for one ttl. Guarded by the store's lock.
 */
final class SecretCache {

    private static final Duration FOR_EVER = Duration.ofNanos(Long.MAX_VALUE);

    private final Rules rules;
    private final RequestBudget budget;
    private final Consumer<StoredSecret> unread;
    private final ReferenceQueue<Object> collected = new ReferenceQueue<>();
    private final Cache<SecretRef, StoredSecret> cache;
    private final Policy.VarExpiration<SecretRef, StoredSecret> expiry;

    /** Those that somebody reads: found without the cache's bookkeeping of who was used when, which is of no use for what stays. */
    private final Map<SecretRef, StoredSecret> read = new HashMap<>();

    /** The same, in no order; each knows its place, so that coming and going cost the same for any number. */
    private final List<StoredSecret> inUse = new ArrayList<>();

    /**
     * @param unread takes an entry when its last reader has gone
     * @param dropped takes an entry that nobody has read for a ttl
     */
    SecretCache(
            Rules rules,
            RequestBudget budget,
            TimeSource time,
            Consumer<StoredSecret> unread,
            Consumer<StoredSecret> dropped) {
        this.rules = rules;
        this.budget = budget;
        this.unread = unread;
        this.cache = Caffeine.newBuilder()
                .expireAfter(Expiry.<SecretRef, StoredSecret>creating((ref, secret) -> FOR_EVER))
                .ticker(time::nanos)
                .removalListener((ref, secret, cause) -> {
                    // One that is replaced has a reader again.
                    if (secret != null && cause.wasEvicted()) {
                        dropped.accept(secret);
                    }
                })
                // Without it, maintenance would run in the application's common pool.
                .executor(Runnable::run)
                .build();
        this.expiry = cache.policy().expireVariably().orElseThrow();
    }

    /** Adds a reader. Costs the same however many there are. */
    ReaderReference read(StoredSecret secret, @Nullable Duration ttl, Origin origin, Object reader) {
        ReaderReference reference = new ReaderReference(reader, secret, ttl, origin, collected);
        secret.readers.add(reference);
        if (secret.place < 0) {
            secret.place = inUse.size();
            inUse.add(secret);
            read.put(secret.ref(), secret);
        }
        budget.update(secret);
        return reference;
    }

    /** Lets go of readers that were garbage-collected; returns whether there were any. */
    boolean forgetCollected() {
        boolean any = false;
        for (Object gone = collected.poll(); gone != null; gone = collected.poll()) {
            forget((ReaderReference) gone);
            any = true;
        }
        return any;
    }

    /** Lets go of a reader. */
    void forget(ReaderReference reference) {
        StoredSecret secret = reference.secret;
        if (!secret.readers.remove(reference)) {
            return;
        }
        budget.update(secret);
        if (secret.readers.isEmpty()) {
            StoredSecret last = inUse.remove(inUse.size() - 1);
            if (last != secret) {
                inUse.set(secret.place, last);
                last.place = secret.place;
            }
            secret.place = -1;
            read.remove(secret.ref());
            unread.accept(secret);
            expiry.setExpiresAfter(secret.ref(), secret.next.ttl());
        }
    }

    /** The entry of that secret, or null when nobody reads it. */
    @Nullable
    StoredSecret inUse(SecretRef ref) {
        return read.get(ref);
    }

    /** The entry of a secret that is not {@linkplain #inUse in use}, made if need be; the caller adds its {@linkplain #read reader}. */
    StoredSecret of(SecretRef ref, Moment now) {
        StoredSecret held = cache.getIfPresent(ref);
        if (held == null) {
            held = new StoredSecret(ref, rules, now);
            cache.put(ref, held);
        } else {
            expiry.setExpiresAfter(ref, FOR_EVER);
            if (held.dueIn(now) == 0) {
                // Nobody kept it fresh meanwhile: what is older than its ttl is not returned again.
                held = new StoredSecret(ref, rules, now);
                cache.put(ref, held);
            }
        }
        return held;
    }

    /** Lets go of entries that nobody has read for a ttl: the cache does it only when it is used. */
    void expire() {
        if (cache.estimatedSize() > inUse.size()) {
            cache.cleanUp();
        }
    }

    /** Whether entries are held that nobody reads. */
    boolean holdsUnread() {
        return cache.estimatedSize() > inUse.size();
    }

    /** All entries somebody reads. */
    List<StoredSecret> inUse() {
        return inUse;
    }
}
