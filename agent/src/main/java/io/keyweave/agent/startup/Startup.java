package io.keyweave.agent.startup;

import io.keyweave.Failure;
import io.keyweave.LiveValue;
import io.keyweave.Log;
import io.keyweave.LogEvent;
import io.keyweave.Origin;
import io.keyweave.ProblemReport;
import io.keyweave.SecretException;
import io.keyweave.SecretResolver;
import io.keyweave.agent.instrument.PatchTransformer;
import io.keyweave.agent.patch.jdk.EnvironmentPatch;
import io.keyweave.agent.patch.jdk.LauncherPatch;
import io.keyweave.agent.patch.jdk.PropertiesPatch;
import io.keyweave.agent.runtime.Agent;
import io.keyweave.agent.runtime.ApplicationLog;
import io.keyweave.agent.runtime.DeferredStartup;
import io.keyweave.agent.runtime.Exit;
import io.keyweave.agent.runtime.SignOfLife;
import io.keyweave.agent.runtime.StartTimes;
import io.keyweave.agent.runtime.UnresolvedFiles;
import io.keyweave.agent.views.LiveEnvironment;
import io.keyweave.agent.views.LiveProperties;
import io.keyweave.agent.views.Marker;
import io.keyweave.core.CachingResolver;
import io.keyweave.http.TlsPreparation;
import io.keyweave.placeholder.PlaceholderParser;
import io.keyweave.settings.Setting;
import io.keyweave.settings.Settings;
import io.keyweave.settings.SourceList;
import io.keyweave.timeline.Timeline;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/**
 * The start of a JVM with settings or placeholders: reads the settings, fetches what system properties and environment name, and only
 * when all of it is there lets the application see it. Otherwise the JVM ends here, with one report.
 */
final class Startup {

    /** Of placeholders that end in a TLS connection. Where another scheme's do, it is made without preparation. */
    private static final List<String> SERVICES = List.of("$<kv:", "$<aws:", "$<gcp:");

    private Startup() {}

    /**
     * Reads the settings.
     *
     * @param begun when {@link Start} was entered
     * @param premain when {@code premain} began, and when it had looked for placeholders
     * @return whether the agent is to do anything
     */
    static boolean settled(boolean placeholders, long begun, long[] premain) {
        Agent agent = Agent.running();
        Settings settings = agent.settings();
        if (!settings.flag(Setting.ENABLED)) {
            String origin = settings.origin(Setting.ENABLED);
            if (placeholders) {
                agent.log().write(LogEvent.of(StartMessages.DISABLED).with("origin", origin));
            } else {
                // Nothing is patched, so nobody will see one in a file.
                agent.log().write(LogEvent.of(StartMessages.DISABLED_FOR_FILES).with("origin", origin));
            }
            return false;
        }
        for (String warning : settings.warnings()) {
            agent.log().write(LogEvent.of(StartMessages.SETTING_IGNORED).with("problem", warning));
        }
        List<Settings.Problem> problems = settings.problems();
        if (!problems.isEmpty() && !placeholders) {
            tell(problems);
        }
        // Kept for the report of a JVM that has secrets, and told behind log=debug.
        if (placeholders || agent.log().enabled(Log.Level.DEBUG)) {
            StartTimes.begin(premain[0], premain[1], begun);
        }
        return true;
    }

    private static void tell(List<Settings.Problem> problems) {
        Agent.running()
                .log()
                .write(LogEvent.of(StartMessages.WRONG_SETTINGS)
                        .with("problem", problems.get(0))
                        .with("more", problems.size() > 1 ? problems.size() - 1 : null));
    }

    /** Whether what looks like a placeholder is none for certain, so that broken settings stop nothing. */
    private static boolean nearMissesOnly(Agent agent) {
        for (Map<String, String> texts : List.of(agent.properties(), agent.environment())) {
            for (String text : texts.values()) {
                if (PlaceholderParser.mayHold(text)) {
                    return false;
                }
            }
        }
        return true;
    }

    /** @param begun when patching began */
    static void patched(long begun) {
        Timeline.phase("patches", begun);
    }

    /** The end of {@code premain} where there are settings. */
    static void ended() {
        ApplicationLog lines = Agent.running().applicationLog();
        if (lines != null) {
            lines.applicationStarts();
        }
        if (!Agent.running().settings().list(Setting.TRUST).isEmpty()) {
            UnresolvedFiles.tellLater();
        }
        if (Timeline.running()) {
            StartTimes.premainEnds(Agent.running().log());
        }
    }

    /**
     * Fetches and installs, or ends the JVM.
     *
     * @param premain when {@code premain} began
     */
    static void run(Patches patches, PatchTransformer transformer, long premain) throws ReflectiveOperationException {
        Agent agent = Agent.running();
        if (!agent.settings().problems().isEmpty() && nearMissesOnly(agent)) {
            tell(agent.settings().problems());
            return;
        }
        try {
            if (agent.settings().flag(Setting.LATE_SETTINGS)) {
                ProblemReport early = tooEarly(agent);
                if (!early.isEmpty()) {
                    throw early.exception();
                }
                return;
            }
            agent.templateAppears();
            if (connects(agent)) {
                TlsPreparation.begin(agent.settings().isSet(Setting.CA));
            }
            long begun = Timeline.now();
            CachingResolver resolver = agent.resolverOfStart();
            Timeline.phase("library", begun);
            begun = Timeline.now();
            ProblemReport report = new ProblemReport();
            Map<String, LiveValue> properties = new LinkedHashMap<>();
            Map<String, LiveValue> environment = new LinkedHashMap<>();
            boolean askable = bind(resolver, agent.properties(), properties, report, false)
                    & bind(resolver, agent.environment(), environment, report, true);
            Timeline.phase("templates", begun);
            List<LiveValue> all = new ArrayList<>(properties.values());
            all.addAll(environment.values());
            LogEvent earlier = EarlierAgents.warning(properties.keySet(), environment.keySet());
            if (earlier != null) {
                agent.log().write(earlier);
            }
            DeferredStartup overlap = agent.overlap();
            if (overlap != null && report.isEmpty()) {
                overlap.fetch(resolver, all, () -> SignOfLife.started(agent.log(), resolver, premain));
                install(
                        patches,
                        transformer,
                        agent,
                        markers(properties, overlap::marker),
                        markers(environment, overlap::marker));
                return;
            }
            begun = Timeline.now();
            if (askable) {
                report.add(resolver.check(all));
            }
            Timeline.phase("secrets", begun);
            if (!report.isEmpty()) {
                throw report.exception();
            }
            install(patches, transformer, agent, markers(properties, Marker::of), markers(environment, Marker::of));
            expectInstalled(properties, environment);
            if (!all.isEmpty()) {
                SignOfLife.started(agent.log(), resolver, premain);
            }
        } catch (SecretException refused) {
            Exit.with(refused.exitCode(), Exit.report(refused));
        }
    }

    /** Whether a service is asked, and not a file. Who has the JDK tell of TLS is told of nothing that is not a connection. */
    private static boolean connects(Agent agent) {
        if (agent.settings().isSet(Setting.OFFLINE) || agent.properties().containsKey("javax.net.debug")) {
            return false;
        }
        for (Map<String, String> texts : List.of(agent.properties(), agent.environment())) {
            for (String text : texts.values()) {
                for (String service : SERVICES) {
                    if (text.contains(service)) {
                        return true;
                    }
                }
            }
        }
        return false;
    }

    /** Where a test starts the vault, there is none yet. Empty when no text holds a placeholder after all. */
    private static ProblemReport tooEarly(Agent agent) {
        List<String> places = new ArrayList<>();
        for (Map.Entry<String, String> entry : agent.environment().entrySet()) {
            if (PlaceholderParser.mayHold(entry.getValue())) {
                places.add(Origin.environment(entry.getKey()).toString());
            }
        }
        for (Map.Entry<String, String> entry : agent.properties().entrySet()) {
            if (PlaceholderParser.mayHold(entry.getValue())) {
                places.add(Origin.systemProperty(entry.getKey()).toString());
            }
        }
        ProblemReport report = new ProblemReport();
        if (!places.isEmpty()) {
            report.add(
                    StartMessages.TOO_EARLY.failure(Failure.Kind.MALFORMED, null, "places", String.join(", ", places)),
                    null);
        }
        return report;
    }

    /**
     * @return whether the vault can be asked: with a placeholder for its proxy or client secret it would only answer what leads astray
     */
    private static boolean bind(
            SecretResolver resolver,
            Map<String, String> texts,
            Map<String, LiveValue> values,
            ProblemReport report,
            boolean environment) {
        boolean askable = true;
        SourceList sources = new SourceList(resolver.settings());
        boolean kafka = configuresKafkasProvider(texts);
        for (Map.Entry<String, String> entry : texts.entrySet()) {
            String name = entry.getKey();
            if (ReservedNames.ofTheJvm(name)
                    || !(environment ? sources.hasVariable(name) : sources.hasProperty(name))) {
                continue;
            }
            if (kafka && !PlaceholderParser.mayHold(entry.getValue())) {
                continue;
            }
            Origin origin = environment ? Origin.environment(name) : Origin.systemProperty(name);
            int problems = report.size();
            LiveValue value = resolver.bind(entry.getValue(), origin, report);
            if (value == null && report.size() == problems) {
                continue;
            }
            Failure needed = ReservedNames.neededToFetch(name, origin);
            askable &= needed == null;
            if (value != null && needed != null) {
                report.add(needed, origin);
            } else if (value != null) {
                values.put(name, value);
            }
        }
        return askable;
    }

    /** A worker whose image makes its configuration of variables has the placeholders of Kafka's provider in them, which are no near misses. */
    private static boolean configuresKafkasProvider(Map<String, String> texts) {
        for (String name : texts.keySet()) {
            if (name.endsWith("config.providers") || name.endsWith("CONFIG_PROVIDERS")) {
                return true;
            }
        }
        return false;
    }

    private static void install(
            Patches patches,
            PatchTransformer transformer,
            Agent agent,
            Map<String, Marker> properties,
            Map<String, Marker> environment)
            throws ReflectiveOperationException {
        long begun = Timeline.now();
        if (!properties.isEmpty()) {
            PropertiesPatch.expectTemplates();
            LiveProperties.markSystem(properties, agent.properties());
            patches.add(new LauncherPatch());
        }
        if (!environment.isEmpty()) {
            Agent.markEnvironment(environment);
            patches.add(new EnvironmentPatch(new LiveEnvironment(agent.environment(), environment)));
        }
        transformer.patchLoaded();
        Timeline.phase("views", begun);
    }

    /** Looks once with the application's eyes. Failing to install must not pass for a start. */
    private static void expectInstalled(Map<String, LiveValue> properties, Map<String, LiveValue> environment) {
        boolean raw = false;
        for (Map.Entry<String, LiveValue> entry : properties.entrySet()) {
            LiveValue value = entry.getValue();
            raw |= value.text().equals(System.getProperty(entry.getKey()));
        }
        for (Map.Entry<String, LiveValue> entry : environment.entrySet()) {
            raw |= entry.getValue().text().equals(System.getenv(entry.getKey()));
        }
        if (raw) {
            Exit.with(Exit.BROKEN, LogEvent.of(StartMessages.NOT_SHOWN));
        }
    }

    private static Map<String, Marker> markers(Map<String, LiveValue> values, Function<LiveValue, Marker> making) {
        Map<String, Marker> markers = new LinkedHashMap<>();
        for (Map.Entry<String, LiveValue> entry : values.entrySet()) {
            markers.put(entry.getKey(), making.apply(entry.getValue()));
        }
        return markers;
    }
}
