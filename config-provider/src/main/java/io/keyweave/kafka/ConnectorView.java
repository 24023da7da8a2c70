package io.keyweave.kafka;

import io.keyweave.EventLog;
import io.keyweave.Log;
import io.keyweave.LogEvent;
import io.keyweave.SecretChange;
import io.keyweave.SecretRef;
import io.keyweave.time.TimeSource;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * What the worker's REST interface tells of the connectors: which of our variables they name, where, and which are named no more.
 * Thread-safe.
 */
final class ConnectorView implements ConnectorRestarts.Secrets, AutoCloseable {

    /** A connector that asks is written down already, but perhaps not read by the REST interface's side. */
    private static final Duration SOON = Duration.ofSeconds(5);

    private static final Duration LATER = Duration.ofMinutes(10);

    /** However many connectors are validated. */
    private static final Duration APART = Duration.ofMinutes(1);

    /** As often the worker is asked again soon when it does not answer, as it does not while it starts. */
    private static final int QUICK_ATTEMPTS = 5;

    private final ConnectRest rest;
    private final KafkaSecrets secrets;
    private final KeptVariables kept;
    private final TimeSource time;
    private final EventLog log;
    private final FieldWarnings warnings;
    private final @Nullable ConnectorRestarts restarts;
    private final Set<String> names = ConcurrentHashMap.newKeySet();
    private final Map<SecretRef, String> revoked = new ConcurrentHashMap<>();
    private final boolean asked;
    private boolean looking;
    private boolean closed;
    private TimeSource.@Nullable Scheduled later;
    private long lookedAt;
    private int failures;

    /** @param parameters whether connectors are restarted, too, and whether an operator asked for any of it */
    ConnectorView(
            ConnectRest rest,
            KafkaParameters parameters,
            KafkaSecrets secrets,
            KeptVariables kept,
            TimeSource time,
            RandomGenerator random,
            EventLog log) {
        this.rest = rest;
        this.secrets = secrets;
        this.kept = kept;
        this.time = time;
        this.log = log;
        this.asked = parameters.connectRest() != null;
        this.lookedAt = time.nanos() - APART.toNanos();
        this.warnings = new FieldWarnings(rest, this::secretOf, log);
        this.restarts =
                parameters.connectRestart() != null ? new ConnectorRestarts(rest, this, time, random, log) : null;
    }

    void calledAs(String name) {
        names.add(name);
    }

    private @Nullable SecretRef secretOf(DeployedConnector.SecretUse use) {
        return names.isEmpty() || names.contains(use.provider()) ? secrets.secret(use.path(), use.key()) : null;
    }

    @Override
    public @Nullable SecretRef followedBy(DeployedConnector.SecretUse use) {
        SecretRef secret = secretOf(use);
        return secret == null || secret.pinned() ? null : secret;
    }

    @Override
    public void refresh(Collection<DeployedConnector.SecretUse> uses) {
        List<KeptVariables.Name> wanted = new ArrayList<>();
        for (DeployedConnector.SecretUse use : uses) {
            wanted.add(new KeptVariables.Name(use.path(), use.key()));
        }
        secrets.refreshKept(wanted);
    }

    /** A secret has another value, none, or one again. */
    void changed(SecretChange change) {
        SecretRef ref = change.ref();
        switch (change.kind()) {
            case ROTATED -> restart(ref, RestartReason.ROTATED);
            case REVOKED -> {
                String version = change.oldVersion();
                if (version != null) {
                    revoked.put(ref, version);
                }
            }
            case RESTORED -> {
                String before = revoked.remove(ref);
                if (before != null && !before.equals(change.newVersion())) {
                    restart(ref, RestartReason.ROTATED);
                } else if (!secrets.awaits(ref)) {
                    restart(ref, RestartReason.THERE_AGAIN);
                }
            }
        }
    }

    /** A connector waited for that secret, and its vault answers. */
    void answersAgain(SecretRef secret) {
        restart(secret, RestartReason.ANSWERS_AGAIN);
    }

    /** A connector failed because the REST interface could not be asked; restarts wait until it can. */
    void workerIsSilent(SecretRef secret) {
        restart(secret, RestartReason.WORKER_ANSWERS);
    }

    private void restart(SecretRef secret, RestartReason reason) {
        if (restarts != null) {
            restarts.changed(secret, reason);
        }
    }

    /** A connector asked for a variable that is new here. */
    synchronized void lookSoon() {
        lookIn(SOON);
    }

    /** Perhaps a connector has another configuration. */
    synchronized void lookWithinAMinute() {
        Duration pause = Duration.ofNanos(lookedAt + APART.toNanos() - time.nanos());
        lookIn(pause.compareTo(SOON) < 0 ? SOON : pause);
    }

    private void lookIn(Duration pause) {
        if (looking || closed) {
            return;
        }
        looking = true;
        if (later != null) {
            later.cancel();
            later = null;
        }
        time.after(pause, () -> time.start(this::look));
    }

    private void look() {
        synchronized (this) {
            looking = false;
            if (closed) {
                return;
            }
        }
        boolean answered = false;
        try {
            List<DeployedConnector> connectors = rest.connectors(ConnectRest.TIMEOUT);
            retain(connectors);
            warnings.check(runningHere(connectors));
            answered = true;
        } catch (IOException | RuntimeException e) {
            told(e);
        }
        synchronized (this) {
            lookedAt = time.nanos();
            failures = answered ? 0 : failures + 1;
            if (!answered && failures < QUICK_ATTEMPTS) {
                lookIn(SOON.multipliedBy(failures));
            } else if (later == null
                    && !looking
                    && !closed
                    && !kept.ofConnectors().isEmpty()) {
                later = time.after(LATER, () -> {
                    synchronized (this) {
                        later = null;
                        lookIn(Duration.ZERO);
                    }
                });
            }
        }
    }

    private synchronized void told(Exception e) {
        boolean once = failures == QUICK_ATTEMPTS - 1;
        log.write(LogEvent.of(KafkaMessages.NOT_LOOKED_AT)
                .at(once ? asked ? Log.Level.WARN : Log.Level.INFO : Log.Level.DEBUG)
                .with("problem", e.getMessage()));
    }

    private void retain(List<DeployedConnector> connectors) {
        Set<KeptVariables.Name> used = new HashSet<>();
        for (DeployedConnector connector : connectors) {
            for (DeployedConnector.SecretUse use : connector.variables()) {
                used.add(new KeptVariables.Name(use.path(), use.key()));
            }
        }
        kept.retain(used);
    }

    private List<DeployedConnector> runningHere(List<DeployedConnector> connectors) throws IOException {
        List<DeployedConnector> here = new ArrayList<>();
        for (DeployedConnector connector : connectors) {
            if (rest.isHere(connector.state().worker())) {
                here.add(connector);
            }
        }
        return here;
    }

    @Override
    public void close() {
        synchronized (this) {
            closed = true;
            if (later != null) {
                later.cancel();
            }
        }
        if (restarts != null) {
            restarts.close();
        }
        rest.close();
    }
}
