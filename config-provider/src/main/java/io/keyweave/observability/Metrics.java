package io.keyweave.observability;

import static io.keyweave.observability.Metric.counter;
import static io.keyweave.observability.Metric.gauge;
import static io.keyweave.observability.Metric.seconds;

import io.keyweave.SecretStatus;
import io.keyweave.SecretStatus.State;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The numbers of one store for systems that name each by labels: what JMX shows, under names that every such system takes. A label is a vault, a secret,
 * the first eight characters of a version or the outcome of a request; never a value, and no place that a value might be in. Thread-safe.
 */
public final class Metrics {

    /** Of more secrets only the totals are shown: each has a dozen numbers. */
    private static final int MOST_SECRETS = 500;

    private static final Metric HEALTH = gauge("health", "0 up, 1 a value is stale, 2 a value is not served any more");
    private static final Metric SECRETS = gauge("secrets", "Secrets that somebody reads");
    private static final Metric ABSENT = gauge("secrets.absent", "Secrets without a value");
    private static final Metric STALE = gauge("secrets.stale", "Secrets whose last refresh failed");
    private static final Metric REQUESTS = counter("requests", "Requests to vaults, by outcome");
    private static final Metric REFUSED = counter("logins.refused", "Logins that a server has refused");
    private static final Metric FORMER =
            counter("logins.former", "Logins accepted with a version that was not the current one");
    private static final Metric ERRORS = counter("internal.errors", "Errors inside the agent");
    private static final Metric IDENTITY =
            seconds("identity.remaining", "Until what the identity proves itself with ends");
    private static final Metric AGE = seconds("secret.age", "Since the vault last confirmed the value");
    private static final Metric TTL = seconds("secret.ttl", "Age at which the value is refreshed");
    private static final Metric EXPIRY = seconds("secret.remaining", "Until the version expires");
    private static final Metric LEFT = seconds("secret.stale.remaining", "Until a stale value is not served any more");
    private static final Metric STATE = gauge("secret.health", "0 fresh, 1 stale, 2 without a value");
    private static final Metric FAILURES = counter("secret.failures", "Requests that failed");
    private static final Metric ROTATIONS = counter("secret.rotations", "How often readers have seen another version");
    private static final Metric READS = counter("secret.reads", "Reads, approximately");
    private static final Metric SERVED = gauge("version.served", "1 while readers get this version");
    private static final Metric FETCHED = seconds("version.fetch.age", "Since the vault last confirmed the version");
    private static final Metric LOGIN = seconds("version.login.age", "Since a server last accepted a login with it");
    private static final Metric LOGINS = counter("version.logins", "Accepted logins with the version");
    private static final Metric COPIES =
            gauge("version.copies", "Texts of the version that are held though another is served");

    /** All of them, in the order of the documentation. */
    private static final List<Metric> ALL = List.of(
            HEALTH, SECRETS, ABSENT, STALE, REQUESTS, REFUSED, FORMER, ERRORS, IDENTITY, AGE, TTL, EXPIRY, LEFT, STATE,
            FAILURES, ROTATIONS, READS, SERVED, FETCHED, LOGIN, LOGINS, COPIES);

    /**
     * One number.
     *
     * @param metric what it is
     * @param labels names and values in turn
     */
    public record MetricRow(Metric metric, List<String> labels) {}

    private final StatusSnapshot snapshot;
    private StatusSnapshot.@Nullable Taken of;
    private Map<MetricRow, Double> rows = Map.of();

    public Metrics(StatusSnapshot snapshot) {
        this.snapshot = snapshot;
    }

    /** All there are. */
    public static List<Metric> all() {
        return ALL;
    }

    /** The numbers there are, at most a second old. What is not known is not there. */
    public synchronized Map<MetricRow, Double> rows() {
        StatusSnapshot.Taken taken = snapshot.taken();
        if (of != taken) {
            rows = rowsOf(taken);
            of = taken;
        }
        return rows;
    }

    private Map<MetricRow, Double> rowsOf(StatusSnapshot.Taken taken) {
        Map<MetricRow, Double> found = new LinkedHashMap<>();
        Totals totals = taken.totals();
        VersionUses uses = snapshot.uses();
        put(found, HEALTH, List.of(), totals.health().ordinal());
        put(found, SECRETS, List.of(), totals.secrets());
        put(found, ABSENT, List.of(), totals.absent());
        put(found, STALE, List.of(), totals.stale());
        taken.outcomes().forEach((outcome, count) -> put(found, REQUESTS, List.of("outcome", outcome), count));
        put(found, REFUSED, List.of(), uses.refusedLogins());
        put(found, FORMER, List.of(), uses.formerLogins());
        put(found, ERRORS, List.of(), uses.internalErrors());
        put(found, IDENTITY, List.of(), taken.toIdentityEnd());
        if (taken.all().size() <= MOST_SECRETS) {
            for (SecretStatus status : taken.all()) {
                secret(found, status);
            }
            for (VersionStatus version : taken.versions().values()) {
                version(found, version);
            }
        }
        return found;
    }

    static int level(SecretStatus status) {
        return status.state() != State.PRESENT ? 2 : status.failure() != null ? 1 : 0;
    }

    private void secret(Map<MetricRow, Double> found, SecretStatus status) {
        List<String> labels =
                List.of("vault", status.ref().place(), "secret", status.ref().name());
        if (status.ref().pinned() && found.containsKey(new MetricRow(STATE, labels))) {
            // The latest version of the same secret says more.
            return;
        }
        put(found, AGE, labels, SecretVersionBean.seconds(status.age()));
        put(found, TTL, labels, SecretVersionBean.seconds(status.ttl()));
        if (status.expires() != null) {
            put(
                    found,
                    EXPIRY,
                    labels,
                    SecretVersionBean.seconds(Duration.between(snapshot.time().now(), status.expires())));
        }
        put(found, LEFT, labels, SecretVersionBean.seconds(status.left()));
        put(found, STATE, labels, level(status));
        put(found, FAILURES, labels, status.failures());
        put(found, ROTATIONS, labels, status.rotations());
        put(found, READS, labels, status.reads());
    }

    private static void version(Map<MetricRow, Double> found, VersionStatus version) {
        List<String> labels =
                List.of("vault", version.vault(), "secret", version.secret(), "version", version.version());
        put(found, SERVED, labels, version.served() ? 1 : 0);
        put(found, FETCHED, labels, SecretVersionBean.seconds(version.fetched()));
        put(found, LOGIN, labels, SecretVersionBean.seconds(version.login()));
        put(found, LOGINS, labels, version.logins());
        put(found, COPIES, labels, version.copies());
    }

    private static void put(Map<MetricRow, Double> found, Metric metric, List<String> labels, double value) {
        if (!Double.isNaN(value)) {
            found.put(new MetricRow(metric, labels), value);
        }
    }
}
