package io.keyweave.core;

import io.keyweave.ConfigProvider;
import io.keyweave.EventLog;
import io.keyweave.Failure;
import io.keyweave.LiveValue;
import io.keyweave.Origin;
import io.keyweave.ProblemReport;
import io.keyweave.SecretChange;
import io.keyweave.SecretException;
import io.keyweave.SecretRef;
import io.keyweave.SecretResolver;
import io.keyweave.SecretStatus;
import io.keyweave.ServiceUsage;
import io.keyweave.Subscription;
import io.keyweave.observability.AddedBean;
import io.keyweave.observability.ManagementBeans;
import io.keyweave.observability.Metrics;
import io.keyweave.observability.StatusHistory;
import io.keyweave.observability.StatusSnapshot;
import io.keyweave.observability.VersionUses;
import io.keyweave.placeholder.NearMissLog;
import io.keyweave.placeholder.PlaceholderParser;
import io.keyweave.placeholder.Template;
import io.keyweave.served.ServedValues;
import io.keyweave.settings.Setting;
import io.keyweave.settings.Settings;
import io.keyweave.settings.VaultAlias;
import io.keyweave.store.LastKnownValues;
import io.keyweave.store.Rules;
import io.keyweave.store.SecretStore;
import io.keyweave.store.StoreWatch;
import io.keyweave.time.TimeSource;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/** The one implementation: a parser, a store and the providers behind it. What only Keyweave's own parts may ask is here besides. */
public final class CachingResolver implements SecretResolver {

    private final Settings settings;
    private final TimeSource time;
    private final Providers providers;
    private final ProviderFetcher fetcher;
    private final PlaceholderParser parser;
    private final NearMissLog nearMisses;
    private final SecretStore store;
    private final ServedValues served;
    private final Bindings bindings;
    private final StatusSnapshot snapshot;
    private @Nullable Metrics metrics;
    private @Nullable StatusHistory history;
    private final @Nullable ManagementBeans beans;
    private final StartCheck startCheck;

    CachingResolver(
            Settings settings,
            List<ConfigProvider> given,
            TimeSource time,
            RandomGenerator random,
            EventLog log,
            StoreWatch watch,
            boolean managed,
            @Nullable Supplier<AddedBean> added,
            VersionUses uses) {
        this.settings = settings;
        this.time = time;
        this.providers = new Providers(settings, given, log);
        String suffix = settings.cloud().vaultSuffix();
        this.parser =
                new PlaceholderParser(providers, aliasNames(settings), aliasesElsewhere(settings, suffix), suffix);
        this.nearMisses = new NearMissLog(providers.schemes(), log);
        this.fetcher = new ProviderFetcher(providers, time, log, watch);
        this.store = new SecretStore(fetcher, Rules.of(settings), time, random, log, watch);
        this.served = new ServedValues(store);
        this.bindings = new Bindings(settings, store, served, log);
        this.snapshot = new StatusSnapshot(this, time, uses);
        this.beans = managed ? new ManagementBeans(this, time, snapshot, added) : null;
        this.startCheck = new StartCheck(settings, store, time, log, random);
    }

    private static Set<String> aliasNames(Settings settings) {
        Set<String> names = new HashSet<>();
        for (VaultAlias alias : settings.aliases()) {
            names.add(alias.name());
        }
        return names;
    }

    private static Set<String> aliasesElsewhere(Settings settings, String suffix) {
        Set<String> names = new HashSet<>();
        for (VaultAlias alias : settings.aliases()) {
            if (!alias.url().equalsIgnoreCase("https://" + alias.name() + suffix)) {
                names.add(alias.name());
            }
        }
        return names;
    }

    void lastKnown(LastKnownValues values) {
        store.lastKnown(values);
    }

    @Override
    public Settings settings() {
        return settings;
    }

    /** The parser with this resolver's schemes, aliases and cloud. */
    public PlaceholderParser parser() {
        return parser;
    }

    @Override
    public @Nullable LiveValue bind(String text, Origin origin) {
        Template template = PlaceholderParser.mayHold(text) ? parser.parse(text, origin) : null;
        if (template == null) {
            nearMisses.look(text, origin);
            return null;
        }
        return bind(template);
    }

    @Override
    public @Nullable LiveValue bind(String text, Origin origin, ProblemReport report) {
        try {
            return bind(text, origin);
        } catch (SecretException malformed) {
            report.add(malformed);
            return null;
        }
    }

    /** Tells of texts that were probably meant as placeholders. */
    public NearMissLog nearMisses() {
        return nearMisses;
    }

    /** Tells of a text, with placeholders or without, that is not what was probably meant; binds nothing. */
    public void lookForNearMiss(String text, Origin origin) {
        Template template = PlaceholderParser.mayHold(text) ? parser.parse(text, origin) : null;
        if (template == null) {
            nearMisses.look(text, origin);
        } else {
            bindings.warnOfBlanks(template);
            nearMisses.look(template);
        }
    }

    /** Warns once that blanks stand around a placeholder, of which the caller has seen only the placeholder. */
    public void blanksAround(LiveValue value) {
        bindings.warnOfBlanksAt(value.origin().toString());
    }

    /** Ties a template, parsed by {@link #parser()}, to its secrets. Makes no request. */
    public LiveValue bind(Template template) {
        bindings.warnOfBlanks(template);
        nearMisses.look(template);
        return new BoundTemplate(bindings, settings.flag(Setting.TRIM) ? template.trimmed() : template);
    }

    @Override
    public void require(Collection<LiveValue> values) {
        ProblemReport report = check(values);
        if (!report.isEmpty()) {
            throw report.exception();
        }
    }

    @Override
    public ProblemReport check(Collection<LiveValue> values) {
        if (beans != null) {
            beans.start();
        }
        return startCheck.of(values);
    }

    @Override
    public @Nullable String resolve(String text, Origin origin) {
        LiveValue value = bind(text, origin);
        if (value == null) {
            return text;
        }
        require(List.of(value));
        return value.current();
    }

    @Override
    public Properties resolve(Properties properties, Origin origin) {
        return new ResolvedCopies(this).of(properties, origin);
    }

    @Override
    public Map<String, String> resolve(Map<String, String> texts, Origin origin) {
        return new ResolvedCopies(this).of(texts, origin);
    }

    @Override
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

    @Override
    public boolean refresh(LiveValue value, Duration timeout) {
        return BoundTemplate.of(value).refresh(timeout);
    }

    @Override
    public boolean refreshOlderThan(LiveValue value, Duration age, Duration timeout) {
        BoundTemplate bound = BoundTemplate.of(value);
        return bound.olderThan(age) && bound.refresh(timeout);
    }

    /**
     * Stops keeping the secrets of a value fresh on its account, without waiting for the garbage collector: for callers who know that nobody
     * will read it again. The secret stays in the cache for one ttl.
     */
    public void release(LiveValue value) {
        for (SecretRef unused : BoundTemplate.of(value).release()) {
            served.forget(unused);
        }
    }

    @Override
    public @Nullable Duration nextRefresh(LiveValue value) {
        return BoundTemplate.of(value).nextRefresh();
    }

    @Override
    public Subscription subscribe(SecretRef ref, Consumer<SecretChange> listener) {
        Failure forbidden = bindings.forbidden(ref);
        if (forbidden != null) {
            throw new SecretException(forbidden);
        }
        return store.subscribe(ref, listener);
    }

    @Override
    public Subscription subscribe(Consumer<SecretChange> listener) {
        return store.subscribe(listener);
    }

    /** Another number after each change that a reader can see. One volatile read. */
    public long changes() {
        return store.generation();
    }

    /** Which secret a text came from: for logins, where a password arrives long after it was read. */
    public ServedValues served() {
        return served;
    }

    /** The state that beans, meters and the command {@code status} show. */
    public StatusSnapshot snapshot() {
        return snapshot;
    }

    /** The same as numbers with labels. */
    public synchronized Metrics metrics() {
        Metrics made = metrics;
        if (made == null) {
            made = new Metrics(snapshot);
            metrics = made;
        }
        return made;
    }

    /** What has happened to the secrets; empty until somebody tells it. */
    public synchronized StatusHistory history() {
        StatusHistory made = history;
        if (made == null) {
            made = new StatusHistory(snapshot);
            history = made;
        }
        return made;
    }

    /** Runs work on a thread of this resolver, once, after that time. */
    public void after(Duration delay, Runnable work) {
        time.after(delay, () -> time.start(work));
    }

    @Override
    public List<SecretStatus> status() {
        return store.status();
    }

    /** The identities with which secrets have been fetched so far. */
    public List<String> identities() {
        return providers.identities();
    }

    @Override
    public Map<String, Instant> expiries() {
        return providers.expiries();
    }

    @Override
    public long requests() {
        return store.fetches();
    }

    @Override
    public List<ServiceUsage> services() {
        return fetcher.services();
    }

    @Override
    public Map<String, Long> outcomes() {
        return store.outcomes();
    }

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
