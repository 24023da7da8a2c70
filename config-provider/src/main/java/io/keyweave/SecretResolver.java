package io.keyweave;

import io.keyweave.settings.Settings;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.ServiceLoader;
import java.util.concurrent.ThreadFactory;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The library's entry point: text in, secrets in their places out. Thread-safe. One resolver has one store, so a secret costs one
 * request per ttl however many texts name it; keep one resolver for the life of the application. What its settings mean, with units,
 * ranges and defaults, is in {@code docs/configuration.md}; what it does in an outage or when a secret is disabled, in
 * {@code docs/rotation.md}.
 *
 * <pre>{@code
 * try (SecretResolver resolver = SecretResolver.open(Settings.of(Map.of("ttl", "5m")))) {
 *     String password = resolver.resolve("$<kv:contoso-prod/db-password>", Origin.of("example"));
 *     LiveValue live = resolver.bind("$<kv:contoso-prod/db-password>", Origin.of("example"));
 *     resolver.require(List.of(live));
 *     live.current();   // the current version, at every call
 * }
 * }</pre>
 *
 * <p>Not for implementing outside Keyweave: methods may be added.
 */
public interface SecretResolver extends AutoCloseable {

    /**
     * A resolver with the providers that {@link ServiceLoader} finds, system time and {@link SystemLog}. Makes no request.
     *
     * @throws SecretException when the settings have {@linkplain Settings#problems() problems}
     */
    static SecretResolver open(Settings settings) {
        return builder(settings).open();
    }

    /** Returns a builder. */
    static Builder builder(Settings settings) {
        for (ResolverFactory factory :
                ServiceLoader.load(ResolverFactory.class, SecretResolver.class.getClassLoader())) {
            return factory.builder(settings);
        }
        throw new IllegalStateException("Keyweave is incomplete: nothing is in META-INF/services/"
                + ResolverFactory.class.getName() + " of its jar. Was it repacked without its services?");
    }

    /** What a resolver is made of. Not thread-safe. */
    interface Builder {

        /** Uses this provider; once called, no other is looked for. May be called again for another scheme. */
        Builder provider(ConfigProvider provider);

        /** Takes Keyweave's lines; by default {@link SystemLog}. */
        Builder log(Log target);

        /** Makes the resolver's threads; by default daemons called {@code keyweave-N}. */
        Builder threads(ThreadFactory factory);

        /**
         * Opens the resolver.
         *
         * @throws SecretException when the settings have {@linkplain Settings#problems() problems}
         */
        SecretResolver open();
    }

    /** The settings it was opened with. */
    Settings settings();

    /**
     * Parses a text and ties it to its secrets. Makes no request.
     *
     * @return {@code null} when the text holds no placeholder of a registered scheme and no escape, and so means itself
     * @throws SecretException with {@link Failure.Kind#MALFORMED}, naming origin and column
     */
    @Nullable
    LiveValue bind(String text, Origin origin);

    /** Does the same for one of several texts: what is malformed is added to the report, and the answer is {@code null}. */
    @Nullable
    LiveValue bind(String text, Origin origin, ProblemReport report);

    /**
     * Makes sure every value can be read: fetches what has never been fetched, in parallel, within {@code startup-timeout}. After
     * it, {@link LiveValue#current()} never waits. An interrupted thread waits, too, and stays interrupted.
     *
     * @throws SecretException whose message is the report of all problems, those of one reason together
     */
    void require(Collection<LiveValue> values);

    /** Does what {@link #require} does, but hands back the report, empty when all is well: for callers with further problems. */
    ProblemReport check(Collection<LiveValue> values);

    /**
     * The text with its secrets as they are now; the text itself when it holds no placeholder.
     *
     * @return {@code null} when an optional secret does not exist
     * @throws SecretException when the text is malformed or a secret is not available
     */
    @Nullable
    String resolve(String text, Origin origin);

    /**
     * A copy of the properties, defaults included, with secrets instead of placeholders. Keys whose secret is absent are left
     * out; what is not a string stays as it is.
     *
     * @throws SecretException with the report of all problems
     */
    Properties resolve(Properties properties, Origin origin);

    /**
     * A copy of the map with secrets instead of placeholders, in the same order. Keys whose secret is absent are left out.
     *
     * @throws SecretException with the report of all problems
     */
    Map<String, String> resolve(Map<String, String> texts, Origin origin);

    /**
     * Several values as they were at one time, such as a user name and its password in two templates.
     *
     * @return in the order given; {@code null} elements for absent ones
     */
    List<@Nullable String> snapshot(List<LiveValue> values);

    /**
     * Fetches the secrets of a value now, because the one in use was refused somewhere. Concurrent calls share one request per
     * secret, and the limit of five requests a second holds. A failure is logged, not thrown: the value held goes on.
     *
     * @param timeout how long the calling thread waits for each secret at most, not negative; the request itself goes on after it. An
     *     interrupted thread does not wait, and stays interrupted
     * @return whether any version changed
     */
    boolean refresh(LiveValue value, Duration timeout);

    /**
     * Does what {@link #refresh} does, for those secrets of the value that were fetched longer ago than {@code age}.
     *
     * @return whether any version changed
     */
    boolean refreshOlderThan(LiveValue value, Duration age, Duration timeout);

    /**
     * Time until the first secret of a value is fetched again: zero when that is due or under way, shortly after a failure the
     * back-off.
     *
     * @return {@code null} when it never is, because all versions are pinned
     */
    @Nullable
    Duration nextRefresh(LiveValue value);

    /**
     * Calls the listener after each change of a secret, on a thread of the resolver, until closed. The secret is kept fresh meanwhile,
     * whether or not anything else names it. What a listener throws is logged by its class and ends nothing. The first fetch is no
     * change.
     *
     * @throws SecretException when {@code allow} forbids the secret
     */
    Subscription subscribe(SecretRef ref, Consumer<SecretChange> listener);

    /** Calls the listener after each change of any secret that is kept, on a thread of the resolver, until closed. */
    Subscription subscribe(Consumer<SecretChange> listener);

    /** What an operator may know of each secret in use: versions, ages and counts, never a value. */
    List<SecretStatus> status();

    /**
     * When what the providers themselves depend on ends, such as the client certificate of an identity; known after the first fetch.
     *
     * @return by a name a person recognises
     */
    Map<String, Instant> expiries();

    /** Requests to the vaults made so far, logins not counted. */
    long requests();

    /** How many of them have ended how so far: {@code OK}, or the name of the {@link Failure.Kind}. */
    Map<String, Long> outcomes();

    /** How much each service was asked so far and what it publishes about its prices, by scheme; of schemes that somebody reads. */
    List<ServiceUsage> services();

    /**
     * Ends refreshing and releases threads and connections. Secrets that were fetched stay readable, as they are then; one that was not is a
     * {@link SecretException} from then on, at once. Idempotent.
     */
    @Override
    void close();
}
