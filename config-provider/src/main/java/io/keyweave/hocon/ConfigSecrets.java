package io.keyweave.hocon;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigException;
import com.typesafe.config.ConfigList;
import com.typesafe.config.ConfigObject;
import com.typesafe.config.ConfigOrigin;
import com.typesafe.config.ConfigValue;
import com.typesafe.config.ConfigValueFactory;
import com.typesafe.config.ConfigValueType;
import io.keyweave.LiveValue;
import io.keyweave.Origin;
import io.keyweave.ProblemReport;
import io.keyweave.SecretException;
import io.keyweave.SecretResolver;
import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Secrets in the place of placeholders in a <a href="https://github.com/lightbend/config">HOCON</a> {@code Config}.
 *
 * <pre>{@code
 * Config config = ConfigSecrets.resolve(ConfigFactory.load(), resolver);
 * config.getString("db.password");
 * }</pre>
 *
 * <p>The result is a copy: it holds the secrets as they were, {@code render()} of it shows them, and a rotation does not change it; call again
 * for the secrets as they are then, which costs no request while they are fresh. Under the agent nothing of this is needed:
 * there an ordinary {@code Config} stays current and renders as placeholders.
 *
 * <p>Every string of the config is taken for trusted, since the caller chose to pass it: resolve what the operator wrote before merging in what users wrote.
 */
public final class ConfigSecrets {

    private final SecretResolver resolver;
    private final Map<ConfigValue, LiveValue> templates = new IdentityHashMap<>();
    private final ProblemReport malformed = new ProblemReport();

    private ConfigSecrets(SecretResolver resolver) {
        this.resolver = resolver;
    }

    /**
     * A copy of a config with its secrets. Values keep their origins. A key whose secret is absent, being optional, is left out;
     * so is such an element of a list. Secrets are fetched in parallel, within {@code startup-timeout}.
     *
     * @param config with its substitutions resolved, as from {@code ConfigFactory.load()} or {@code Config.resolve()}
     * @return the config itself when it holds no placeholder
     * @throws SecretException when any placeholder is malformed or any secret is not available; the message lists all of them, each with its origin,
     *     {@code application.conf: 12}
     * @throws ConfigException.NotResolved when substitutions are left
     */
    public static Config resolve(Config config, SecretResolver resolver) {
        if (!config.isResolved()) {
            throw new ConfigException.NotResolved(
                    "resolve substitutions first: call Config.resolve() before ConfigSecrets.resolve()");
        }
        return new ConfigSecrets(resolver).resolve(config);
    }

    private Config resolve(Config config) {
        collect(config.root());
        ProblemReport report = resolver.check(templates.values());
        report.add(malformed);
        if (!report.isEmpty()) {
            throw report.exception();
        }
        return templates.isEmpty() ? config : rendered(config.root()).toConfig();
    }

    private void collect(ConfigValue value) {
        if (value instanceof ConfigObject object) {
            // Not values(): that is a set, in which equal strings under two keys are one.
            object.entrySet().forEach(member -> collect(member.getValue()));
        } else if (value instanceof ConfigList list) {
            list.forEach(this::collect);
        } else if (value.valueType() == ConfigValueType.STRING) {
            Origin place = Origin.of(place(value.origin()));
            LiveValue live = resolver.bind((String) value.unwrapped(), place, malformed);
            if (live != null) {
                templates.put(value, live);
            }
        }
    }

    private ConfigObject rendered(ConfigObject object) {
        ConfigObject result = object;
        for (Map.Entry<String, ConfigValue> member : object.entrySet()) {
            ConfigValue value = rendered(member.getValue());
            if (value == null) {
                result = result.withoutKey(member.getKey());
            } else if (value != member.getValue()) {
                result = result.withValue(member.getKey(), value);
            }
        }
        return result;
    }

    private @Nullable ConfigValue rendered(ConfigValue value) {
        if (value instanceof ConfigObject object) {
            return rendered(object);
        }
        if (value instanceof ConfigList list) {
            return rendered(list);
        }
        LiveValue live = templates.get(value);
        if (live == null) {
            return value;
        }
        String current = live.current();
        return current == null ? null : ConfigValueFactory.fromAnyRef(current).withOrigin(value.origin());
    }

    private ConfigValue rendered(ConfigList list) {
        List<ConfigValue> elements = new ArrayList<>(list.size());
        boolean changed = false;
        for (ConfigValue element : list) {
            ConfigValue value = rendered(element);
            changed |= value != element;
            if (value != null) {
                elements.add(value);
            }
        }
        return changed ? ConfigValueFactory.fromIterable(elements).withOrigin(list.origin()) : list;
    }

    /** {@code application.conf: 12}: the resource's name or the file's path, and the line. */
    private static String place(ConfigOrigin origin) {
        String resource = origin.resource();
        if (resource == null) {
            return origin.description();
        }
        return origin.lineNumber() > 0 ? resource + ": " + origin.lineNumber() : resource;
    }
}
