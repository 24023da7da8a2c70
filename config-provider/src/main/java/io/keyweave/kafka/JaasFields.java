package io.keyweave.kafka;

import io.keyweave.Failure;
import io.keyweave.SecretException;
import io.keyweave.placeholder.Encoding;
import io.keyweave.time.TimeSource;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import org.jspecify.annotations.Nullable;

/**
 * Encodes a value for JAAS where its variable is in a {@code sasl.jaas.config}. Thread-safe.
 *
 * <p>Kafka does not tell a provider which field a variable is in. Most values are the same in JAAS and elsewhere; of one with a quote or a
 * backslash Kafka's parser would make a wrong password, or an exception that quotes the rest of it. So for those the field is looked up in the raw
 * configurations of the connectors. Where that is not possible, nobody gets such a value who does not say {@code ?as=jaas} or
 * {@code ?as=plain}.
 */
final class JaasFields {

    /** The herder's thread waits for it: a worker starts its connectors before its REST interface answers. */
    private static final Duration PATIENCE = Duration.ofSeconds(8);

    /** After it did not answer in that time, further connectors do not wait. */
    private static final Duration PAUSE = Duration.ofMinutes(1);

    private static final Duration BETWEEN = Duration.ofMillis(200);

    private final TimeSource time;
    private final Map<KeptVariables.Name, Encoding> known = new ConcurrentHashMap<>();
    private volatile @Nullable ConnectRest rest;
    private volatile boolean standalone;
    private volatile long silentUntil;

    JaasFields(TimeSource time) {
        this.time = time;
        this.silentUntil = time.nanos();
    }

    /** The fields can be looked up there. */
    void askAt(ConnectRest worker) {
        rest = worker;
    }

    /** The worker is one whose REST interface waits for the thread that asks us: it cannot be asked meanwhile. */
    void standalone() {
        standalone = true;
    }

    /**
     * What goes into the configuration.
     *
     * @throws SecretException when that depends on the field, and the field cannot be told
     */
    String encoded(KeptVariables.Name name, Variable variable, String value, HerderCall call) {
        VariableText text = variable.text();
        boolean quotes = value.indexOf('"') >= 0 || value.indexOf('\\') >= 0;
        if (!quotes && !hasControl(value) || text.encoded() || text.part() != null || text.file() != null) {
            return value;
        }
        if (call == HerderCall.VALIDATE) {
            // Of what is only proposed nobody but the caller knows the fields.
            Encoding encoding = known.get(name);
            return encoding == null ? value : String.valueOf(encoding.apply(value));
        }
        if (!call.ofConnector()) {
            if (quotes) {
                throw ambiguous(name, variable, "Kafka does not tell the provider in which field the variable stands.");
            }
            return value;
        }
        Encoding encoding = known.get(name);
        String why = "The worker's REST interface, which tells the field, cannot be asked here.";
        ConnectRest worker = standalone ? null : rest;
        if (encoding == null && worker != null) {
            List<DeployedConnector> connectors = connectors(worker);
            if (connectors != null) {
                encoding = find(name, variable, connectors);
                why = "No connector's configuration that the worker tells has the variable.";
            } else if (quotes) {
                throw refused(
                        Failure.Kind.UNREACHABLE,
                        name,
                        variable,
                        "The worker's REST interface " + worker + ", which tells the field, does not answer.");
            }
        }
        if (encoding != null) {
            known.put(name, encoding);
            return String.valueOf(encoding.apply(value));
        }
        if (quotes) {
            throw ambiguous(name, variable, why);
        }
        return value;
    }

    /** It would end a value in JAAS. Elsewhere a certificate in PEM has lines. */
    private static boolean hasControl(String value) {
        for (int i = 0; i < value.length(); i++) {
            if (value.charAt(i) < ' ') {
                return true;
            }
        }
        return false;
    }

    private @Nullable List<DeployedConnector> connectors(ConnectRest from) {
        long start = time.nanos();
        boolean silent = start - silentUntil < 0;
        while (true) {
            try {
                Duration left = PATIENCE.minusNanos(time.nanos() - start);
                return from.configurations(silent || left.compareTo(BETWEEN) < 0 ? BETWEEN : left);
            } catch (IOException e) {
                if (silent || time.nanos() - start >= PATIENCE.toNanos()) {
                    silentUntil = time.nanos() + PAUSE.toNanos();
                    return null;
                }
                time.awaitAnyway(new CountDownLatch(1), BETWEEN);
            }
        }
    }

    private static @Nullable Encoding find(
            KeptVariables.Name name, Variable variable, List<DeployedConnector> connectors) {
        boolean inJaas = false;
        boolean elsewhere = false;
        for (DeployedConnector connector : connectors) {
            for (DeployedConnector.SecretUse use : connector.variables()) {
                if (use.path().equals(name.path()) && use.key().equals(name.key())) {
                    inJaas |= use.inJaas();
                    elsewhere |= !use.inJaas();
                }
            }
        }
        if (inJaas && elsewhere) {
            throw ambiguous(name, variable, "The same variable is in a sasl.jaas.config and in another field.");
        }
        return inJaas ? Encoding.JAAS : elsewhere ? Encoding.PLAIN : null;
    }

    void forget(KeptVariables.Name name) {
        known.remove(name);
    }

    private static SecretException ambiguous(KeptVariables.Name name, Variable variable, String why) {
        return refused(Failure.Kind.MALFORMED, name, variable, why);
    }

    private static SecretException refused(Failure.Kind kind, KeptVariables.Name name, Variable variable, String why) {
        int options = name.key().indexOf('?');
        String written = (name.path().isEmpty() ? "" : name.path() + ":")
                + (options < 0 ? name.key() : name.key().substring(0, options));
        return new SecretException(Failure.local(
                        kind,
                        variable.secret(),
                        variable.text().origin() + ": the secret " + variable.secret()
                                + " holds a quote or a backslash, which a sasl.jaas.config needs escaped and no other field. "
                                + why,
                        "In a sasl.jaas.config write ${kv:" + written + "?as=jaas}, in any other field ${kv:" + written
                                + "?as=plain}, with your provider's name instead of kv"
                                + (options < 0 ? "." : ", and &as= behind the options that are there."))
                .coded(KafkaMessages.JAAS.code()));
    }
}
