package io.keyweave.store;

import io.keyweave.LogEvent;
import java.time.Duration;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * How many requests a second all secrets together ask for, and by how much each ttl is stretched where that is too many. Only secrets that have
 * had a value have a share: what does not exist must not make anything else slower. Kept as a sum of whole numbers, so
 * that a million additions and removals leave no error. Guarded by the store's lock.
 */
final class RequestBudget {

    /** Shares are counted in requests within 2^60 nanoseconds, 36 years: exact enough for a ttl of a month, and ten thousand a second fit. */
    private static final double SPAN = 1L << 60;

    private final Rules rules;
    private long shares;
    private long sharesToCome;
    private int secrets;

    /** How many secrets have that share, or will have it. */
    private final TreeMap<Long, Integer> byShare = new TreeMap<>();

    private double told = 1;

    RequestBudget(Rules rules) {
        this.rules = rules;
    }

    /** Gives the secret the share that its readers and its state now call for. */
    void update(StoredSecret secret) {
        long wanted = secret.readers.isEmpty() || secret.ref().pinned()
                ? 0
                : (long) (SPAN / secret.readers.ttl(rules.ttl()).toNanos());
        long share = secret.hadValue() ? wanted : 0;
        long toCome = secret.failure() == null ? wanted - share : 0;
        secrets += (share == 0 ? 0 : 1) - (secret.share == 0 ? 0 : 1);
        shares += share - secret.share;
        sharesToCome += toCome - secret.shareToCome;
        if (share + toCome != secret.share + secret.shareToCome) {
            count(secret.share + secret.shareToCome, -1);
            count(share + toCome, 1);
        }
        secret.share = share;
        secret.shareToCome = toCome;
    }

    private void count(long share, int more) {
        int count = share == 0 ? 0 : byShare.getOrDefault(share, 0) + more;
        if (count == 0) {
            byShare.remove(share);
        } else {
            byShare.put(share, count);
        }
    }

    /** The part of the requests that secrets of a shorter ttl, by a tenth at least, ask for: they need slots among those that it may choose from. */
    double shorter(StoredSecret secret) {
        long own = secret.share + secret.shareToCome;
        long sum = 0;
        if (own > 0) {
            for (Map.Entry<Long, Integer> each :
                    byShare.tailMap(own + own / 10, true).entrySet()) {
                sum += each.getKey() * each.getValue();
            }
        }
        return load(sum) / Math.max(1, loadToCome());
    }

    /** Requests asked for, as a part of those that are allowed. */
    double load() {
        return load(shares);
    }

    /** The same with the secrets that are being fetched for the first time. */
    double loadToCome() {
        return load(shares + sharesToCome);
    }

    private double load(long sum) {
        return sum / (SPAN / 1e9) / rules.getsPerSecond();
    }

    /** The ttl that a secret gets: the smallest its readers ask for, longer where all together ask for too much. */
    Duration ttl(StoredSecret secret) {
        Duration wanted = secret.readers.ttl(rules.ttl());
        double load = load();
        return load <= 1 || secret.share == 0 ? wanted : Duration.ofNanos((long) (wanted.toNanos() * load));
    }

    /** A warning, once, when the ttls asked for cannot be kept any more, and again when it has become worse by a tenth. */
    @Nullable
    LogEvent warning() {
        double load = load();
        if (load <= 1 || told > 1 && load <= told * 1.1) {
            return null;
        }
        told = load;
        Duration effective = Duration.ofSeconds(Math.max(1, Math.round(secrets / (double) rules.getsPerSecond())));
        return LogEvent.of(StoreMessages.TOO_MANY)
                .with("secrets", secrets)
                .with("limit", rules.getsPerSecond())
                .with("effective", effective)
                .with("times", tenths(load));
    }

    private static String tenths(double load) {
        long hundredths = (long) Math.ceil(load * 100);
        return hundredths / 100 + "." + hundredths / 10 % 10 + hundredths % 10;
    }
}
