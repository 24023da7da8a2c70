package io.keyweave.kafka;

import io.keyweave.SecretException;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.common.config.ConfigData;
import org.apache.kafka.common.config.ConfigException;
import org.apache.kafka.common.config.provider.ConfigProvider;
import org.jspecify.annotations.Nullable;

/**
 * The secrets of one scheme for the configuration of Kafka clients, brokers, Connect and MirrorMaker: what a variable names is read as a
 * placeholder of that scheme. A subclass has a public constructor without arguments that passes the scheme on; the provider of secrets is found
 * beside this class, on the class path or in the plug-in folder.
 *
 * <p>Thread-safe. All providers of a process with equal parameters share one store, which outlives {@link #close()} by two
 * minutes: a hundred clients cost one request per secret. The constructor does nothing, since plug-in scanners construct every
 * class they find.
 */
public abstract class SchemeConfigProvider implements ConfigProvider {

    private final String scheme;
    private SharedSecrets.@Nullable Share share;

    /** @param scheme such as {@code kv} */
    protected SchemeConfigProvider(String scheme) {
        this.scheme = scheme;
    }

    /**
     * Takes the parameters. Makes no request.
     *
     * @throws ConfigException listing everything that is wrong, without values
     */
    @Override
    public synchronized void configure(Map<String, ?> configs) {
        close();
        try {
            share = SharedSecrets.PROCESS.take(KafkaParameters.read(scheme, configs));
            share.secrets().calledBy(WorkerProperties.of(configs));
        } catch (IllegalArgumentException | SecretException e) {
            throw refused("keyweave: the configuration provider cannot be used.\n" + e.getMessage());
        }
    }

    /**
     * The values of some variables; waits for the vault at most ten seconds when it never had them, otherwise not at all.
     *
     * @param path what stands before the second colon of the variables, empty when there is none
     * @param keys what is behind
     * @return a value for every key, and with {@code connect-ttl} the time until Connect shall ask again
     * @throws ConfigException with a report of every secret that is not available: which, why, what to do. Never a value, and no
     *     cause, whose message could hold one
     * @throws IllegalStateException when it is not configured, or closed
     */
    @Override
    public ConfigData get(String path, Set<String> keys) {
        SharedSecrets.Share current;
        synchronized (this) {
            current = share;
        }
        if (current == null) {
            throw new IllegalStateException("the provider is not configured, or closed");
        }
        try {
            return current.secrets().get(path == null ? "" : path, keys);
        } catch (SecretException e) {
            throw refused("keyweave: " + e.getMessage());
        }
    }

    /**
     * Kafka never calls it, and a vault's secrets are never listed: the role that reads secrets may not.
     *
     * @throws ConfigException always
     */
    @Override
    public ConfigData get(String path) {
        throw refused("All secrets of a vault are never read. Name each: ${" + scheme + ":vault:secret}.");
    }

    /** Not {@code ConfigException(name, value, message)}: that one prints the value. */
    private static ConfigException refused(String message) {
        return new ConfigException(message);
    }

    /** Gives the share in the store back. Idempotent. */
    @Override
    public synchronized void close() {
        if (share != null) {
            share.close();
            share = null;
        }
    }
}
