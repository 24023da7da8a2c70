package io.keyweave.agent.login;

import io.keyweave.SecretRef;
import io.keyweave.served.SecretPart;
import io.keyweave.served.ServedValues;
import io.keyweave.served.ServedValues.ServedPart;
import io.keyweave.served.VersionedText;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * The secrets of this JVM's store, with a limit of its own on what refused logins may ask of the vault: per secret one request a
 * second, then every 2, 4, 8 and 15 s while the vault has nothing new. Thread-safe.
 */
public final class LiveSecrets implements ServedSecrets {

    static final long SHORTEST = 1_000_000_000L;
    static final long LONGEST = 15_000_000_000L;

    /** Of more, those go that were not asked for lately. */
    private static final int MOST_PACES = 1_000;

    /** The longest a login waits for the vault. */
    static final Duration PATIENCE = Duration.ofSeconds(5);

    private final ServedValues served;
    private final LongSupplier nanos;
    private final Map<SecretRef, Pace> paces = new ConcurrentHashMap<>();

    /** When a secret may be asked for again. Guarded by its lock, which is held during the request: others wait for its answer. */
    private static final class Pace {
        private final ReentrantLock lock = new ReentrantLock();
        private volatile boolean asked;
        private volatile long ended;
        private long interval = SHORTEST;

        /** Nothing is to be remembered any more. */
        boolean isIdle(long now) {
            return asked && now - ended > 4 * LONGEST;
        }
    }

    /** @param nanos the monotonic clock */
    public LiveSecrets(ServedValues served, LongSupplier nanos) {
        this.served = served;
        this.nanos = nanos;
    }

    @Override
    public List<ServedPart> find(String text) {
        return served.find(text);
    }

    @Override
    public @Nullable List<VersionedText> read(List<SecretPart> parts) {
        return served.read(parts);
    }

    @Override
    public void refresh(Set<SecretRef> secrets) {
        for (SecretRef secret : secrets) {
            if (paces.size() >= MOST_PACES && !paces.containsKey(secret)) {
                paces.values().removeIf(pace -> pace.isIdle(nanos.getAsLong()));
            }
            refresh(secret, paces.computeIfAbsent(secret, s -> new Pace()));
        }
    }

    private void refresh(SecretRef secret, Pace pace) {
        try {
            if (!pace.lock.tryLock(PATIENCE.toMillis(), TimeUnit.MILLISECONDS)) {
                return;
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return;
        }
        try {
            // Whoever waited for the lock finds the answer just in, and the interval not over.
            if (pace.asked && nanos.getAsLong() - pace.ended < pace.interval) {
                return;
            }
            boolean idle = pace.isIdle(nanos.getAsLong());
            boolean changed = served.refresh(secret, PATIENCE);
            pace.interval = changed || idle || !pace.asked ? SHORTEST : Math.min(LONGEST, pace.interval * 2);
            pace.asked = true;
            pace.ended = nanos.getAsLong();
        } finally {
            pace.lock.unlock();
        }
    }

    @Override
    public @Nullable List<VersionedText> previous(List<SecretPart> parts) {
        return served.previous(parts, PATIENCE);
    }

    @Override
    public boolean isHandedOut(SecretPart part, String passed) {
        return served.isHandedOut(part, passed);
    }

    @Override
    public Set<String> templates(SecretPart part) {
        return served.templates(part);
    }

    @Override
    public void keep(Set<SecretRef> secrets, Object holder) {
        for (SecretRef secret : secrets) {
            served.keep(secret, holder);
        }
    }
}
