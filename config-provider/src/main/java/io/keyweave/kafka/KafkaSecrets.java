package io.keyweave.kafka;

import io.keyweave.LiveValue;
import io.keyweave.Log;
import io.keyweave.SecretChange;
import io.keyweave.SecretException;
import io.keyweave.SecretRef;
import io.keyweave.core.CachingResolver;
import io.keyweave.core.ResolverBuilder;
import io.keyweave.http.TrustedCertificates;
import io.keyweave.placeholder.PlaceholderParser;
import io.keyweave.placeholder.Reference;
import io.keyweave.settings.Setting;
import io.keyweave.time.TimeSource;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.kafka.common.config.ConfigData;
import org.jspecify.annotations.Nullable;

/**
 * The secrets of all providers in this process that have the same parameters. Thread-safe.
 *
 * <p>A variable asked for once stays tied to its secret, which is then kept fresh: a Connect worker whose tasks restart during
 * an outage finds the value, a day old at most.
 */
final class KafkaSecrets implements AutoCloseable {

    /** How long after the store's refresh Connect comes back: the refresh needs its time. */
    private static final Duration SLACK = Duration.ofSeconds(2);

    /** The least ttl while the vault cannot be reached and the store tries again every second. */
    private static final Duration RETRY = Duration.ofSeconds(30);

    private static final Duration LEAST_TTL = Duration.ofSeconds(1);

    /** Equals no value of any secret that works: what Connect compares, and what no task ever gets. */
    private static final String DIFFERENT = "keyweave: another version of the secret";

    private record Name(String path, String key) {}

    private final KafkaParameters parameters;
    private final CachingResolver resolver;
    private final TimeSource time;
    private final Log log;
    private final @Nullable SecretFiles files;
    private final @Nullable ConnectorRestarts restarts;
    private final Map<Name, Variable> variables = new ConcurrentHashMap<>();

    /** @throws IllegalArgumentException when the parameters name a file that cannot be read */
    KafkaSecrets(KafkaParameters parameters, ResolverBuilder builder, TimeSource time, Log log) {
        this.parameters = parameters;
        this.time = time;
        this.log = log;
        URI worker = parameters.connectRestart();
        this.restarts = worker == null ? null : new ConnectorRestarts(rest(worker), this::names, time, log);
        this.resolver = builder.time(time).log(log).open();
        Path fileDir = parameters.fileDir();
        this.files = fileDir == null ? null : new SecretFiles(fileDir);
        resolver.subscribe(change -> {
            if (restarts != null && change.kind() != SecretChange.Kind.REVOKED) {
                restarts.changed(change.ref());
            }
        });
    }

    private ConnectRest rest(URI worker) {
        String ca = parameters.settings().text(Setting.CA);
        try {
            return new ConnectRest(
                    worker, ca == null ? TrustedCertificates.platform() : TrustedCertificates.alsoOf(Path.of(ca)));
        } catch (IOException e) {
            throw new IllegalArgumentException("parameter ca: " + e.getMessage() + ". Correct the path", e);
        }
    }

    /**
     * Answers Connect, a client or a broker.
     *
     * @throws SecretException with our report when a value cannot be had
     */
    ConfigData get(String path, Set<String> keys) {
        return get(path, keys, HerderCall.current());
    }

    ConfigData get(String path, Set<String> keys, HerderCall call) {
        Map<String, Variable> asked = new HashMap<>();
        List<LiveValue> values = new ArrayList<>();
        for (String key : keys) {
            Variable variable = variable(path, key);
            asked.put(key, variable);
            values.add(variable.live());
        }
        if (restarts != null && call == HerderCall.TASK) {
            refresh(values);
        }
        SecretException failure = null;
        try {
            resolver.require(values);
        } catch (SecretException e) {
            failure = e;
        }
        Map<String, String> texts = new HashMap<>();
        for (Map.Entry<String, Variable> entry : asked.entrySet()) {
            texts.put(entry.getKey(), text(entry.getValue(), call, failure));
        }
        Long ttl = ttl(asked.values(), texts, asked, call);
        return ttl == null ? new ConfigData(texts) : new ConfigData(texts, ttl);
    }

    /** A task is being started, perhaps because a secret was rotated that this worker still has the older version of. */
    private void refresh(List<LiveValue> values) {
        long end = time.nanos() + KafkaParameters.TASK_PATIENCE.toNanos();
        for (LiveValue value : values) {
            long left = end - time.nanos();
            if (left > 0) {
                resolver.refreshOlderThan(value, ConnectorRestarts.FRESH, Duration.ofNanos(left));
            }
        }
    }

    private String text(Variable variable, HerderCall call, @Nullable SecretException failure) {
        String value = variable.value();
        if (value != null) {
            return value;
        }
        if (failure == null) {
            // Optional, and not there: Kafka has no way to leave a key unset.
            return "";
        }
        if (variable.served() && call != HerderCall.TASK && call != HerderCall.VALIDATE && call != HerderCall.OTHER) {
            // A running connector whose secret was revoked: see HerderCall on ticks that fail.
            return "keyweave: " + variable.secret() + " has no value any more";
        }
        throw failure;
    }

    /** Milliseconds until Connect is to ask again, or {@code null} for never. Alters the texts of a baseline. */
    private @Nullable Long ttl(
            Collection<Variable> all, Map<String, String> texts, Map<String, Variable> asked, HerderCall call) {
        Duration period = parameters.connectTtl();
        if (period == null) {
            return null;
        }
        long now = time.nanos();
        long ttl = Long.MAX_VALUE;
        long apart = 0;
        for (Map.Entry<String, Variable> entry : asked.entrySet()) {
            Variable variable = entry.getValue();
            Reload reload = variable.reload();
            if (reload == null) {
                continue;
            }
            reload.sees(String.valueOf(texts.get(entry.getKey())), now);
            if (call == HerderCall.BASELINE && reload.differs(now)) {
                texts.put(entry.getKey(), DIFFERENT);
            }
            ttl = Math.min(ttl, remaining(variable, period));
            apart = Math.max(apart, reload.least(now));
        }
        if (ttl == Long.MAX_VALUE) {
            return null;
        }
        long promise = Math.max(ttl, apart);
        if (call == HerderCall.CONNECTOR || call == HerderCall.TASK) {
            for (Variable variable : all) {
                Reload reload = variable.reload();
                if (reload != null) {
                    reload.promise(now, promise);
                }
            }
        }
        return Duration.ofNanos(promise).toMillis();
    }

    /** Nanoseconds until the store will have refreshed the secret; bounded, so that no outage makes Connect restart in a frenzy. */
    private long remaining(Variable variable, Duration period) {
        Duration next = resolver.nextRefresh(variable.live());
        Duration half = period.dividedBy(2);
        Duration least = half.compareTo(RETRY) > 0 ? RETRY : half.compareTo(LEAST_TTL) < 0 ? LEAST_TTL : half;
        Duration wanted = (next == null ? least : next).plus(SLACK);
        return (wanted.compareTo(least) < 0 ? least : wanted).toNanos();
    }

    private Variable variable(String path, String key) {
        Name name = new Name(path, key);
        Variable known = variables.get(name);
        if (known != null) {
            return known;
        }
        VariableText text = read(path, key);
        Reference reference = resolver.parser().parseBody(PlaceholderParser.KEY_VAULT, text.body(), text.origin());
        LiveValue live = resolver.bind("$<" + PlaceholderParser.KEY_VAULT + ":" + text.body() + ">", text.origin());
        if (live == null) {
            throw new IllegalStateException("no provider for the scheme " + PlaceholderParser.KEY_VAULT);
        }
        Variable made = new Variable(text, reference.secret(), live, files, parameters.connectTtl(), log);
        Variable raced = variables.putIfAbsent(name, made);
        return raced == null ? made : raced;
    }

    private VariableText read(String path, String key) {
        return VariableText.of(
                path,
                key,
                parameters.defaultVault(),
                parameters.settings().cloud().vaultSuffix(),
                parameters.connectTtl());
    }

    private boolean names(String path, String key, SecretRef secret) {
        try {
            VariableText text = read(path, key);
            SecretRef named = resolver.parser()
                    .parseBody(PlaceholderParser.KEY_VAULT, text.body(), text.origin())
                    .secret();
            return !named.pinned()
                    && named.vault().equals(secret.vault())
                    && named.name().equalsIgnoreCase(secret.name());
        } catch (SecretException e) {
            // Another provider's variable.
            return false;
        }
    }

    @Override
    public void close() {
        if (restarts != null) {
            restarts.close();
        }
        resolver.close();
    }
}
