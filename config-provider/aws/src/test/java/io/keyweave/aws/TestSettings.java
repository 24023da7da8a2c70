package io.keyweave.aws;

import io.keyweave.Log;
import io.keyweave.ProviderSettings;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Settings from a map; variables and properties from another one and from this JVM. */
record TestSettings(Map<String, String> settings, Map<String, String> variables) implements ProviderSettings {

    @Override
    public @Nullable String text(String name) {
        return settings.get(name);
    }

    @Override
    public boolean isSet(String name) {
        return settings.containsKey(name);
    }

    @Override
    public String origin(String name) {
        return "agent argument " + name;
    }

    @Override
    public boolean flag(String name) {
        return Boolean.parseBoolean(settings.get(name));
    }

    @Override
    public Duration duration(String name) {
        return Duration.parse(settings.get(name));
    }

    @Override
    public List<String> list(String name) {
        return Arrays.asList(settings.getOrDefault(name, "").split(";", -1));
    }

    @Override
    public Map<String, String> startingWith(String prefix) {
        return Map.of();
    }

    @Override
    public @Nullable String environment(String name) {
        return variables.get(name);
    }

    @Override
    public @Nullable String systemProperty(String name) {
        return System.getProperty(name);
    }

    @Override
    public Log log() {
        return Log.NONE;
    }
}
