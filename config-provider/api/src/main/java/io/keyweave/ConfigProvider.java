package io.keyweave;

import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Fetches the secrets of one scheme, such as {@code kv}, Azure Key Vault. Found with {@link java.util.ServiceLoader}: on the class path by the
 * library, in each jar of the setting {@code extensions} by the agent.
 *
 * <p>A provider only asks its service. Caching, ttl, single flight, the limit on requests, retries, stale values, revocation, masks, the
 * rotation of logins and which text may name a secret are Keyweave's, for every provider alike. So {@link #fetch} makes one attempt and
 * says what happened.
 *
 * <p><b>Life cycle.</b> A public constructor without arguments that does nothing, since plugin scanners construct every provider. Then {@link #grammar},
 * when the first placeholder of the scheme is read, and {@link #configure}, once, before the first fetch. {@link #scheme}, {@link #settings},
 * {@link #service}, {@link #cost} and {@link #batchSize} may be called at any time. None of them loads a client library. After {@link #close}
 * nothing is called but {@code close}.
 *
 * <p><b>Threads and time.</b> {@link #fetch}, {@link #fetchAll} and {@link #previous} are called by many threads of Keyweave's at once and may block, for
 * the time they are given and no longer. They are not interrupted; an answer that comes later is dropped, and the thread is missed by others until
 * then. {@link #close} may be called meanwhile, and calls under way may fail then. Threads of the provider's own are daemons, and {@link #close}
 * ends them.
 *
 * <p><b>What may be thrown.</b> {@link SecretException} with one {@link Failure}. Anything else is told as a defect of the provider, by the name of
 * its class alone, and counts as {@link Failure.Kind#SERVICE_ERROR}.
 *
 * <p><b>What is logged.</b> Keyweave logs failures and changes; a provider has seldom something to say besides, and says it by
 * {@link ProviderSettings#log}. No message, failure or exception holds a value, a token or a credential.
 */
public interface ConfigProvider extends AutoCloseable {

    /** The scheme this provider answers for: 1 to 16 of {@code [a-z0-9-]}, such as {@code kv}. Constant. */
    String scheme();

    /**
     * How references of the scheme are written. Called once or more, before {@link #configure}.
     *
     * @param settings where names come from them, as aliases of vaults do
     */
    ReferenceGrammar grammar(ProviderSettings settings);

    /** The settings of the provider's own: {@code endpoint} is the setting {@code SCHEME.endpoint}. Constant. */
    default List<ProviderSetting> settings() {
        return List.of();
    }

    /**
     * The environment variables and system properties that the provider, or a client library in it, reads for itself, such as
     * {@code AWS_SECRET_ACCESS_KEY}. A placeholder in one of them would reach it as text, so Keyweave refuses it with a message that names the place.
     * Called before {@link #configure}.
     *
     * @param settings for names that are read under some settings only
     */
    default Set<String> reservedNames(ProviderSettings settings) {
        return Set.of();
    }

    /**
     * Takes the settings. Makes no request. Values that do not fit {@link #settings} were refused before.
     *
     * @throws SecretException with {@link Failure.Kind#MALFORMED} when a setting cannot be used
     */
    void configure(ProviderSettings settings);

    /**
     * Fetches one secret now, in one attempt.
     *
     * @param ref what to fetch; its scheme is {@link #scheme()}, and {@link #grammar} has made it
     * @param timeout the time the attempt may take in all, identity included; positive
     * @return the secret, never null
     * @throws SecretException carrying one {@link Failure} that says what happened and what to do
     */
    Secret fetch(SecretRef ref, Duration timeout);

    /**
     * How many secrets like this one a single request can fetch by {@link #fetchAll}; 1, the usual number, when it has to be asked for alone.
     * Only secrets of one container are put together.
     */
    default int batchSize(SecretRef ref) {
        return 1;
    }

    /**
     * Fetches several secrets of one container by one request: what a start that needs many uses. A secret that is left out of the answer is
     * then fetched alone, so who may not use the request for many returns an empty map.
     *
     * @param refs two or more, at most {@link #batchSize} of them, none twice
     * @param timeout the time the attempt may take in all, identity included; positive
     * @return what became of each
     * @throws SecretException carrying one {@link Failure} when all of them failed for one reason
     */
    default Map<SecretRef, FetchResult> fetchAll(Collection<SecretRef> refs, Duration timeout) {
        return Map.of();
    }

    /**
     * The version that was current before, where the service knows it: a login that is refused with the current one offers it, because a rotation may
     * have reached the service before it reached the database. Asked for only then.
     *
     * @param ref names no version
     * @param version the version that was refused
     * @param timeout the time the attempt may take in all; positive
     * @return {@code null} when there is none
     * @throws SecretException when it is not available; the login then goes on without it
     */
    default @Nullable Secret previous(SecretRef ref, String version, Duration timeout) {
        return null;
    }

    /** Whom a request for that secret goes to, as the subject of a sentence: {@code the vault contoso-prod}. */
    default String service(SecretRef ref) {
        return "the service behind " + scheme() + ":";
    }

    /** What the service publishes about limits and prices, for {@code status} and {@code simulate}; {@code null} when nothing is. */
    default @Nullable RequestCost cost() {
        return null;
    }

    /**
     * When things of the provider's own come to their end, as far as it knows by now: the client certificate of its identity, say. Keyweave
     * warns about them as it does about secrets that expire.
     *
     * @return by a name a person recognises; empty when nothing is known
     */
    default Map<String, Instant> expiries() {
        return Map.of();
    }

    /**
     * The identities with which secrets have been fetched so far, in words for the line that says that a start has succeeded:
     * {@code managed-identity, client id 1234.., object id 5678.., tenant 9abc..}. Never a secret or a token.
     */
    default List<String> identities() {
        return List.of();
    }

    /** Releases connections and threads. Fetches under way may fail. Idempotent. */
    @Override
    void close();
}
