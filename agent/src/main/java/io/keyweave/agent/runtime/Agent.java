package io.keyweave.agent.runtime;

import io.keyweave.EventLog;
import io.keyweave.StderrLog;
import io.keyweave.agent.instrument.InternalErrors;
import io.keyweave.agent.instrument.Jvm;
import io.keyweave.agent.instrument.PatchTransformer;
import io.keyweave.agent.instrument.StackRoom;
import io.keyweave.agent.login.ActiveLogins;
import io.keyweave.agent.management.PatchesMXBean;
import io.keyweave.agent.trust.StreamOrigins;
import io.keyweave.agent.trust.Trust;
import io.keyweave.agent.views.Marker;
import io.keyweave.core.CachingResolver;
import io.keyweave.core.ResolverBuilder;
import io.keyweave.observability.AddedBean;
import io.keyweave.placeholder.NearMissLog;
import io.keyweave.placeholder.PlaceholderParser;
import io.keyweave.settings.Setting;
import io.keyweave.settings.Settings;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The agent of this JVM: settings, resolver and trust, for patches. Settings and trust are judged by arguments, properties and
 * environment as they were when the JVM started, whatever the application sets later. Everything is made when first asked for;
 * nothing here runs in a JVM without placeholders. Thread-safe.
 */
public final class Agent {

    private static volatile @Nullable Agent running;
    private static volatile Map<String, Marker> environmentMarkers = Map.of();

    private volatile Settings settings;
    private final EventLog log;
    private final @Nullable ApplicationLog applicationLog;
    private final EventLog lastWords;
    private final Map<String, String> properties;
    private final Map<String, String> environment;
    private final @Nullable DeferredStartup overlap;
    private volatile @Nullable CachingResolver resolver;
    private final List<Consumer<CachingResolver>> waiting = new ArrayList<>(0);
    private boolean used;
    private boolean starting;
    private @Nullable Trust trust;
    private @Nullable NearMissLog nearMisses;

    private Agent(Settings settings, Map<String, String> properties, Map<String, String> environment) {
        this.settings = settings;
        this.applicationLog = StderrLog.APPLICATION.equals(settings.text(Setting.LOG))
                ? new ApplicationLog(StderrLog.untilApplicationLogs(settings))
                : null;
        this.log = applicationLog == null ? StderrLog.of(settings) : applicationLog;
        this.lastWords = StderrLog.lastWords(settings);
        this.properties = properties;
        this.environment = environment;
        this.overlap =
                "first-read".equals(settings.text(Setting.STARTUP_WAIT)) ? new DeferredStartup(settings, log) : null;
    }

    /** Templates among the environment variables, by name. */
    public static Map<String, Marker> environmentMarkers() {
        return environmentMarkers;
    }

    /** To be called before the environment is patched. */
    public static void markEnvironment(Map<String, Marker> markers) {
        environmentMarkers = Map.copyOf(markers);
    }

    /** The agent of this JVM. */
    public static Agent running() {
        Agent known = running;
        return known != null ? known : make();
    }

    private static synchronized Agent make() {
        Agent known = running;
        if (known == null) {
            StackRoom.require();
            Map<String, String> properties = strings(Jvm.propertiesAtStart());
            Map<String, String> environment = System.getenv();
            Settings settings = Settings.read(Jvm.arguments(), properties, environment);
            known = new Agent(settings, properties, environment);
            InternalErrors.tell(new ErrorLog(known.log));
            running = known;
        }
        return known;
    }

    /** With the system properties that have been set since, the agent's own and no others: what stood there at the start stays. */
    private Settings readAgain() {
        Map<String, String> now = new HashMap<>();
        for (Map.Entry<String, String> entry : strings(System.getProperties()).entrySet()) {
            if (entry.getKey().startsWith("keyweave.")) {
                now.put(entry.getKey(), entry.getValue());
            }
        }
        now.putAll(properties);
        return Settings.read(Jvm.arguments(), now, environment);
    }

    private static Map<String, String> strings(Properties properties) {
        Map<String, String> strings = new HashMap<>();
        for (Map.Entry<Object, Object> entry : properties.entrySet()) {
            if (entry.getKey() instanceof String key && entry.getValue() instanceof String value) {
                strings.put(key, value);
            }
        }
        return strings;
    }

    /** Those of the start; with {@code late-settings} those of the first placeholder, from then on. */
    public Settings settings() {
        return settings;
    }

    public EventLog log() {
        return log;
    }

    /** The same where it leads to the application's own log; null where that is not asked for. */
    public @Nullable ApplicationLog applicationLog() {
        return applicationLog;
    }

    /** For what ends the JVM. */
    EventLog lastWords() {
        return lastWords;
    }

    /** System properties as they were at start, placeholders as written. */
    public Map<String, String> properties() {
        return properties;
    }

    /** The environment, placeholders as written. */
    public Map<String, String> environment() {
        return environment;
    }

    /** Fetching beside the start of the application; null when it is to wait in {@code premain}. */
    public @Nullable DeferredStartup overlap() {
        return overlap;
    }

    /** The one resolver of this JVM, for placeholders in its properties or environment: their line comes when their secrets are there. */
    public synchronized CachingResolver resolverOfStart() {
        starting = true;
        return resolver();
    }

    /**
     * The one resolver of this JVM.
     *
     * @throws io.keyweave.SecretException when settings are wrong
     */
    public synchronized CachingResolver resolver() {
        CachingResolver open = resolver;
        if (open == null) {
            StackRoom.require();
            if (settings.flag(Setting.LATE_SETTINGS)) {
                settings = readAgain();
            }
            open = new ResolverBuilder(settings)
                    .log(log)
                    .uses(new LoginVersions())
                    .bean(() -> new AddedBean("Patches", PatchesMXBean.class, new PatchesBean()))
                    .open();
            if (nearMisses != null) {
                open.nearMisses().continueAfter(nearMisses);
            }
            resolver = open;
            for (Consumer<CachingResolver> work : waiting) {
                work.accept(open);
            }
            waiting.clear();
        }
        if (!used) {
            if (!starting) {
                SignOfLife.firstPlaceholder(log);
            }
            ActiveLogins.use(open, log);
            ControlAnswers.openLater(open, log);
            used = true;
        }
        templateAppears();
        return open;
    }

    /** Patches what is needed once there is a template; who has threads of ours load classes of the JDK's beside that, calls it before. */
    public synchronized void templateAppears() {
        if (PatchTransformer.templateUnknown()) {
            PatchTransformer.templateAppears(new UnmatchedPatches(log));
        }
    }

    /** The resolver if one is open already; never makes anything. */
    public static @Nullable CachingResolver openResolver() {
        Agent known = running;
        return known == null ? null : known.resolver;
    }

    /** Does something with the resolver, now or as soon as it is open; never makes anything. Without an agent nothing is done. */
    public static void whenOpen(Consumer<CachingResolver> work) {
        Agent known = running;
        if (known != null) {
            known.doWhenOpen(work);
        }
    }

    private synchronized void doWhenOpen(Consumer<CachingResolver> work) {
        CachingResolver open = resolver;
        if (open == null) {
            waiting.add(work);
        } else {
            work.accept(open);
        }
    }

    /** Tells of texts that were probably meant as placeholders. */
    public synchronized NearMissLog nearMisses() {
        CachingResolver open = resolver;
        if (open != null) {
            return open.nearMisses();
        }
        NearMissLog known = nearMisses;
        if (known == null) {
            known = new NearMissLog(Set.of(PlaceholderParser.KEY_VAULT), log);
            nearMisses = known;
        }
        return known;
    }

    /** Another number after each change of a secret; below zero while that is not known, because those of the start are still fetched. */
    public static long changes() {
        Agent known = running;
        CachingResolver open = known == null ? null : known.resolver;
        boolean fetching = known != null && known.overlap != null && known.overlap.isFetching();
        return open == null || fetching ? -1 : open.changes();
    }

    /** Judges where text comes from. */
    public synchronized Trust trust() {
        if (trust == null) {
            StreamOrigins.openWith(Jvm.instrumentation());
            trust = new Trust(settings, properties, environment, log);
        }
        return trust;
    }
}
