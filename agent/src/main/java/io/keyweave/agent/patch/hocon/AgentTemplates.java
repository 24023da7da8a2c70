package io.keyweave.agent.patch.hocon;

import io.keyweave.LiveValue;
import io.keyweave.Origin;
import io.keyweave.ProblemReport;
import io.keyweave.SecretResolver;
import io.keyweave.agent.patch.jdk.PropertiesPatch;
import io.keyweave.agent.runtime.Agent;
import io.keyweave.agent.trust.Trust;
import io.keyweave.agent.views.LiveProperties;
import io.keyweave.agent.views.Marker;
import io.keyweave.placeholder.LiteralProperties;
import java.io.IOException;
import java.io.Reader;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Templates of the running agent. */
public final class AgentTemplates implements Templates {

    @Override
    public Trust trust() {
        return Agent.running().trust();
    }

    @Override
    public List<@Nullable Supplier<@Nullable String>> bind(List<Candidate> candidates) {
        SecretResolver resolver = Agent.running().resolver();
        ProblemReport report = new ProblemReport();
        List<LiveValue> needed = new ArrayList<>();
        List<@Nullable Supplier<@Nullable String>> values = new ArrayList<>(candidates.size());
        for (Candidate candidate : candidates) {
            LiveValue value = resolver.bind(candidate.text(), Origin.of(candidate.place()), report);
            if (value == null) {
                values.add(null);
            } else {
                needed.add(value);
                values.add(new LiveText(value));
            }
        }
        report.add(resolver.check(needed));
        if (!report.isEmpty()) {
            throw report.exception();
        }
        return values;
    }

    @Override
    public Map<String, HoconTemplate> heldBy(Properties properties) {
        return PropertiesPatch.templatesExpected() ? templates(LiveProperties.markers(properties)) : Map.of();
    }

    @Override
    public Map<String, HoconTemplate> environment() {
        return templates(Agent.environmentMarkers());
    }

    private static Map<String, HoconTemplate> templates(Map<String, Marker> markers) {
        if (markers.isEmpty()) {
            return Map.of();
        }
        Map<String, HoconTemplate> templates = new LinkedHashMap<>();
        for (Map.Entry<String, Marker> entry : markers.entrySet()) {
            Marker marker = entry.getValue();
            templates.put(entry.getKey(), new HoconTemplate(marker.text(), marker::current));
        }
        return templates;
    }

    /** The patch of {@code Properties.load} lets the agent's own calls pass. */
    @Override
    public Properties loadRaw(Reader reader) throws IOException {
        Properties properties = new LiteralProperties();
        properties.load(reader);
        return properties;
    }
}
