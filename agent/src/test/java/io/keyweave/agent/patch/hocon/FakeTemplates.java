package io.keyweave.agent.patch.hocon;

import io.keyweave.Failure;
import io.keyweave.SecretException;
import io.keyweave.agent.LogInto;
import io.keyweave.agent.trust.Trust;
import io.keyweave.settings.Settings;
import java.io.IOException;
import java.io.Reader;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;

/** Secrets from a map that tests change: what is removed is revoked. One placeholder a text, {@code $<kv:NAME>} in any surroundings. */
final class FakeTemplates implements Templates {

    final Map<String, String> secrets = new ConcurrentHashMap<>();
    final Map<String, HoconTemplate> environment = new HashMap<>();
    final Map<String, HoconTemplate> systemProperties = new HashMap<>();
    final List<String> bound = new ArrayList<>();
    final List<String> warnings = new ArrayList<>();

    private final Trust trust;

    FakeTemplates(String trusted) {
        trust = new Trust(
                Settings.of(trusted.isEmpty() ? Map.of() : Map.of("trust", trusted), Map.of()),
                Map.of("user.dir", System.getProperty("user.dir"), "java.class.path", "nothing.jar"),
                Map.of(),
                new LogInto(warnings));
    }

    HoconTemplate template(String text) {
        return new HoconTemplate(text, value(text));
    }

    @Override
    public Trust trust() {
        return trust;
    }

    @Override
    public List<Supplier<String>> bind(List<Candidate> candidates) {
        List<Supplier<String>> values = new ArrayList<>();
        for (Candidate candidate : candidates) {
            Supplier<String> value = candidate.text().contains("$<kv:") ? value(candidate.text()) : null;
            values.add(value);
            if (value != null) {
                bound.add(candidate.place() + " " + candidate.text());
                if (value.get() == null && !candidate.text().contains("?optional")) {
                    throw new SecretException(
                            "1 placeholder cannot be resolved: " + candidate.place(),
                            List.of(Failure.local(Failure.Kind.MISSING, null, "There is none.", "Make one.")));
                }
            }
        }
        return values;
    }

    private Supplier<String> value(String text) {
        int from = text.indexOf("$<kv:");
        int to = text.indexOf('>', from);
        String name = text.substring(from + 5, to).replace("?optional", "");
        return () -> {
            String secret = secrets.get(name);
            return secret == null ? null : text.substring(0, from) + secret + text.substring(to + 1);
        };
    }

    @Override
    public Map<String, HoconTemplate> heldBy(Properties properties) {
        return properties == System.getProperties() ? systemProperties : Map.of();
    }

    @Override
    public Map<String, HoconTemplate> environment() {
        return environment;
    }

    @Override
    public Properties loadRaw(Reader reader) throws IOException {
        Properties properties = new Properties();
        properties.load(reader);
        return properties;
    }
}
