package io.keyweave.kafka;

import io.keyweave.EventLog;
import io.keyweave.Failure;
import io.keyweave.LiveValue;
import io.keyweave.Origin;
import io.keyweave.ProblemReport;
import io.keyweave.SecretException;
import io.keyweave.SecretRef;
import io.keyweave.SecretStatus;
import io.keyweave.core.CachingResolver;
import io.keyweave.core.ResolverBuilder;
import io.keyweave.http.TrustedCertificates;
import io.keyweave.placeholder.Reference;
import io.keyweave.settings.Setting;
import io.keyweave.time.TimeSource;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;
import org.apache.kafka.common.config.ConfigData;
import org.jspecify.annotations.Nullable;

/**
 * The secrets of all providers in this process that have the same parameters. Thread-safe.
 *
 * <p>A variable that a connector asked for stays tied to its secret, which is then kept fresh: a Connect worker whose tasks restart during
 * an outage finds the value, a day old at most. What is only validated is fetched and let go of.
 */
final class KafkaSecrets implements AutoCloseable {

    /** How long a {@code get} waits for what has failed before: the herder's thread makes it. */
    private static final Duration AGAIN = Duration.ofSeconds(4);

    private final KafkaParameters parameters;
    private final CachingResolver resolver;
    private final TimeSource time;
    private final EventLog log;
    private final VariableText.VariableRules rules;
    private final @Nullable SecretFiles files;
    private final RandomGenerator random;
    private final JaasFields jaas;
    private final ValidationBudget validations;
    private final KeptVariables kept;
    private final UnavailableSecrets unavailable;
    private final @Nullable Ticks ticks;
    private final StartAdvice advice;
    private volatile @Nullable ConnectorView connectors;

    /**
     * @param ticksRestartTasks whether this Connect restarts tasks at a tick
     * @throws IllegalArgumentException when the parameters name a file that cannot be read
     */
    KafkaSecrets(
            KafkaParameters parameters,
            ResolverBuilder builder,
            TimeSource time,
            RandomGenerator random,
            boolean ticksRestartTasks,
            EventLog log) {
        this.parameters = parameters;
        this.time = time;
        this.log = log;
        this.rules = new VariableText.VariableRules(
                parameters.scheme(),
                parameters.defaultVault(),
                parameters.settings().cloud().vaultSuffix(),
                parameters.connectTtl(),
                parameters.minTtl());
        this.resolver = builder.time(time).log(log).open();
        Path fileDir = parameters.fileDir();
        this.files = fileDir == null ? null : new SecretFiles(fileDir);
        this.random = random;
        this.jaas = new JaasFields(time);
        this.validations = new ValidationBudget(time);
        this.kept = new KeptVariables(parameters.connectTtl(), time, this::released);
        this.unavailable = new UnavailableSecrets(time, this::fetch, (variable, failure) -> {
            ConnectorView view = connectors;
            if (view != null) {
                view.answersAgain(variable.secret());
            }
        });
        Duration period = parameters.connectTtl();
        this.ticks = period == null ? null : new Ticks(period, resolver, unavailable, time);
        this.advice = new StartAdvice(restarts(), parameters.connectTtl() != null && ticksRestartTasks);
        URI worker = parameters.connectRest();
        if (worker != null) {
            lookAt(worker);
        }
    }

    /** Begins to look at the connectors of the worker that listens there. */
    private void lookAt(URI worker) {
        ConnectRest rest = rest(worker, parameters.connectLogin());
        ConnectorView view = new ConnectorView(rest, parameters, this, kept, time, random, log);
        connectors = view;
        jaas.askAt(rest);
        resolver.subscribe(view::changed);
    }

    private ConnectRest rest(URI worker, @Nullable RestLogin login) {
        String ca = parameters.settings().text(Setting.CA);
        try {
            return new ConnectRest(
                    worker,
                    ca == null ? TrustedCertificates.platform() : TrustedCertificates.alsoOf(Path.of(ca)),
                    login == null ? () -> null : authorization(login));
        } catch (IOException e) {
            throw new IllegalArgumentException(
                    KafkaMessages.parameter("ca", String.valueOf(e.getMessage()), "Correct the path"), e);
        }
    }

    /** The header for Basic authentication, with the password that is current. */
    private Supplier<@Nullable String> authorization(RestLogin login) {
        LiveValue live = resolver.bind(login.password(), Origin.of("parameter connect-rest-password"));
        return () -> {
            String password = live == null ? login.password() : live.current();
            if (live != null && password == null) {
                resolver.check(List.of(live));
                password = live.current();
            }
            return password == null
                    ? null
                    : "Basic "
                            + Base64.getEncoder()
                                    .encodeToString((login.user() + ":" + password).getBytes(StandardCharsets.UTF_8));
        };
    }

    /** Whether connectors are restarted by the REST interface. */
    private boolean restarts() {
        return parameters.connectRestart() != null;
    }

    /** Takes in what is known of the worker, or client, whose provider this is. */
    void calledBy(WorkerProperties worker) {
        URI listener = worker.listener();
        ConnectorView view;
        synchronized (this) {
            if (connectors == null && listener != null && !parameters.connectRestOff()) {
                lookAt(listener);
            }
            view = connectors;
        }
        String name = worker.provider();
        if (view != null && name != null) {
            view.calledAs(name);
        }
        if (worker.standalone()) {
            jaas.standalone();
        }
    }

    /**
     * Answers Connect, a client or a broker.
     *
     * @throws SecretException with our report when a value is not available
     */
    ConfigData get(String path, Set<String> keys) {
        return get(path, keys, HerderCall.current());
    }

    ConfigData get(String path, Set<String> keys, HerderCall call) {
        Map<KeptVariables.Name, Variable> asked = new HashMap<>();
        List<Variable> passing = new ArrayList<>();
        ConnectorView view = connectors;
        try {
            for (String key : keys) {
                KeptVariables.Name name = new KeptVariables.Name(path, key);
                Variable variable = kept.find(name);
                if (variable == null) {
                    Variable made = variable(name);
                    variable = call == HerderCall.VALIDATE ? made : kept.keep(name, made);
                    if (variable != made || call == HerderCall.VALIDATE) {
                        passing.add(made);
                    } else if (view != null && call.ofConnector()) {
                        view.lookSoon();
                    }
                } else if (view != null && call == HerderCall.VALIDATE) {
                    // A connector that is made or changed is validated first: perhaps with a known variable in another
                    // field.
                    view.lookWithinAMinute();
                }
                asked.put(name, variable);
                if (call != HerderCall.VALIDATE) {
                    kept.asked(name, call);
                }
            }
            return answer(asked, passing, call);
        } finally {
            for (Variable variable : passing) {
                resolver.release(variable.live());
            }
        }
    }

    private ConfigData answer(Map<KeptVariables.Name, Variable> asked, List<Variable> passing, HerderCall call) {
        if (call == HerderCall.VALIDATE) {
            waitForBudget(passing);
        } else if (call == HerderCall.TASK && restarts()) {
            refresh(asked.values(), KafkaParameters.TASK_PATIENCE);
        }
        SecretException failure = require(asked.values(), call);
        Map<String, String> texts = new HashMap<>();
        try {
            for (Map.Entry<KeptVariables.Name, Variable> entry : asked.entrySet()) {
                texts.put(entry.getKey().key(), text(entry.getKey(), entry.getValue(), call, failure));
            }
        } catch (SecretException e) {
            if (call.ofConnector() && !heals()) {
                dropWhatNeverWas(asked);
            }
            throw advice.with(e, call);
        }
        Long ttl = ticks == null ? null : ticks.next(asked, texts, call);
        return ttl == null ? new ConfigData(texts) : new ConfigData(texts, ttl);
    }

    /** Whether anything starts a connector again that failed for a secret. */
    private boolean heals() {
        return restarts() || parameters.connectTtl() != null;
    }

    private void dropWhatNeverWas(Map<KeptVariables.Name, Variable> asked) {
        asked.forEach((name, variable) -> {
            if (!variable.served() && !variable.present()) {
                kept.drop(name);
            }
        });
    }

    private void waitForBudget(List<Variable> passing) {
        int unknown = 0;
        Variable first = null;
        for (Variable variable : passing) {
            if (!variable.present()) {
                unknown++;
                first = variable;
            }
        }
        if (first == null) {
            return;
        }
        Duration wait = validations.take(unknown);
        if (wait == null) {
            throw new SecretException(KafkaMessages.TOO_MANY_UNKNOWN.failure(
                    Failure.Kind.NOT_ALLOWED,
                    null,
                    "unknown",
                    unknown,
                    "origin",
                    first.text().origin(),
                    "burst",
                    ValidationBudget.BURST,
                    "perSecond",
                    ValidationBudget.PER_SECOND));
        }
        if (!wait.isZero()) {
            time.awaitAnyway(new CountDownLatch(1), wait);
        }
    }

    /** A task is being started, perhaps because a secret was rotated that this worker still has the older version of, or none. */
    private void refresh(Collection<Variable> variables, Duration patience) {
        long end = time.nanos() + patience.toNanos();
        for (Variable variable : variables) {
            Duration left = Duration.ofNanos(Math.max(0, end - time.nanos()));
            if (left.isZero()) {
                return;
            }
            if (variable.present()) {
                resolver.refreshOlderThan(variable.live(), ConnectorRestarts.FRESH, left);
            } else if (unavailable.known(variable) != null) {
                resolver.refresh(variable.live(), left);
            }
        }
    }

    /** Fetches what has no value yet, unless it is known that the vault does not answer; returns what is not available. */
    private @Nullable SecretException require(Collection<Variable> variables, HerderCall call) {
        ProblemReport report = new ProblemReport();
        List<LiveValue> wanted = new ArrayList<>();
        List<Variable> asking = new ArrayList<>();
        long end = time.nanos() + AGAIN.toNanos();
        for (Variable variable : variables) {
            Failure known = variable.present() ? null : unavailable.known(variable);
            if (known == null) {
                known = triedAgain(variable, end);
            }
            if (known == null) {
                wanted.add(variable.live());
                asking.add(variable);
            } else {
                report.add(known, variable.text().origin());
                await(variable, known, call);
            }
        }
        ProblemReport fetched = resolver.check(wanted);
        if (!fetched.isEmpty()) {
            for (Failure failure : fetched.exception().failures()) {
                for (Variable variable : asking) {
                    SecretRef ref = failure.ref();
                    if (ref != null && variable.follows(ref)) {
                        await(variable, failure, call);
                    }
                }
            }
            report.add(fetched);
        }
        return report.isEmpty() ? null : report.exception();
    }

    /**
     * Asks now, not when the store's pause is over, for what has failed before: somebody tries again, perhaps because the vault is back. Returns
     * what is wrong still; {@code null} when nothing is, or was.
     *
     * @param end until when, on the monotonic clock. The request takes as long as we wait for it: with no time it would not get through
     */
    private @Nullable Failure triedAgain(Variable variable, long end) {
        Failure before = variable.present() ? null : failing(variable);
        if (before == null || !UnavailableSecrets.passes(before)) {
            return null;
        }
        long left = end - time.nanos();
        Failure now = left <= 0 ? before : fetch(variable, Duration.ofNanos(left));
        return now != null && UnavailableSecrets.passes(now) ? now : null;
    }

    private void await(Variable variable, Failure failure, HerderCall call) {
        if (call.ofConnector() && heals() && UnavailableSecrets.passes(failure)) {
            unavailable.add(variable, failure);
        }
    }

    /** Asks the vault; returns what is wrong, {@code null} when the variable has a value. */
    private @Nullable Failure fetch(Variable variable, Duration patience) {
        resolver.refresh(variable.live(), patience);
        if (variable.present()) {
            return null;
        }
        Failure failure = failing(variable);
        return failure != null ? failure : unavailable.known(variable);
    }

    /** What the last attempt of the store found, {@code null} for a value or no attempt. */
    private @Nullable Failure failing(Variable variable) {
        for (SecretStatus status : resolver.status()) {
            if (variable.follows(status.ref()) && status.failure() != null) {
                return status.failure();
            }
        }
        return null;
    }

    private String text(
            KeptVariables.Name name, Variable variable, HerderCall call, @Nullable SecretException failure) {
        boolean connector = call == HerderCall.CONNECTOR || call == HerderCall.BASELINE;
        String value = variable.value();
        if (value != null) {
            try {
                return jaas.encoded(name, variable, value, call);
            } catch (SecretException e) {
                ConnectorView view = connectors;
                if (view != null
                        && call.ofConnector()
                        && UnavailableSecrets.passes(e.failures().get(0))) {
                    // The worker does not answer yet: what fails for it is started again when it does.
                    view.workerIsSilent(variable.secret());
                    if (connector && ticksUntilThere(e)) {
                        return "keyweave: the field of " + variable.secret() + " is not known yet";
                    }
                }
                throw e;
            }
        }
        if (failure == null || !concerns(failure, variable)) {
            // Optional, and not there: Kafka has no way to leave a key unset.
            return "";
        }
        if (connector && (variable.served() || ticksUntilThere(failure))) {
            // See HerderCall on ticks that fail: the connector goes on ticking, its tasks fail with our message.
            return "keyweave: " + variable.secret() + " has no value " + (variable.served() ? "any more" : "yet");
        }
        throw failure;
    }

    private static boolean concerns(SecretException failure, Variable variable) {
        for (Failure one : failure.failures()) {
            SecretRef ref = one.ref();
            if (ref == null || variable.follows(ref)) {
                return true;
            }
        }
        return false;
    }

    /** Whether Connect's ticks shall go on although there is no value yet, because nothing else would start the connector again. */
    private boolean ticksUntilThere(SecretException failure) {
        if (restarts() || parameters.connectTtl() == null) {
            return false;
        }
        for (Failure one : failure.failures()) {
            if (one.kind() == Failure.Kind.MALFORMED || one.kind() == Failure.Kind.NOT_ALLOWED) {
                return false;
            }
        }
        return true;
    }

    private Variable variable(KeptVariables.Name name) {
        VariableText text = VariableText.of(name.path(), name.key(), rules);
        Reference reference = resolver.parser().parseBody(rules.scheme(), text.body(), text.origin());
        LiveValue live = resolver.bind("$<" + rules.scheme() + ":" + text.body() + ">", text.origin());
        if (live == null) {
            throw new IllegalStateException("no provider for the scheme " + rules.scheme());
        }
        return new Variable(text, reference.secret(), live, files, parameters.connectTtl(), log);
    }

    /** The secret of a variable of ours, {@code null} of what can be none. */
    @Nullable
    SecretRef secret(String path, String key) {
        try {
            VariableText text = VariableText.of(path, key, rules);
            return resolver.parser()
                    .parseBody(rules.scheme(), text.body(), text.origin())
                    .secret();
        } catch (SecretException e) {
            // Another provider's variable.
            return null;
        }
    }

    /** Fetches kept variables that were fetched some time ago. */
    void refreshKept(Collection<KeptVariables.Name> names) {
        List<Variable> variables = new ArrayList<>();
        for (KeptVariables.Name name : names) {
            Variable variable = kept.find(name);
            if (variable != null) {
                variables.add(variable);
            }
        }
        refresh(variables, KafkaParameters.LONGEST_GET);
    }

    /** Whether a connector waits for that secret, whose vault does not answer. */
    boolean awaits(SecretRef secret) {
        return unavailable.awaits(secret);
    }

    private void released(KeptVariables.Name name, Variable variable) {
        jaas.forget(name);
        unavailable.remove(variable);
        resolver.release(variable.live());
    }

    @Override
    public void close() {
        unavailable.close();
        ConnectorView view = connectors;
        if (view != null) {
            view.close();
        }
        resolver.close();
    }
}
