package io.keyweave.agent.startup;

import io.keyweave.LogEvent;
import io.keyweave.agent.instrument.Jvm;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Agents that the JVM has started before this one and that read credentials of their own from properties and environment: they have read the
 * placeholder and not the secret. Known by the class that the JVM starts; looked for only when such a name holds a placeholder.
 */
final class EarlierAgents {

    /** Name, class with {@code premain}, prefix of its properties and, in capitals with underscores, of its variables. */
    private static final String[][] KNOWN = {
        {"OpenTelemetry", "io.opentelemetry.javaagent.OpenTelemetryAgent", "otel."},
        {"Application Insights", "com.microsoft.applicationinsights.agent.Agent", "applicationinsights."},
        {"Datadog", "datadog.trace.bootstrap.AgentPreCheck", "dd."},
        {"Datadog", "datadog.trace.bootstrap.AgentBootstrap", "dd."},
        {"Elastic APM", "co.elastic.apm.agent.premain.AgentMain", "elastic.apm."},
        {"New Relic", "com.newrelic.bootstrap.BootstrapAgent", "newrelic."},
        {"New Relic", "com.newrelic.bootstrap.BootstrapAgent", "new.relic."},
        {"Elastic APM", "co.elastic.apm.agent.premain.AgentMain", "elastic.otel."},
    };

    private EarlierAgents() {}

    /** What to warn of; null when nothing was read too early. */
    static @Nullable LogEvent warning(Set<String> properties, Set<String> environment) {
        Set<String> names = new LinkedHashSet<>();
        Set<String> agents = new LinkedHashSet<>();
        Set<String> loaded = null;
        for (String[] known : KNOWN) {
            Set<String> read = new LinkedHashSet<>();
            addAll(read, properties, known[2], "system property ");
            addAll(read, environment, known[2].toUpperCase(Locale.ROOT).replace('.', '_'), "env ");
            if (!read.isEmpty()) {
                loaded = loaded == null ? loaded() : loaded;
                if (loaded.contains(known[1])) {
                    agents.add(known[0]);
                    names.addAll(read);
                }
            }
        }
        return agents.isEmpty()
                ? null
                : LogEvent.of(StartMessages.EARLIER_AGENT)
                        .with("agents", String.join(" and of ", agents))
                        .with("names", List.copyOf(names));
    }

    private static void addAll(Set<String> read, Set<String> names, String prefix, String kind) {
        for (String name : names) {
            if (name.startsWith(prefix)) {
                read.add(kind + name);
            }
        }
    }

    private static Set<String> loaded() {
        Set<String> names = new LinkedHashSet<>();
        for (Class<?> type : Jvm.instrumentation().getInitiatedClasses(ClassLoader.getSystemClassLoader())) {
            names.add(type.getName());
        }
        return names;
    }
}
