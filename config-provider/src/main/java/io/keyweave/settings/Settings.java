package io.keyweave.settings;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The settings of one JVM or one resolver. Immutable and thread-safe.
 *
 * <p>Each is readable as agent argument {@code ttl=5m}, system property {@code keyweave.ttl}, environment variable
 * {@code KEYWEAVE_TTL}, or a line of the file named by {@code config=PATH}, in that order of precedence. Reading never throws: what
 * is wrong is in {@link #problems()}, so that a JVM without placeholders can run on with one logged line while a JVM with
 * placeholders refuses to start.
 */
public final class Settings {

    /**
     * Something wrong in the settings.
     *
     * @param origin where: {@code agent argument ttl}, {@code KEYWEAVE_TTL}, {@code keyweave.conf: 3}
     * @param cause what is wrong; never holds the value of a secret or unknown setting
     * @param remedy what to do
     */
    public record Problem(String origin, String cause, String remedy) {
        @Override
        public String toString() {
            return origin + ": " + cause + ". " + remedy + ".";
        }
    }

    private final @Nullable String[] values;
    private final @Nullable String[] origins;
    private final List<VaultAlias> aliases;
    private final Map<String, String> environment;
    private final Map<String, String> systemProperties;
    private final Map<String, SchemeValue> ofSchemes;
    private final Map<String, SchemeValue> ofSchemesInFile;
    private final boolean variables;
    private final List<String> ofSomeScheme;
    private final List<Problem> problems;
    private final List<String> warnings;

    Settings(SettingsReader read) {
        this.values = read.values;
        this.origins = read.origins;
        this.aliases = read.aliases;
        this.environment = read.environment;
        this.systemProperties = read.systemProperties;
        this.ofSchemes = read.ofSchemes;
        this.ofSchemesInFile = read.ofSchemesInFile;
        this.variables = read.variables;
        this.ofSomeScheme = read.ofSomeScheme;
        this.problems = read.problems;
        this.warnings = read.warnings;
    }

    /**
     * Reads all sources.
     *
     * @param agentArguments {@code a=1,b=2}, or {@code null}; {@code \,} is a comma inside a value
     * @param systemProperties raw values, placeholders unresolved; {@code keyweave.*} is looked at here, the rest by
     *     {@link #systemProperty(String)}
     * @param environment raw values; {@code KEYWEAVE_*} is looked at here, the rest by {@link #environment(String)}
     */
    public static Settings read(
            @Nullable String agentArguments, Map<String, String> systemProperties, Map<String, String> environment) {
        SettingsReader reader = new SettingsReader(environment, systemProperties);
        if (agentArguments != null) {
            reader.readArguments(agentArguments);
        }
        reader.readSystemProperties(systemProperties);
        reader.readEnvironment();
        reader.readFile();
        return reader.finish();
    }

    /**
     * Settings from a map of names as in agent arguments ({@code ttl}, {@code vault.v1}), with this process's environment and system
     * properties to look further things up in: the {@code AZURE_} variables of the identity and the proxy. {@code KEYWEAVE_} variables and
     * {@code keyweave.} properties are the agent's and not read.
     */
    public static Settings of(Map<String, String> values) {
        Map<String, String> properties = new HashMap<>();
        for (String name : System.getProperties().stringPropertyNames()) {
            properties.put(name, System.getProperty(name, ""));
        }
        return of(values, System.getenv(), properties);
    }

    /**
     * Settings from a map of names as in agent arguments.
     *
     * @param values only these and the file that {@code config} names are read
     * @param environment what {@link #environment(String)} answers from; its {@code KEYWEAVE_*} are not read
     */
    public static Settings of(Map<String, String> values, Map<String, String> environment) {
        return of(values, environment, Collections.emptyMap());
    }

    /**
     * Settings from a map of names as in agent arguments.
     *
     * @param values only these and the file that {@code config} names are read
     * @param environment what {@link #environment(String)} answers from
     * @param systemProperties what {@link #systemProperty(String)} answers from
     */
    public static Settings of(
            Map<String, String> values, Map<String, String> environment, Map<String, String> systemProperties) {
        SettingsReader reader = new SettingsReader(environment, systemProperties);
        for (Map.Entry<String, String> entry : values.entrySet()) {
            reader.put(entry.getKey(), entry.getValue(), "setting " + entry.getKey());
        }
        reader.readFile();
        return reader.finish();
    }

    /** What is wrong, in reading order; empty when all is well. The settings concerned have their defaults. */
    public List<Problem> problems() {
        return problems;
    }

    /** Things to tell that stop nothing, such as an unknown {@code KEYWEAVE_} variable. */
    public List<String> warnings() {
        return warnings;
    }

    /** The text as given, else the default, else {@code null}. */
    public @Nullable String text(Setting setting) {
        String given = values[setting.ordinal()];
        return given != null ? given : setting.defaultText();
    }

    /** The text for one vault: its alias's own setting, else the common one. */
    public @Nullable String text(Setting setting, @Nullable VaultAlias alias) {
        String own = alias == null ? null : alias.own().get(setting);
        return own != null ? own : text(setting);
    }

    /** Whether somebody set it. */
    public boolean isSet(Setting setting) {
        return values[setting.ordinal()] != null;
    }

    /** Where the value was set, {@code default} when nobody did. */
    public String origin(Setting setting) {
        String origin = origins[setting.ordinal()];
        return origin != null ? origin : "default";
    }

    /**
     * A setting of type {@link Setting.Type#DURATION}.
     *
     * @throws IllegalArgumentException when the setting is of another type
     */
    public Duration duration(Setting setting) {
        String text = text(setting);
        Duration duration = text == null ? null : DurationText.parse(text);
        if (duration == null) {
            throw new IllegalArgumentException(setting.key() + " must be a duration");
        }
        return duration;
    }

    /** A setting of type {@link Setting.Type#FLAG}. */
    public boolean flag(Setting setting) {
        return "true".equals(text(setting));
    }

    /** A setting that is a list: its items without blanks around them, empty ones left out. */
    public List<String> list(Setting setting) {
        String text = text(setting);
        return text == null ? new ArrayList<>() : items(text);
    }

    /** The items of such a text. */
    public static List<String> items(String text) {
        List<String> items = new ArrayList<>();
        int start = 0;
        while (start <= text.length()) {
            int end = text.indexOf(';', start);
            if (end < 0) {
                end = text.length();
            }
            String item = text.substring(start, end).trim();
            if (!item.isEmpty()) {
                items.add(item);
            }
            start = end + 1;
        }
        return items;
    }

    /** What was set for one provider, {@code endpoint} of the scheme {@code aws}; {@code null} when nothing was. Checked by nobody yet. */
    public @Nullable SchemeValue ofScheme(String scheme, String name) {
        String key = scheme + "." + name;
        SchemeValue given = ofSchemes.get(key);
        if (given != null) {
            return given;
        }
        String variable = variable(scheme, name);
        String text = variables ? environment.get(variable) : null;
        return text != null ? new SchemeValue(text, "env " + variable) : ofSchemesInFile.get(key);
    }

    /** The settings of providers by {@code scheme.name}, but for those of environment variables, of which nobody knows where the scheme ends. */
    public Map<String, SchemeValue> ofSchemes() {
        if (ofSchemes.isEmpty()) {
            return Collections.unmodifiableMap(ofSchemesInFile);
        }
        Map<String, SchemeValue> all = new LinkedHashMap<>(ofSchemesInFile);
        all.putAll(ofSchemes);
        return all;
    }

    /** The variables {@code KEYWEAVE_SCHEME_NAME} that are no setting, unless an extension knows them. */
    public List<String> variablesOfSchemes() {
        return ofSomeScheme;
    }

    /** The name of that environment variable. */
    public static String variable(String scheme, String name) {
        String key = scheme + "_" + name;
        return "KEYWEAVE_" + key.toUpperCase(Locale.ROOT).replace('-', '_');
    }

    /** The cloud whose suffix and authority apply. */
    public Cloud cloud() {
        String text = text(Setting.CLOUD);
        Cloud cloud = text == null ? null : Cloud.of(text);
        return cloud == null ? Cloud.PUBLIC : cloud;
    }

    /** All aliases, in the order given. */
    public List<VaultAlias> aliases() {
        return aliases;
    }

    /** The alias of that name, or {@code null}: then the name is a vault's. */
    public @Nullable VaultAlias alias(String name) {
        for (VaultAlias alias : aliases) {
            if (alias.name().equals(name)) {
                return alias;
            }
        }
        return null;
    }

    /** A raw environment variable such as {@code AZURE_CLIENT_ID}; {@code null} when unset or empty. */
    public @Nullable String environment(String name) {
        String value = environment.get(name);
        return value == null || value.isEmpty() ? null : value;
    }

    /** A raw system property such as {@code https.proxyHost}; {@code null} when unset or empty. */
    public @Nullable String systemProperty(String name) {
        String value = systemProperties.get(name);
        return value == null || value.isEmpty() ? null : value;
    }

    /** What was set, without the values of secrets. */
    @Override
    public String toString() {
        StringBuilder text = new StringBuilder("Settings[");
        for (Setting setting : Setting.values()) {
            String value = values[setting.ordinal()];
            if (value != null) {
                text.append(setting.key()).append('=');
                text.append(setting.type() == Setting.Type.SECRET ? "***" : value)
                        .append(", ");
            }
        }
        return text.append("aliases=").append(aliases).append(']').toString();
    }

    /** Two settings are equal when everything set is, whatever the origin: what keys a shared store. */
    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof Settings that
                && Arrays.equals(values, that.values)
                && aliases.equals(that.aliases)
                && ofSchemes.equals(that.ofSchemes)
                && ofSchemesInFile.equals(that.ofSchemesInFile)
                && environment.equals(that.environment);
    }

    @Override
    public int hashCode() {
        return Objects.hash(Arrays.hashCode(values), aliases);
    }
}
