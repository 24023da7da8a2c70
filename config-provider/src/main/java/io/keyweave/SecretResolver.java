package io.keyweave;

import io.keyweave.observability.FlightRecorderWatch;
import io.keyweave.observability.ManagementBeans;
import io.keyweave.placeholder.Origin;
import io.keyweave.placeholder.PlaceholderParser;
import io.keyweave.placeholder.Template;
import io.keyweave.settings.Settings;
import io.keyweave.settings.VaultAlias;
import io.keyweave.store.Rules;
import io.keyweave.store.SecretStatus;
import io.keyweave.store.SecretStore;
import io.keyweave.store.ServedValues;
import io.keyweave.store.StoreWatch;
import io.keyweave.store.TimeSource;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.concurrent.ThreadFactory;
import java.util.function.Consumer;
import java.util.random.RandomGenerator;
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
 */
public final class SecretResolver implements AutoCloseable {

    private final Settings settings;
    private final TimeSource time;
    private final Log log;
    private final Providers providers;
    private final PlaceholderParser parser;
    private final SecretStore store;
    private final Bindings bindings;
    private final @Nullable ManagementBeans beans;
    private final StartCheck startCheck;

    private SecretResolver(Builder builder) {
        this.settings = builder.settings;
        this.log = builder.log != null ? builder.log : Log.system();
        RandomGenerator random = builder.random;
        this.time = builder.time != null ? builder.time : TimeSource.system(builder.threads);
        boolean observed = builder.time == null;
        StoreWatch watch = builder.watch != null
                ? builder.watch
                : observed && FlightRecorderWatch.available() ? new FlightRecorderWatch() : StoreWatch.NONE;
        this.providers = new Providers(settings, time, builder.providers, log, watch);
        this.parser = new PlaceholderParser(
                providers.schemes(), aliasNames(settings), settings.cloud().vaultSuffix());
        this.store = new SecretStore(providers, Rules.of(settings), time, random, log, watch);
        this.bindings = new Bindings(settings, store, log);
        this.beans = observed && ManagementBeans.available() ? new ManagementBeans(this, time) : null;
        this.startCheck = new StartCheck(settings, store, time, log, random);
    }

    /**
     * A resolver with the providers that {@link java.util.ServiceLoader} finds, system time and {@link Log#system()}. Makes no
     * request.
     *
     * @throws SecretException when the settings have {@linkplain Settings#problems() problems}
     */
    public static SecretResolver open(Settings settings) {
        return builder(settings).open();
    }

    /** A resolver made to measure. */
    public static Builder builder(Settings settings) {
        return new Builder(settings);
    }

    /** What a resolver is made of. Not thread-safe. */
    public static final class Builder {
        private final Settings settings;
        private final List<ConfigProvider> providers = new ArrayList<>();
        private @Nullable TimeSource time;
        private @Nullable Log log;
        private ThreadFactory threads = new KeyweaveThreads("keyweave-");
        private @Nullable StoreWatch watch;
        private RandomGenerator random = new SplittableRandom();

        private Builder(Settings settings) {
            this.settings = settings;
        }

        /** Uses this provider; once called, no other is looked for. May be called again for another scheme. */
        public Builder provider(ConfigProvider provider) {
            providers.add(provider);
            return this;
        }

        /** Uses this clock, which {@link SecretResolver#close()} closes. */
        public Builder time(TimeSource source) {
            this.time = source;
            return this;
        }

        /** Takes Keyweave's lines; by default {@link Log#system()}. */
        public Builder log(Log target) {
            this.log = target;
            return this;
        }

        /** Makes the resolver's threads; by default daemons called {@code keyweave-N}. */
        public Builder threads(ThreadFactory factory) {
            this.threads = factory;
            return this;
        }

        /** Sees every fetch and change, in place of the events for JDK Flight Recorder. */
        public Builder watch(StoreWatch watcher) {
            this.watch = watcher;
            return this;
        }

        /** The source of jitter, the up to 10 % by which refreshes are spread. */
        public Builder random(RandomGenerator generator) {
            this.random = generator;
            return this;
        }

        /**
         * Opens the resolver.
         *
         * @throws SecretException when the settings have {@linkplain Settings#problems() problems}
         */
        public SecretResolver open() {
            List<Failure> failures = new ArrayList<>();
            StringBuilder text = new StringBuilder();
            for (Settings.Problem problem : settings.problems()) {
                text.append(failures.isEmpty() ? "" : "\n").append(problem);
                failures.add(Failure.local(
                        Failure.Kind.MALFORMED,
                        null,
                        problem.origin() + ": " + problem.cause() + ".",
                        problem.remedy() + "."));
            }
            if (!failures.isEmpty()) {
                throw new SecretException(text.toString(), failures);
            }
            return new SecretResolver(this);
        }
    }

    private static Set<String> aliasNames(Settings settings) {
        Set<String> names = new HashSet<>();
        for (VaultAlias alias : settings.aliases()) {
            names.add(alias.name());
        }
        return names;
    }

    /** The settings it was opened with. */
    public Settings settings() {
        return settings;
    }

    /** The parser with this resolver's schemes, aliases and cloud. */
    public PlaceholderParser parser() {
        return parser;
    }

    /**
     * Parses a text and ties it to its secrets. Makes no request.
     *
     * @return {@code null} when the text holds no placeholder of a registered scheme and no escape, and so means itself
     * @throws SecretException with {@link Failure.Kind#MALFORMED}, naming origin and column
     */
    public @Nullable LiveValue bind(String text, Origin origin) {
        if (!PlaceholderParser.mayHold(text)) {
            return null;
        }
        Template template = parser.parse(text, origin);
        return template == null ? null : bind(template);
    }

    /** Does the same for one of several texts: what is malformed is added to the report, and the answer is {@code null}. */
    public @Nullable LiveValue bind(String text, Origin origin, ProblemReport report) {
        try {
            return bind(text, origin);
        } catch (SecretException malformed) {
            report.add(malformed);
            return null;
        }
    }

    /** Ties a template, parsed by {@link #parser()}, to its secrets. Makes no request. */
    public LiveValue bind(Template template) {
        bindings.warnOfBlanks(template);
        return new LiveValue(bindings, template);
    }

    /**
     * Makes sure every value can be read: fetches what has never been fetched, in parallel, within {@code startup-timeout}. After
     * it, {@link LiveValue#current()} never waits. An interrupted thread waits, too, and stays interrupted.
     *
     * @throws SecretException whose message is the report of all problems, those of one reason together
     */
    public void require(Collection<LiveValue> values) {
        ProblemReport report = check(values);
        if (!report.isEmpty()) {
            throw report.exception();
        }
    }

    /** Does what {@link #require} does, but hands back the report, empty when all is well: for callers with further problems. */
    public ProblemReport check(Collection<LiveValue> values) {
        if (beans != null) {
            beans.start();
        }
        return startCheck.of(values);
    }

    /**
     * The text with its secrets as they are now; the text itself when it holds no placeholder.
     *
     * @return {@code null} when an optional secret does not exist
     * @throws SecretException when the text is malformed or a secret cannot be had
     */
    public @Nullable String resolve(String text, Origin origin) {
        LiveValue value = bind(text, origin);
        if (value == null) {
            return text;
        }
        require(List.of(value));
        return value.current();
    }

    /**
     * A copy of the properties, defaults included, with secrets in place of placeholders. Keys whose secret is absent are left
     * out; what is no string stays as it is.
     *
     * @throws SecretException with the report of all problems
     */
    public Properties resolve(Properties properties, Origin origin) {
        return new ResolvedCopies(this).of(properties, origin);
    }

    /**
     * A copy of the map with secrets in place of placeholders, in the same order. Keys whose secret is absent are left out.
     *
     * @throws SecretException with the report of all problems
     */
    public Map<String, String> resolve(Map<String, String> texts, Origin origin) {
        return new ResolvedCopies(this).of(texts, origin);
    }

    /**
     * Several values as they were at one time, such as a user name and its password in two templates.
     *
     * @return in the order given; {@code null} elements for absent ones
     */
    public List<@Nullable String> snapshot(List<LiveValue> values) {
        List<@Nullable String> texts;
        long generation;
        do {
            generation = store.generation();
            texts = new ArrayList<>(values.size());
            for (LiveValue value : values) {
                texts.add(value.current());
            }
        } while (generation != store.generation());
        return texts;
    }

    /**
     * Fetches the secrets of a value now, because the one in use was refused somewhere. Concurrent calls share one request per
     * secret, and the limit of five requests a second holds. A failure is logged, not thrown: the value held goes on.
     *
     * @param timeout how long the calling thread waits for each secret at most, not negative; the request itself goes on after it. An
     *     interrupted thread does not wait, and stays interrupted
     * @return whether any version changed
     */
    public boolean refresh(LiveValue value, Duration timeout) {
        return value.refresh(timeout);
    }

    /**
     * Does what {@link #refresh} does, for those secrets of the value that were fetched longer ago than {@code age}.
     *
     * @return whether any version changed
     */
    public boolean refreshOlderThan(LiveValue value, Duration age, Duration timeout) {
        return value.olderThan(age) && value.refresh(timeout);
    }

    /**
     * Time until the first secret of a value is fetched again: zero when that is due or under way, shortly after a failure the
     * back-off.
     *
     * @return {@code null} when it never is, because all versions are pinned
     */
    public @Nullable Duration nextRefresh(LiveValue value) {
        return value.nextRefresh();
    }

    /**
     * Calls the listener after each change of a secret, on a thread of the resolver, until closed. The secret is kept fresh meanwhile,
     * whether or not anything else names it. What a listener throws is logged by its class and ends nothing. The first fetch is no
     * change.
     *
     * @throws SecretException when {@code allow} forbids the secret
     */
    public Subscription subscribe(SecretRef ref, Consumer<SecretChange> listener) {
        Failure forbidden = bindings.forbidden(ref);
        if (forbidden != null) {
            throw new SecretException(forbidden);
        }
        return store.subscribe(ref, listener);
    }

    /** Calls the listener after each change of any secret that is kept, on a thread of the resolver, until closed. */
    public Subscription subscribe(Consumer<SecretChange> listener) {
        return store.subscribe(listener);
    }

    /** Which secret a text came from: for logins, where a password arrives long after it was read. */
    public ServedValues served() {
        return store.served();
    }

    /** What an operator may know of each secret in use: versions, ages and counts, never a value. */
    public List<SecretStatus> status() {
        return store.status();
    }

    /**
     * When what the providers themselves depend on ends, such as the client certificate of an identity; known after the first fetch.
     *
     * @return by a name a person recognises
     */
    public Map<String, Instant> expiries() {
        return providers.expiries();
    }

    /** Requests to the vaults made so far, logins not counted. */
    public long requests() {
        return store.fetches();
    }

    /** Ends refreshing and releases threads and connections. Values already rendered stay readable, as they are. Idempotent. */
    @Override
    public void close() {
        if (beans != null) {
            beans.close();
        }
        store.close();
        providers.close();
        time.close();
    }
}
