package io.keyweave.core;

import io.keyweave.ConfigProvider;
import io.keyweave.EventLog;
import io.keyweave.Failure;
import io.keyweave.LogEvent;
import io.keyweave.Origin;
import io.keyweave.ProviderSetting;
import io.keyweave.ReferenceGrammar;
import io.keyweave.SecretException;
import io.keyweave.extension.Extensions;
import io.keyweave.offline.OfflineProvider;
import io.keyweave.placeholder.Grammars;
import io.keyweave.placeholder.PlaceholderParser;
import io.keyweave.settings.SchemeValue;
import io.keyweave.settings.Setting;
import io.keyweave.settings.Settings;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.ServiceLoader;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * The providers of one resolver by scheme: looked for when the resolver is made, in the jars of {@code extensions} when the first placeholder is parsed that none of
 * those knows, and configured when the first secret of their scheme is fetched. Thread-safe.
 */
final class Providers implements Grammars, AutoCloseable {

    private final Settings settings;
    private final EventLog log;
    private final Map<String, ConfigProvider> byScheme = new ConcurrentHashMap<>();
    private final Map<String, ReferenceGrammar> grammars = new ConcurrentHashMap<>();
    private final @Nullable ConfigProvider offline;
    private final Set<ConfigProvider> configured = new HashSet<>();
    private volatile @Nullable List<String> brokenExtensions;
    private boolean closed;

    Providers(Settings settings, List<ConfigProvider> given, EventLog log) {
        this.settings = settings;
        this.log = log;
        String file = settings.text(Setting.OFFLINE);
        this.offline = file == null ? null : new OfflineProvider(file, log);
        for (ConfigProvider provider : given) {
            byScheme.put(provider.scheme(), provider);
        }
        if (given.isEmpty()) {
            for (ConfigProvider found : ServiceLoader.load(ConfigProvider.class, Providers.class.getClassLoader())) {
                byScheme.putIfAbsent(found.scheme(), found);
            }
        }
        if (!settings.isSet(Setting.EXTENSIONS)) {
            brokenExtensions = List.of();
        }
    }

    /** Those that are known by now. */
    Set<String> schemes() {
        return Collections.unmodifiableSet(byScheme.keySet());
    }

    @Override
    public @Nullable ReferenceGrammar of(String scheme) {
        ReferenceGrammar known = grammars.get(scheme);
        if (known != null) {
            return known;
        }
        ConfigProvider provider = named(scheme);
        if (provider == null) {
            return null;
        }
        ReferenceGrammar grammar = provider.grammar(new SchemeSettings(settings, provider, log));
        grammars.put(scheme, grammar);
        return grammar;
    }

    @Override
    public @Nullable String unknowable() {
        List<String> broken = brokenExtensions;
        return broken == null || broken.isEmpty() ? null : String.join(" ", broken);
    }

    /** The provider of that scheme, or {@code null}; opens the extensions where it may be one of theirs. */
    @Nullable
    ConfigProvider named(String scheme) {
        ConfigProvider known = byScheme.get(scheme);
        if (known == null && brokenExtensions == null) {
            openExtensions();
            return byScheme.get(scheme);
        }
        return known;
    }

    private synchronized void openExtensions() {
        if (brokenExtensions != null) {
            return;
        }
        Extensions opened = Extensions.open(settings.list(Setting.EXTENSIONS));
        List<String> problems = new ArrayList<>(opened.problems());
        for (ConfigProvider provider : opened.providers()) {
            if (byScheme.putIfAbsent(provider.scheme(), provider) != null) {
                problems.add("An extension brings the scheme " + provider.scheme() + ", which is there already.");
            }
        }
        for (String problem : problems) {
            log.write(LogEvent.of(ResolverMessages.EXTENSION).with("problem", problem));
        }
        warnOfUnknownSettings();
        brokenExtensions = List.copyOf(problems);
    }

    /** Settings whose scheme nobody has, now that all are known. */
    private void warnOfUnknownSettings() {
        for (Map.Entry<String, SchemeValue> given : settings.ofSchemes().entrySet()) {
            String scheme = given.getKey().substring(0, given.getKey().indexOf('.'));
            if (!byScheme.containsKey(scheme)) {
                log.write(LogEvent.of(ResolverMessages.NO_SCHEME)
                        .with("origin", given.getValue().origin())
                        .with("setting", given.getKey())
                        .with("scheme", scheme));
            }
        }
        Set<String> variables = new HashSet<>();
        for (ConfigProvider provider : byScheme.values()) {
            for (ProviderSetting setting : provider.settings()) {
                variables.add(Settings.variable(provider.scheme(), setting.name()));
            }
        }
        for (String name : settings.variablesOfSchemes()) {
            if (!variables.contains(name)) {
                log.write(LogEvent.of(ResolverMessages.NO_SETTING).with("variable", name));
            }
        }
    }

    /** The provider of that scheme, ready to fetch. */
    synchronized ConfigProvider configured(String scheme) {
        ConfigProvider provider = offline != null ? offline : named(scheme);
        if (provider == null || closed) {
            throw new SecretException(ResolverMessages.CLOSED.failure(Failure.Kind.MALFORMED, null, "scheme", scheme));
        }
        if (configured.add(provider)) {
            try {
                SchemeSettings own = new SchemeSettings(settings, provider, log);
                List<Failure> problems = own.problems();
                if (!problems.isEmpty()) {
                    throw new SecretException(problems.get(0));
                }
                refuseReserved(provider, own);
                provider.configure(own);
            } catch (RuntimeException | Error e) {
                configured.remove(provider);
                throw e;
            }
        }
        return provider;
    }

    /** The provider would take the placeholder for the value: the service would then refuse it as a wrong credential. */
    private static void refuseReserved(ConfigProvider provider, SchemeSettings own) {
        for (String name : provider.reservedNames(own)) {
            String variable = own.environment(name);
            String property = own.systemProperty(name);
            Origin origin = variable != null && PlaceholderParser.mayHold(variable)
                    ? Origin.environment(name)
                    : property != null && PlaceholderParser.mayHold(property) ? Origin.systemProperty(name) : null;
            if (origin != null) {
                throw new SecretException(ResolverMessages.NEEDED_BY_PROVIDER.failure(
                        Failure.Kind.MALFORMED, null, "origin", origin, "scheme", provider.scheme()));
            }
        }
    }

    /** Those that have been asked by now. */
    synchronized Collection<ConfigProvider> inUse() {
        return List.copyOf(configured);
    }

    /** Who fetches. */
    List<String> identities() {
        List<String> identities = new ArrayList<>();
        for (ConfigProvider provider : inUse()) {
            identities.addAll(provider.identities());
        }
        return identities;
    }

    /** What the providers in use depend on and when it ends. */
    Map<String, Instant> expiries() {
        Map<String, Instant> expiries = new TreeMap<>();
        for (ConfigProvider provider : inUse()) {
            expiries.putAll(provider.expiries());
        }
        return expiries;
    }

    @Override
    public synchronized void close() {
        closed = true;
        for (ConfigProvider provider : configured) {
            provider.close();
        }
        configured.clear();
    }
}
