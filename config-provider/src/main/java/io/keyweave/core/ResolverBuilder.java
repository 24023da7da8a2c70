package io.keyweave.core;

import io.keyweave.ConfigProvider;
import io.keyweave.EventLog;
import io.keyweave.Failure;
import io.keyweave.Log;
import io.keyweave.ResolverFactory;
import io.keyweave.SecretException;
import io.keyweave.SecretResolver;
import io.keyweave.SystemLog;
import io.keyweave.lastknown.LastKnownFiles;
import io.keyweave.observability.AddedBean;
import io.keyweave.observability.FlightRecorderWatch;
import io.keyweave.observability.ManagementBeans;
import io.keyweave.observability.VersionUses;
import io.keyweave.settings.Setting;
import io.keyweave.settings.Settings;
import io.keyweave.store.LastKnownValues;
import io.keyweave.store.StoreWatch;
import io.keyweave.time.KeyweaveThreads;
import io.keyweave.time.TimeSource;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.ThreadFactory;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/** What a resolver is made of; besides what everybody may choose the clock, the chance and who watches. Not thread-safe. */
public final class ResolverBuilder implements SecretResolver.Builder {

    /** Found by {@link java.util.ServiceLoader}. */
    public static final class Factory implements ResolverFactory {
        @Override
        public SecretResolver.Builder builder(Settings settings) {
            return new ResolverBuilder(settings);
        }
    }

    private final Settings settings;
    private final List<ConfigProvider> providers = new ArrayList<>();
    private @Nullable TimeSource time;
    private @Nullable EventLog log;
    private ThreadFactory threads = new KeyweaveThreads("keyweave-");
    private @Nullable StoreWatch watch;
    private RandomGenerator random = new SplittableRandom();
    private @Nullable Supplier<AddedBean> added;
    private VersionUses uses = VersionUses.NONE;
    private boolean onlyLooks;

    public ResolverBuilder(Settings settings) {
        this.settings = settings;
    }

    @Override
    public ResolverBuilder provider(ConfigProvider provider) {
        providers.add(provider);
        return this;
    }

    @Override
    public ResolverBuilder log(Log target) {
        this.log = EventLog.into(target);
        return this;
    }

    @Override
    public ResolverBuilder threads(ThreadFactory factory) {
        this.threads = factory;
        return this;
    }

    /** Uses this clock, which {@link SecretResolver#close()} closes. */
    public ResolverBuilder time(TimeSource source) {
        this.time = source;
        return this;
    }

    /** Sees every fetch and change, instead of the events for JDK Flight Recorder. */
    public ResolverBuilder watch(StoreWatch watcher) {
        this.watch = watcher;
        return this;
    }

    /** The source of jitter, the up to 10 % by which refreshes are spread. */
    public ResolverBuilder random(RandomGenerator generator) {
        this.random = generator;
        return this;
    }

    /** Shows one bean more in JMX, which is made when somebody looks. */
    public ResolverBuilder bean(Supplier<AddedBean> bean) {
        this.added = bean;
        return this;
    }

    /** Knows who uses which version, beside the store. */
    public ResolverBuilder uses(VersionUses versions) {
        this.uses = versions;
        return this;
    }

    /** Writes nothing that outlives the process, and serves nothing of before: for a command that says what a start would find. */
    public ResolverBuilder onlyLooks() {
        this.onlyLooks = true;
        return this;
    }

    @Override
    public CachingResolver open() {
        refuseProblems(settings);
        EventLog lines = log != null ? log : new SystemLog();
        boolean observed = time == null;
        TimeSource clock = time != null ? time : TimeSource.system(threads);
        StoreWatch events = watch != null
                ? watch
                : observed && FlightRecorderWatch.available() ? new FlightRecorderWatch() : StoreWatch.NONE;
        LastKnownValues lastKnown = lastKnown(clock, lines);
        CachingResolver resolver = new CachingResolver(
                settings,
                providers,
                clock,
                random,
                lines,
                events,
                observed && ManagementBeans.available(),
                added,
                uses);
        resolver.lastKnown(lastKnown);
        return resolver;
    }

    private LastKnownValues lastKnown(TimeSource clock, EventLog lines) {
        if (!settings.isSet(Setting.LAST_KNOWN)) {
            return LastKnownValues.NONE;
        }
        try {
            if (onlyLooks) {
                LastKnownFiles.check(settings);
                return LastKnownValues.NONE;
            }
            return LastKnownFiles.open(settings, clock, lines);
        } catch (SecretException refused) {
            clock.close();
            throw refused;
        }
    }

    /** @throws SecretException with all that is wrong in the settings, if anything is */
    public static void refuseProblems(Settings settings) {
        List<Failure> failures = new ArrayList<>();
        StringBuilder text = new StringBuilder();
        for (Settings.Problem problem : settings.problems()) {
            text.append(failures.isEmpty() ? "" : "\n").append(problem);
            failures.add(ResolverMessages.WRONG_SETTING.failure(
                    Failure.Kind.MALFORMED,
                    null,
                    "origin",
                    problem.origin(),
                    "problem",
                    problem.cause(),
                    "do",
                    problem.remedy()));
        }
        if (!failures.isEmpty()) {
            throw new SecretException(text.toString(), failures);
        }
    }
}
