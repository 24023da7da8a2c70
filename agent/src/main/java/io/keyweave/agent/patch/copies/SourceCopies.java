package io.keyweave.agent.patch.copies;

import io.keyweave.LiveValue;
import io.keyweave.Origin;
import io.keyweave.ProblemReport;
import io.keyweave.agent.instrument.Call;
import io.keyweave.agent.instrument.Hook;
import io.keyweave.agent.instrument.Interceptor;
import io.keyweave.agent.instrument.PatchList;
import io.keyweave.agent.patch.ReaderPatch;
import io.keyweave.agent.runtime.Agent;
import io.keyweave.core.CachingResolver;
import io.keyweave.placeholder.PlaceholderParser;
import io.keyweave.settings.SourceList;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Notes that a framework has copied the environment or the system properties, so that the log of a rotation does not call a variable
 * read again whose value that framework keeps.
 */
public final class SourceCopies implements Interceptor {

    private static final Set<String> NOTED = new HashSet<>();

    /** Held, because a value that nobody holds has no reader to tell of. */
    private static final List<LiveValue> COPIES = new ArrayList<>();

    private final String framework;
    private final boolean properties;

    /** @param properties whether it copies the system properties, too */
    private SourceCopies(String framework, boolean properties) {
        this.framework = framework;
        this.properties = properties;
    }

    public static PatchList micronaut() {
        String name = "io.micronaut.context.env.EnvironmentPropertySource";
        return new PatchList("Micronaut", "what a rotation does not reach")
                .add(name, () -> ReaderPatch.of(name, new Hook("getEnv", null, new SourceCopies("Micronaut", true))));
    }

    public static PatchList helidon() {
        String name = "io.helidon.config.EnvironmentVariables";
        return new PatchList("Helidon", "what a rotation does not reach")
                .add(name, () -> ReaderPatch.of(name, environment("expand", "Helidon")));
    }

    /** A method that copies the environment. */
    public static Hook environment(String method, String framework) {
        return new Hook(method, null, new SourceCopies(framework, false));
    }

    @Override
    public Object @Nullable [] enter(Call call) {
        synchronized (NOTED) {
            if (NOTED.add(framework)) {
                note(Agent.running().environment(), true);
                if (properties) {
                    note(Agent.running().properties(), false);
                }
            }
        }
        return null;
    }

    private void note(Map<String, String> texts, boolean environment) {
        CachingResolver resolver = Agent.running().resolver();
        SourceList sources = new SourceList(resolver.settings());
        for (Map.Entry<String, String> entry : texts.entrySet()) {
            String name = entry.getKey();
            boolean source = environment ? sources.hasVariable(name) : sources.hasProperty(name);
            if (source && PlaceholderParser.mayHold(entry.getValue())) {
                Origin origin = environment ? Origin.environment(name) : Origin.systemProperty(name);
                LiveValue value = resolver.bind(
                        entry.getValue(), Origin.copied(origin.description(), framework), new ProblemReport());
                if (value != null) {
                    COPIES.add(value);
                }
            }
        }
    }
}
