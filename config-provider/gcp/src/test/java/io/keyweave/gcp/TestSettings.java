package io.keyweave.gcp;

import io.keyweave.Log;
import io.keyweave.ProviderSettings;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Settings and environment of a test, instead of this JVM's. */
final class TestSettings implements ProviderSettings {

    private final Map<String, String> texts = new HashMap<>();
    private final Map<String, String> environment = new HashMap<>();

    /** Without the machine's own home, where gcloud may have left credentials. */
    TestSettings() {
        environment.put("CLOUDSDK_CONFIG", "/no-such-directory");
    }

    TestSettings with(String setting, String value) {
        texts.put(setting, value);
        return this;
    }

    TestSettings in(Map<String, String> variables) {
        environment.putAll(variables);
        return this;
    }

    @Override
    public @Nullable String text(String name) {
        return texts.get(name);
    }

    @Override
    public boolean isSet(String name) {
        return texts.containsKey(name);
    }

    @Override
    public String origin(String name) {
        return "agent argument gcp." + name;
    }

    @Override
    public boolean flag(String name) {
        return Boolean.parseBoolean(texts.get(name));
    }

    @Override
    public Duration duration(String name) {
        throw new IllegalArgumentException(name);
    }

    @Override
    public List<String> list(String name) {
        return List.of();
    }

    @Override
    public Map<String, String> startingWith(String prefix) {
        return Map.of();
    }

    @Override
    public @Nullable String environment(String name) {
        return environment.get(name);
    }

    @Override
    public @Nullable String systemProperty(String name) {
        return null;
    }

    @Override
    public Log log() {
        return Log.NONE;
    }
}
