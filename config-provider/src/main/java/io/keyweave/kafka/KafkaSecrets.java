package io.keyweave.kafka;

import io.keyweave.EventLog;
import io.keyweave.Failure;
import io.keyweave.LiveValue;
import io.keyweave.SecretException;
import io.keyweave.SecretRef;
import io.keyweave.core.CachingResolver;
import io.keyweave.core.ResolverBuilder;
import io.keyweave.placeholder.Reference;
import io.keyweave.time.TimeSource;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
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
    private final VariableFetches fetches;
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
        this.fetches = new VariableFetches(resolver, time, heals(), secret -> {
            ConnectorView view = connectors;
            if (view != null) {
                view.answersAgain(secret);
            }
        });
        Duration period = parameters.connectTtl();
        this.ticks = period == null ? null : new Ticks(period, resolver, fetches.unavailable(), time);
        this.advice = new StartAdvice(restarts(), parameters.connectTtl() != null && ticksRestartTasks);
        URI worker = parameters.connectRest();
        if (worker != null) {
            lookAt(worker);
        }
    }

    /** Begins to look at the connectors of the worker that listens there. */
    private void lookAt(URI worker) {
        ConnectRest rest = WorkerAccess.rest(worker, parameters, resolver);
        ConnectorView view = new ConnectorView(rest, parameters, this, kept, time, random, log);
        connectors = view;
        jaas.askAt(rest);
        resolver.subscribe(view::changed);
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
            fetches.refresh(asked.values(), KafkaParameters.TASK_PATIENCE);
        }
        SecretException failure = fetches.require(asked.values(), call);
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
        if (failure == null || !VariableFetches.concerns(failure, variable)) {
            // Optional, and not there: Kafka has no way to leave a key unset.
            return "";
        }
        if (connector && (variable.served() || ticksUntilThere(failure))) {
            // See HerderCall on ticks that fail: the connector goes on ticking, its tasks fail with our message.
            return "keyweave: " + variable.secret() + " has no value " + (variable.served() ? "any more" : "yet");
        }
        throw failure;
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
        fetches.refresh(variables, KafkaParameters.LONGEST_GET);
    }

    /** Whether a connector waits for that secret, whose vault does not answer. */
    boolean awaits(SecretRef secret) {
        return fetches.unavailable().awaits(secret);
    }

    private void released(KeptVariables.Name name, Variable variable) {
        jaas.forget(name);
        fetches.unavailable().remove(variable);
        resolver.release(variable.live());
    }

    @Override
    public void close() {
        fetches.unavailable().close();
        ConnectorView view = connectors;
        if (view != null) {
            view.close();
        }
        resolver.close();
    }
}
