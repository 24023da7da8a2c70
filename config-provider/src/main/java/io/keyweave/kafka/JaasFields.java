package io.keyweave.kafka;

import io.keyweave.Failure;
import io.keyweave.SecretException;
import io.keyweave.placeholder.Encoding;
import java.io.IOException;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * Encodes a value for JAAS where its variable stands in a {@code sasl.jaas.config}. Thread-safe.
 *
 * <p>Kafka does not tell a provider which field a variable stands in. Most values are the same in JAAS and elsewhere; of one with a quote or a
 * backslash Kafka's parser would make a wrong password, or an exception that quotes the rest of it. So for those the field is looked up where
 * that is possible, in the raw configurations of connectors, and clients, brokers and workers get no value that does not say
 * {@code ?as=jaas} or {@code ?as=plain}.
 */
final class JaasFields {

    /** The herder's thread waits for it, once for such a variable. */
    private static final Duration PATIENCE = Duration.ofSeconds(2);

    private final @Nullable ConnectRest rest;
    private final Map<KeptVariables.Name, Encoding> known = new ConcurrentHashMap<>();

    JaasFields(@Nullable ConnectRest rest) {
        this.rest = rest;
    }

    /**
     * What goes into the configuration.
     *
     * @throws SecretException when that depends on the field, and the field cannot be told
     */
    String encoded(KeptVariables.Name name, Variable variable, String value, HerderCall call) {
        VariableText text = variable.text();
        boolean same = value.indexOf('"') < 0 && value.indexOf('\\') < 0;
        if (same || text.encoded() || text.part() != null || text.file() != null || call == HerderCall.VALIDATE) {
            return value;
        }
        if (!call.ofConnector()) {
            throw ambiguous(variable, "Kafka does not tell the provider where the variable stands.");
        }
        Encoding encoding = known.get(name);
        if (encoding == null && rest != null) {
            encoding = lookUp(name, variable, rest);
            if (encoding != null) {
                known.put(name, encoding);
            }
        }
        return encoding == null ? value : String.valueOf(encoding.apply(value));
    }

    /** {@code null} when the worker does not answer now. */
    private @Nullable Encoding lookUp(KeptVariables.Name name, Variable variable, ConnectRest from) {
        boolean inJaas = false;
        boolean elsewhere = false;
        try {
            for (DeployedConnector connector : from.connectors(PATIENCE)) {
                for (DeployedConnector.SecretUse use : connector.variables()) {
                    if (use.path().equals(name.path()) && use.key().equals(name.key())) {
                        inJaas |= use.inJaas();
                        elsewhere |= !use.inJaas();
                    }
                }
            }
        } catch (IOException e) {
            return null;
        }
        if (inJaas && elsewhere) {
            throw ambiguous(variable, "The same variable stands in a sasl.jaas.config and in another field.");
        }
        return inJaas ? Encoding.JAAS : elsewhere ? Encoding.PLAIN : null;
    }

    void forget(KeptVariables.Name name) {
        known.remove(name);
    }

    private static SecretException ambiguous(Variable variable, String why) {
        return new SecretException(Failure.local(
                Failure.Kind.MALFORMED,
                variable.secret(),
                variable.text().origin() + ": the secret " + variable.secret()
                        + " holds a quote or a backslash, which a sasl.jaas.config needs escaped and no other field. "
                        + why,
                "Write ?as=jaas behind the secret in a sasl.jaas.config, and ?as=plain anywhere else."));
    }
}
