package io.keyweave;

import io.keyweave.settings.Settings;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;

/**
 * Fetches the secrets of one scheme. Found with {@link java.util.ServiceLoader}; {@code kv}, Azure Key Vault, is the one that
 * comes with Keyweave.
 *
 * <p>A provider only fetches. Caching, single flight, rate limits, stale values and retries between fetches belong to the
 * store, so {@link #fetch} makes one attempt and reports what happened.
 *
 * <p>Life cycle: public constructor without arguments that does nothing (plugin scanners construct every provider), then
 * {@link #configure} once, then {@link #fetch} from many threads at once, then {@link #close}.
 */
public interface ConfigProvider extends AutoCloseable {

    /** The scheme this provider answers for: 1 to 16 of {@code [a-z0-9-]}, such as {@code kv}. Constant. */
    String scheme();

    /**
     * Takes the settings. Makes no request.
     *
     * @throws SecretException with {@link Failure.Kind#MALFORMED} when a setting cannot be used
     */
    void configure(Settings settings);

    /**
     * Fetches one secret now.
     *
     * @param ref what to fetch; its scheme is {@link #scheme()}
     * @param timeout the time the attempt may take in all, identity included; positive
     * @return the secret, never null
     * @throws SecretException carrying one {@link Failure} that says what happened and what to do; never the value, a token or
     *     a client secret
     */
    Secret fetch(SecretRef ref, Duration timeout);

    /**
     * When things of the provider's own come to their end, as far as it knows by now: the client certificate of its identity, say. Keyweave
     * warns about them as it does about secrets that expire.
     *
     * @return by a name a person recognises; empty when nothing is known
     */
    default Map<String, Instant> expiries() {
        return Map.of();
    }

    /** Releases connections and threads. Fetches under way may fail. Idempotent. */
    @Override
    void close();
}
